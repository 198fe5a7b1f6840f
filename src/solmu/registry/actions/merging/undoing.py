"""Taking a merge back: its effects from the last to the first, unless what was done since stands in the way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError

from solmu.core.audit import Journal, canonical
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.merging.effects import (
    NOTHING,
    column_as_it_was,
    row_as_it_was,
    table,
    value_of,
    with_language,
)
from solmu.registry.actions.recording import recording
from solmu.registry.models import RecordMerge, RecordMergeEffect
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.references import model_of, owner_of


def undo_merge(*, by: Account, source: Source | None, record: Record) -> None:
    """Make a merged record one of its own again: what was led to the other comes back, what was taken over goes.

    What was recorded of the other since stays there. Raises BrokenRule, with nothing done, for a record that was not
    merged, where the record it became is itself no longer there, and where what the merge did was changed since.
    """
    check_can_keep_record(by)
    merge = RecordMerge.objects.select_related("into").filter(merged=record).first()
    if merge is None:
        raise BrokenRule("The record %(record)s was not merged. There is nothing to take back.", record=record.pk)
    if merge.into.removed_at or merge.into.merged_into_id:
        raise BrokenRule(
            "The record %(record)s it became is itself no longer there. Put that back first.", record=merge.into_id
        )
    with recording(by=by, action="undo_merge", source=source) as journal:
        Record.objects.select_for_update(no_key=True).order_by("pk").in_bulk([record.pk, merge.into_id])
        effects = list(merge.effects.order_by("-position"))
        try:
            for (_, _, is_row), some in itertools.groupby(
                effects, lambda each: (each.table, each.row, not each.column)
            ):
                if is_row:
                    for effect in some:
                        _put_back_row(journal, effect)
                else:
                    _put_back_columns(journal, merge, list(some))
        except IntegrityError as error:
            raise BrokenRule(
                "Something recorded since the merge stands in the way: %(error)s.", error=str(error).strip()
            ) from error
        RecordMergeEffect.objects.filter(merge=merge).delete()
        journal.delete(merge, of=record)
        journal.update(record, merged_into=None)


def _put_back_row(journal: Journal, effect: RecordMergeEffect) -> None:
    if effect.before == NOTHING:
        row = table(effect.table)._base_manager.filter(pk=effect.row).first()
        if row is not None:
            journal.delete(row, of=_owner(row))
        return
    row = row_as_it_was(effect)
    journal.create(row, of=_owner(row))


def _put_back_columns(journal: Journal, merge: RecordMerge, effects: Sequence[RecordMergeEffect]) -> None:
    """Set columns of one row back, all at once, as some of them say one thing together."""
    model = table(effects[0].table)
    row = model._base_manager.filter(pk=effects[0].row).first()
    if row is None:
        raise BrokenRule(
            "The %(what)s %(row)s was taken out since the merge. Put it back first.",
            what=Phrase(str(model._meta.verbose_name)),
            row=str(effects[0].row),
        )
    written: dict[str, Any] = {}
    for effect in effects:
        _refuse_changed(merge, row, effect)
    for effect in effects:
        before = column_as_it_was(effect)
        name, value = (
            with_language(row, effect.column, str(before)) if "." in effect.column else (effect.column, before)
        )
        written[name] = value
        setattr(row, name, value)
    of = _owner(row)
    journal.update(row, of=of, **written)


def _refuse_changed(merge: RecordMerge, row: Any, effect: RecordMergeEffect) -> None:
    """Raise BrokenRule where the column says no longer what the merge made it say."""
    now = canonical(value_of(row, effect.column))
    if effect.before == canonical(merge.merged_id):
        meant = canonical(merge.into_id)
    elif str(row.pk) == merge.into_id:
        meant = canonical(value_of(model_of(merge.merged.kind).objects.get(pk=merge.merged_id), effect.column))
    else:  # a place among others, or a part that went to a row that is there
        return
    if now != meant:
        raise BrokenRule(
            "The %(field)s of the %(what)s %(row)s was changed since the merge. Set it back first.",
            field=effect.column,
            what=Phrase(str(row._meta.verbose_name)),
            row=str(row.pk),
        )


def _owner(row: Any) -> Record | None:
    key = owner_of(row)
    return None if key is None or key == str(row.pk) else Record.objects.get(pk=key)
