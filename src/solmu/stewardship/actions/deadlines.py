"""Keeping the derived deadlines and statuses as the record and the days go on.

They follow from the record and need no audit.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from solmu.core.city import current_city
from solmu.core.errors import SolmuError
from solmu.core.models import AuditEntry, AuditHead
from solmu.core.terms import Term
from solmu.registry.models import Agreement, AgreementPartnership, AgreementSuspension
from solmu.registry.vocabulary import AgreementStatus, PartnershipStatus
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.queries.deadlines import BATCH, USUAL_LEAD, deadlines_as_of, old_statuses

COLUMNS = [column.name for column in AgreementDeadline._meta.concrete_fields if not column.primary_key]


def follow_written_agreements(revision: int, record_ids: list[str]) -> None:
    """Work out anew the deadlines and statuses of agreements that a write touched, and of those that rest on them.

    The day that somebody is needed is kept as of the first day there is, which is too early at worst, until
    `refresh_deadlines` moves those on whose days have gone by. The status is kept as of the day of the write, as its
    audit entry tells it: it is the same for a while, and to be told again today.
    """
    as_of: tuple[date, Term] | None = None
    for first in range(0, len(record_ids), BATCH):
        touched = _resting_on(record_ids[first : first + BATCH])
        for start in range(0, len(touched), BATCH):
            status_on, lead = as_of = as_of or _written(revision)
            _keep(touched[start : start + BATCH], date.min, status_on=status_on, lead=lead)


def _written(revision: int) -> tuple[date, Term]:
    """The day of an audit entry in the city, and how early the city wants to be reminded."""
    at = datetime.fromisoformat(AuditEntry.objects.values_list("at", flat=True).get(pk=revision))
    try:
        city = current_city()
    except SolmuError:  # a record without an instance; whoever asks with another lead works it out
        return at.date(), USUAL_LEAD
    return at.astimezone(ZoneInfo(city.time_zone)).date(), Term(city.lead_months)


def refresh_deadlines(day: date, *, lead: Term = USUAL_LEAD) -> int:
    """Bring up to `day` the deadlines whose time has gone by and the statuses of other days, or with another lead.

    Those of agreements that have none yet are kept too. Gives their number. Run twice it changes nothing more.
    """
    stale = AgreementDeadline.objects.filter(Q(holds_until__lte=day) | Q(pk__in=old_statuses(day, lead).values("pk")))
    missing = Agreement.objects.live().exclude(pk__in=AgreementDeadline.objects.values("pk"))
    return sum(_refresh(keys.values_list("pk", flat=True), day, lead) for keys in (stale, missing))


def _refresh(keys: QuerySet[Any, str], day: date, lead: Term) -> int:
    number, last = 0, ""
    while batch := list(keys.filter(pk__gt=last).order_by("pk")[:BATCH]):
        with transaction.atomic():
            # As every write does: nobody may change what these follow from meanwhile.
            AuditHead.objects.select_for_update().first()
            _keep(batch, day, status_on=day, lead=lead)
        number, last = number + len(batch), batch[-1]
    return number


def _resting_on(record_ids: Collection[str]) -> list[str]:
    """The agreements among some records, those they replaced or let rest, of their series, and those they hold."""
    agreements = Agreement.objects.order_by()
    of_series = agreements.filter(pk__in=record_ids, series__isnull=False).values("series")
    found = agreements.filter(pk__in=record_ids).values_list("pk", flat=True)
    return sorted(
        found.union(
            agreements.filter(replaced_by__in=record_ids).values_list("pk", flat=True),
            agreements.filter(series__in=record_ids).values_list("pk", flat=True),
            agreements.filter(series__in=of_series).values_list("pk", flat=True),
            AgreementDeadline.objects.filter(succeeded_by__in=record_ids).values_list("pk", flat=True),
            _held_by(record_ids).values_list("pk", flat=True),
        )
    )


def _held_by(record_ids: Collection[str]) -> QuerySet[Agreement]:
    """The agreements that these partnerships, or agreements they stand under, may suspend or did until now.

    Where nothing was ever suspended, nothing that is written of a partnership changes the status of its agreements.
    """
    were_held = AgreementDeadline.objects.filter(status=AgreementStatus.IN_FORCE_NOT_APPLIED).values("pk")
    suspended = AgreementPartnership.objects.filter(partnership__changes__status=PartnershipStatus.SUSPENDED)
    standing = Agreement.objects.filter(Q(pk__in=record_ids) | Q(replaced_by__in=record_ids))
    may_be = Q(pk__in=suspended.values("agreement"))
    may_be_above = Q(series__standing_agreement__in=AgreementSuspension.objects.values("agreement"))
    return Agreement.objects.order_by().filter(
        Q(partnership_rows__partnership__in=record_ids) & (may_be | Q(pk__in=were_held))
        | Q(series__standing_agreement__in=standing) & (may_be_above | Q(pk__in=were_held))
    )


def _keep(agreement_ids: Collection[str], day: date, *, status_on: date, lead: Term) -> None:
    """Write the deadlines of these agreements as they stand on the day; those of agreements no longer live go."""
    kept = deadlines_as_of(agreement_ids, day, status_on=status_on, lead=lead)
    gone = set(agreement_ids) - {row.pk for row in kept}
    if gone:
        AgreementDeadline.objects.filter(pk__in=gone).delete()
    AgreementDeadline.objects.bulk_create(
        kept, update_conflicts=True, update_fields=COLUMNS, unique_fields=["agreement"]
    )
