"""Which entry was the last at a moment, and which touched a record last: from the chain itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef

from solmu.core.models import AuditEntry

MOST_IDS = 10_000
"""Ids in one query; SQLite takes 32,766 values."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The last entry about a record: its number and its moment."""

    revision: int
    at: datetime


def revision_at(moment: datetime) -> int:
    """The number of the last entry written by the moment; nought before the first.

    A moment without a time zone raises ValueError. Where the machine's clock was wrong, so is the answer.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment needs its time zone.")
    # Kept as text of one width in UTC, whose order is that of time. Entries of one transaction share their moment.
    kept = moment.astimezone(UTC).isoformat(timespec="microseconds")
    written = AuditEntry.objects.filter(at__lte=kept).order_by("-at", "-sequence")
    return written.values_list("sequence", flat=True).first() or 0


def first_moment() -> datetime | None:
    """When the first entry was written: the record begins here; None before."""
    at = AuditEntry.objects.order_by("sequence").values_list("at", flat=True).first()
    return datetime.fromisoformat(at) if at else None


def last_touched(record_ids: Iterable[str]) -> dict[str, Touched]:
    """The last entry about each record; a query for every 10,000 of them. Those no entry is about are left out."""
    ids, found = list(record_ids), {}
    later = AuditEntry.objects.filter(record_id=OuterRef("record_id"), sequence__gt=OuterRef("sequence"))
    for first in range(0, len(ids), MOST_IDS):
        entries = AuditEntry.objects.filter(~Exists(later), record_id__in=ids[first : first + MOST_IDS])
        for record_id, sequence, at in entries.values_list("record_id", "sequence", "at"):
            found[record_id] = Touched(sequence, datetime.fromisoformat(at))
    return found
