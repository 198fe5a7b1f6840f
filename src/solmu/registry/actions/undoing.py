"""Taking the last change of a record back: the former values as a new change, if nobody changed it since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models import ProtectedError

from solmu.core.audit import Journal, canonical
from solmu.core.errors import BrokenRule
from solmu.core.fields import DerivedDayField, PartialDateField
from solmu.core.models import Account, AuditEntry, AuditValue, Record, Source
from solmu.registry.actions.recording import recording, refuse_gone
from solmu.registry.permissions import check_can_undo
from solmu.registry.queries.last_change import last_change_of
from solmu.registry.queries.references import model_of

Values = dict[str, tuple[str, str]]
"""Of each column of a row what it said before and after the change, in canonical form."""

NOTHING = "null"


def undo_change(*, by: Account, source: Source | None, record: Record, sequence: int) -> None:
    """Give back what a record said before its last change, which `sequence` names; a change of its own.

    Rows that the change added go, and those it took away come back. Raises BrokenRule, with nothing done: where
    something was done with the record since, where the change was a step and not an edit, where what it said was
    erased, and where what the former values name is no longer there.
    """
    check_can_undo(by, record.kind)
    refuse_gone(record)
    with recording(by=by, action="undo_change", source=source) as journal:
        Record.objects.select_for_update(no_key=True).get(pk=record.pk)
        last = last_change_of(record.pk)
        if last is None or last.sequence != sequence:
            raise BrokenRule("Something was done with this record after that. Its history gives single values back.")
        if last.step:
            raise BrokenRule("This was a step, not an edit. Take the step that sets it right.")
        changed = _rows_of(record, last.entries)
        refuse_gone(*_named_before(changed))
        try:
            for (model, key), values in changed.items():
                _give_back(journal, record, model, key, values)
        except (IntegrityError, ProtectedError) as error:
            raise BrokenRule("Something recorded since stands in the way. Set that right first.") from error
        journal.details(record.pk, undoes=sequence)


def _rows_of(record: Record, entries: Sequence[AuditEntry]) -> Mapping[tuple[Any, str], Values]:
    """The rows that a change touched, the latest first, each with what it said before all of it and after all of it."""
    found: dict[tuple[Any, str], Values] = {}
    kept = {entry.sequence: entry for entry in entries}
    values = AuditValue.objects.filter(entry_id__in=kept).order_by("-entry_id", "-field")
    by_entry = [(value.entry_id, value.field) for value in values]
    promised = [(entry.sequence, name) for entry in entries for name in json.loads(entry.commitments)]
    if set(promised) - set(by_entry):
        raise BrokenRule("What the record said before was erased, and cannot be given back.")
    for value in values:
        part, _dot, name = value.field.rpartition(".")
        model_name, _dot, key = part.partition(".")
        model = _model_named(model_name) if part else model_of(record.kind)
        if model is None or not any(column.attname == name for column in model._meta.concrete_fields):
            raise BrokenRule("This change cannot be given back as a whole. Give single values back in the history.")
        row = found.setdefault((model, key or record.pk), {})
        row[name] = (value.before, row[name][1] if name in row else value.after)
    return found


def _model_named(name: str) -> Any:
    named = [each for each in apps.get_models() if each._meta.model_name == name]
    return named[0] if len(named) == 1 else None


def _named_before(changed: Mapping[tuple[Any, str], Values]) -> Iterator[models.Model]:
    """The records that the former values name."""
    for (model, _key), values in changed.items():
        for name, (before, _after) in values.items():
            column = model._meta.get_field(name)
            if isinstance(column, models.ForeignKey) and before != NOTHING:
                named = column.related_model._base_manager.filter(pk=json.loads(before)).first()
                if named is None:
                    raise BrokenRule("What the record named before is no longer there. It cannot be given back.")
                yield named


def _give_back(journal: Journal, record: Record, model: Any, key: str, values: Values) -> None:
    row = model._base_manager.filter(pk=model._meta.pk.to_python(key)).first()
    parents = [values[name] for name in values if _is_of_another(model._meta.get_field(name))]
    was_added = any(before == NOTHING for before, _after in parents)
    was_taken = any(after == NOTHING for _before, after in parents)
    if was_added and was_taken:
        return
    if row is None and was_taken:
        journal.create(_row_before(model, key, values), of=record)
        return
    if row is None or any(_says(row, name) != after for name, (_before, after) in values.items()):
        raise BrokenRule("Somebody changed this meanwhile. Look at the record's history.")
    if was_added:
        journal.delete(row, of=record)
    else:
        before = {name: _value(model, name, was) for name, (was, _after) in values.items()}
        journal.update(row, of=record, **before)


def _is_of_another(column: Any) -> bool:
    """Whether the column names what a part is of: it goes from or to nothing only when the row comes or goes."""
    return isinstance(column, models.ForeignKey) and not column.null


def _says(row: models.Model, name: str) -> str:
    column = row._meta.get_field(name)
    return canonical(column.to_python(getattr(row, column.attname)))  # type: ignore[union-attr]


def _value(model: Any, name: str, text: str) -> Any:
    """What a column held, of its canonical form; nothing where it held nothing."""
    column, value = model._meta.get_field(name), json.loads(text)
    if value is None and not column.null:
        return _nothing(column)
    return column.to_python(value)


def _row_before(model: Any, key: str, values: Values) -> models.Model:
    """A row that was taken away, as it was; what its entry says nothing of was empty."""
    row: models.Model = model(pk=model._meta.pk.to_python(key))
    for column in model._meta.concrete_fields:
        if not (column.primary_key or isinstance(column, DerivedDayField)):
            text = values[column.attname][0] if column.attname in values else NOTHING
            setattr(row, column.attname, _value(model, column.attname, text))
    return row


def _nothing(column: Any) -> Any:
    if isinstance(column, PartialDateField):
        return None
    if isinstance(column, models.BooleanField):
        return False
    return column.get_default() if isinstance(column, models.JSONField) else ""
