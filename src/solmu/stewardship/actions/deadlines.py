"""Keeping the derived deadlines as the record and the days go on. They follow from the record and need no audit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from solmu.core.models import AuditHead
from solmu.registry.models import Agreement
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.queries.deadlines import BATCH, deadlines_as_of

COLUMNS = ["due_on", "holds_from", "holds_until", "succeeded_by"]


def follow_written_agreements(_revision: int, record_ids: list[str]) -> None:
    """Work out anew the deadlines of agreements that a write touched, and of those that rest on them.

    A write knows no day. So they are kept as of the first day there is, which is too early at worst, until
    `refresh_deadlines` moves those on whose days have gone by.
    """
    for first in range(0, len(record_ids), BATCH):
        touched = _resting_on(record_ids[first : first + BATCH])
        for start in range(0, len(touched), BATCH):
            _keep(touched[start : start + BATCH], date.min)


def refresh_deadlines(day: date) -> int:
    """Bring up to `day` the deadlines whose time has gone by, and keep those of agreements that have none yet.

    Gives their number. Run twice it changes nothing more.
    """
    stale = AgreementDeadline.objects.filter(holds_until__lte=day).values_list("pk", flat=True)
    missing = Agreement.objects.live().exclude(pk__in=AgreementDeadline.objects.values("pk"))
    return _refresh(stale, day) + _refresh(missing.values_list("pk", flat=True), day)


def _refresh(keys: QuerySet[AgreementDeadline, str], day: date) -> int:
    number, last = 0, ""
    while batch := list(keys.filter(pk__gt=last).order_by("pk")[:BATCH]):
        with transaction.atomic():
            # As every write does: nobody may change what these follow from meanwhile.
            AuditHead.objects.select_for_update().first()
            _keep(batch, day)
        number, last = number + len(batch), batch[-1]
    return number


def _resting_on(record_ids: Collection[str]) -> list[str]:
    """The agreements among some records, those they replaced or let rest, and the others of their series."""
    agreements = Agreement.objects.order_by()
    of_series = agreements.filter(pk__in=record_ids, series__isnull=False).values("series")
    found = agreements.filter(pk__in=record_ids).values_list("pk", flat=True)
    return sorted(
        found.union(
            agreements.filter(replaced_by__in=record_ids).values_list("pk", flat=True),
            agreements.filter(series__in=record_ids).values_list("pk", flat=True),
            agreements.filter(series__in=of_series).values_list("pk", flat=True),
            AgreementDeadline.objects.filter(succeeded_by__in=record_ids).values_list("pk", flat=True),
        )
    )


def _keep(agreement_ids: Collection[str], day: date) -> None:
    """Write the deadlines of these agreements as they stand on the day; those of agreements no longer live go."""
    kept = deadlines_as_of(agreement_ids, day)
    gone = set(agreement_ids) - {row.pk for row in kept}
    if gone:
        AgreementDeadline.objects.filter(pk__in=gone).delete()
    AgreementDeadline.objects.bulk_create(
        kept, update_conflicts=True, update_fields=COLUMNS, unique_fields=["agreement"]
    )
