"""Reads of what agreements and memberships oblige to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from solmu.core.dates import End, PartialDate
from solmu.registry.models import Agreement, Commitment, Membership
from solmu.registry.rules.commitments import next_due, open_dues


@dataclass(frozen=True)
class CommitmentDue:
    """A commitment and one date it is due on for which it has not been met."""

    commitment: Commitment
    due_on: PartialDate


def commitments_due(
    until: date,
    *,
    public_only: bool = False,
    agreement_id: str | None = None,
    membership_id: str | None = None,
    among: QuerySet[Any, Any] | None = None,
) -> list[CommitmentDue]:
    """What is due up to a day and not done, the earliest first; two queries whatever their number.

    With `among`, only of the commitments whose ids it gives. Nothing is due any more after a membership ended or an
    agreement was terminated.
    """
    rows = Commitment.objects.published() if public_only else Commitment.objects.live()
    rows = rows.filter(due_on_earliest__lte=until).filter(
        Q(agreement__isnull=True)
        | Q(agreement__record__removed_at__isnull=True, agreement__record__merged_into__isnull=True),
        Q(membership__isnull=True)
        | Q(membership__record__removed_at__isnull=True, membership__record__merged_into__isnull=True),
    )
    if agreement_id is not None:
        rows = rows.filter(agreement_id=agreement_id)
    if membership_id is not None:
        rows = rows.filter(membership_id=membership_id)
    if among is not None:
        rows = rows.filter(pk__in=among)
    rows = rows.select_related("record", "agreement", "membership__network").prefetch_related("fulfilments")
    found = [
        CommitmentDue(row, due)
        for row in rows
        for due in open_dues(
            row.due_on, row.every_months, row.until, {met.due_on for met in row.fulfilments.all()}, _last(row, until)
        )
    ]
    return sorted(found, key=lambda each: (each.due_on.earliest, each.commitment.pk))


def _last(row: Commitment, until: date) -> date:
    """The last day the commitment may be due: no later than what it belongs to binds."""
    end = _end_of(row)
    return min(until, end.latest) if isinstance(end, PartialDate) else until


def _end_of(row: Commitment) -> End:
    of: Agreement | Membership | None = row.agreement or row.membership
    return of.terminated_on if isinstance(of, Agreement) else of.member_until if of else None


def open_dues_of(row: Commitment, day: date) -> list[PartialDate]:
    """The days up to `day` a commitment was due on and not met, the earliest first; queries as in `next_due_of`."""
    if row.due_on is None:
        return []
    met = {each.due_on for each in row.fulfilments.all()}
    return open_dues(row.due_on, row.every_months, row.until, met, _last(row, day))


def next_due_of(row: Commitment) -> PartialDate | None:
    """The first day a commitment is due on for which it has not been met, while what it belongs to binds.

    No query where `agreement`, `membership` and `fulfilments` are at hand.
    """
    if row.due_on is None:
        return None
    due = next_due(row.due_on, row.every_months, row.until, {met.due_on for met in row.fulfilments.all()})
    end = _end_of(row)
    return None if due and isinstance(end, PartialDate) and due.earliest > end.latest else due


def commitments_of(agreement_id: str) -> list[tuple[Commitment, dict[PartialDate, PartialDate]]]:
    """An agreement's commitments, the first due first, each with the days it was met for and when; one query."""
    found: dict[str, tuple[Commitment, dict[PartialDate, PartialDate]]] = {}
    rows = Commitment.objects.live().filter(agreement=agreement_id).order_by("due_on_earliest", "pk")
    rows = rows.annotate(met_for=F("fulfilments__due_on"), met_on=F("fulfilments__done_on"))
    for row in rows:
        met = found.setdefault(row.pk, (row, {}))[1]
        if row.met_for:
            met[row.met_for] = row.met_on
    return list(found.values())
