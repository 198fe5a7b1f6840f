"""Writes of what was decided about two records that look alike."""

from __future__ import annotations

from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.recording import recording
from solmu.registry.models import DistinctRecords
from solmu.registry.permissions import check_can_keep_record


def tell_apart(*, by: Account, source: Source | None, one: Record, other: Record) -> DistinctRecords:
    """Decide that two records that look alike are two things. Said once, it holds for both.

    Raises BrokenRule for a record and itself, for two of different kinds, for one that is no longer there, and where
    it was decided already.
    """
    check_can_keep_record(by)
    if one.pk == other.pk:
        raise BrokenRule("A record cannot be told apart from itself. Name the two that look alike.")
    if one.kind != other.kind:
        raise BrokenRule("The two records are of different kinds and are not taken for each other. Check the ids.")
    if any(record.removed_at or record.merged_into_id for record in (one, other)):
        raise BrokenRule("One of the two records is no longer there. There is nothing to tell apart.")
    first, second = sorted((one, other), key=lambda record: record.pk)
    with recording(by=by, action="tell_apart", source=source) as journal:
        Record.objects.select_for_update(no_key=True).get(pk=first.pk)
        if DistinctRecords.objects.filter(first=first, second=second).exists():
            raise BrokenRule("It was decided already that these are two things. There is nothing to decide.")
        distinct = DistinctRecords(first=first, second=second)
        journal.create(distinct, of=first)
    return distinct


def take_for_one(*, by: Account, source: Source | None, one: Record, other: Record) -> None:
    """Take back that two records are two things. Raises BrokenRule where nobody decided so."""
    check_can_keep_record(by)
    first, second = sorted((one.pk, other.pk))
    with recording(by=by, action="take_for_one", source=source) as journal:
        distinct = DistinctRecords.objects.filter(first=first, second=second).first()
        if distinct is None:
            raise BrokenRule("Nobody decided that these are two things. There is nothing to take back.")
        journal.delete(distinct, of=distinct.first)
