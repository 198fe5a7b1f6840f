"""Writes of what is public: publishing, and taking a record out with a tombstone."""

from __future__ import annotations

from django.utils import timezone

from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.recording import recording
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.dependence import what_depends_on


def publish_record(*, by: Account, source: Source | None, record: Record) -> None:
    """Show a record to the public from now on. Raises BrokenRule where it was removed."""
    check_can_keep_record(by)
    if record.removed_at:
        raise BrokenRule("A removed record cannot be published. Record the fact anew.")
    with recording(by=by, action="publish_record", source=source) as journal:
        journal.update(record, is_published=True)


def remove_record(*, by: Account, source: Source | None, record: Record, reason: str) -> None:
    """Take a record out of the register; its id stays as a tombstone with this public reason.

    Raises BrokenRule without a reason, and where other records rest on this one.
    """
    check_can_keep_record(by)
    if not reason.strip():
        raise BrokenRule("A removal needs a reason that the public may read. Write one sentence.")
    if record.removed_at:
        raise BrokenRule("This record was removed already. There is nothing to remove.")
    if others := what_depends_on(record):
        raise BrokenRule(f"{others} rests on this record. Remove that first.")
    with recording(by=by, action="remove_record", source=source) as journal:
        journal.update(record, removed_at=timezone.now(), removal_reason=reason, is_published=False)


def restore_record(*, by: Account, source: Source | None, record: Record, is_published: bool) -> None:
    """Put a removed record back. Raises BrokenRule where it was not removed."""
    check_can_keep_record(by)
    if record.removed_at is None:
        raise BrokenRule("This record was not removed. There is nothing to put back.")
    with recording(by=by, action="restore_record", source=source) as journal:
        journal.update(record, removed_at=None, removal_reason="", is_published=is_published)
