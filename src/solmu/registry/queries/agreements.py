"""Reads of agreements with their status on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.models import Agreement
from solmu.registry.queries.partnerships import state_on
from solmu.registry.rules import NO_LONGER, AgreementFacts, StatusOnDay, agreement_status


@dataclass(frozen=True)
class AgreementOnDay:
    """An agreement and its status on a day.

    `successor` is what replaced it, or a later agreement of its series; None where neither is recorded.
    """

    agreement: Agreement
    status: StatusOnDay
    successor: Agreement | None = None

    @property
    def ended_without_successor(self) -> bool:
        return self.status.status in NO_LONGER and self.successor is None


def agreements_on(
    day: date, *, lead: Term, public_only: bool, partnership_id: str | None = None, record_id: str | None = None
) -> list[AgreementOnDay]:
    """Agreements made by the day, with their status, oldest first; a number of queries that does not grow with them."""
    rows = Agreement.objects.published() if public_only else Agreement.objects.live()
    if partnership_id is not None:
        rows = rows.filter(partnership_rows__partnership_id=partnership_id)
    if record_id is not None:
        rows = rows.filter(pk=record_id)
    found = list(_with_facts(rows))
    series = _members([row.series_id for row in found if row.series_id], public_only)
    days = []
    for row in found:
        status = agreement_status(facts_of(row, day), day, lead)
        if status is not None:
            days.append(AgreementOnDay(row, status, _successor(row, series.get(row.series_id or "", []))))
    return sorted(days, key=lambda each: _order(each.agreement))


def facts_of(agreement: Agreement, day: date) -> AgreementFacts:
    """What the agreement's status on the day follows from; its parts must be prefetched."""
    successor = agreement.replaced_by
    return AgreementFacts(
        signed=agreement.signed,
        valid_from=agreement.valid_from,
        valid_until=agreement.valid_until,
        stage=agreement.stage,
        terminated_on=agreement.terminated_on,
        is_replaced=successor is not None,
        replaced_from=(successor.valid_from or successor.signed) if successor else None,
        suspensions=tuple(suspension.period for suspension in agreement.suspensions.all()),
        tie_suspended=_tie_suspended(agreement, day),
        notice=Term(agreement.notice_months),
    )


def _with_facts(rows: Any) -> Iterable[Agreement]:
    found: Iterable[Agreement] = (
        rows.select_related("record", "replaced_by", "series__standing_agreement")
        .prefetch_related(
            "partnership_rows__partnership__changes",
            "partnership_rows__partnership__partner__names",
            "parties__organisation",
            "themes__themes",
            "suspensions",
            "series__standing_agreement__suspensions",
        )
        .distinct()
    )
    return found


def _tie_suspended(agreement: Agreement, day: date) -> bool:
    """Whether every tie it belongs to, or the agreement it stands under, is suspended on the day."""
    ties = [row.partnership for row in agreement.partnership_rows.all()]
    if ties and all(state_on(tie, day).status == "suspended" for tie in ties):
        return True
    standing = agreement.series.standing_agreement if agreement.series else None
    if standing is None:
        return False
    facts = AgreementFacts(
        signed=standing.signed,
        valid_from=standing.valid_from,
        valid_until=standing.valid_until,
        suspensions=tuple(suspension.period for suspension in standing.suspensions.all()),
    )
    status = agreement_status(facts, day, Term(0))
    return status is not None and status.status == "suspended"


def _members(series_ids: list[str], public_only: bool) -> dict[str, list[Agreement]]:
    if not series_ids:
        return {}
    rows = Agreement.objects.published() if public_only else Agreement.objects.live()
    members: dict[str, list[Agreement]] = {}
    for row in rows.filter(series_id__in=set(series_ids)):
        members.setdefault(row.series_id, []).append(row)
    return members


def _successor(agreement: Agreement, members: list[Agreement]) -> Agreement | None:
    """What replaced the agreement, or the first of its series that began after it ended."""
    if agreement.replaced_by:
        return agreement.replaced_by
    end = agreement.terminated_on or agreement.valid_until
    if not isinstance(end, PartialDate):
        return None
    later = [other for other in members if other.pk != agreement.pk and _began_after(other, end)]
    return min(later, key=_order, default=None)


def _began_after(agreement: Agreement, end: PartialDate) -> bool:
    began = agreement.valid_from or agreement.signed
    return began is not None and began.latest >= end.earliest


def _order(agreement: Agreement) -> tuple[date, int, str]:
    """Oldest first by what is known of the beginning, else of the end; what nothing is known of comes last."""
    began = agreement.signed or agreement.valid_from
    if began:
        return began.earliest, 0, agreement.pk
    if isinstance(agreement.valid_until, PartialDate):
        return agreement.valid_until.earliest, 1, agreement.pk
    return date.max, 2, agreement.pk
