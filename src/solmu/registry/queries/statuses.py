"""Reads of the statuses of agreements with the days they hold for, by as few queries as they can be worked out from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from solmu.core.terms import Term
from solmu.registry.models import Agreement, AgreementPartnership
from solmu.registry.queries.agreements import own_facts, standing_over, under_ties
from solmu.registry.queries.events import Events
from solmu.registry.rules import PartnershipFact, StatusSpan, status_span
from solmu.registry.vocabulary import PartnershipStatus

Tie = list[PartnershipFact]
"""What happened to a partnership, as far as its statuses go, in the order it was recorded in."""


def statuses_as_of(agreements: Sequence[Agreement], events: Events, day: date, *, lead: Term) -> dict[str, StatusSpan]:
    """The status of each of these agreements on the day, by id, as `agreements_on` tells it to who sees all; one query.

    They must be loaded with `FACTS_FROM`, and `events` be those that they are `asked_about`.
    """
    ties = _ties_of([row.pk for row in agreements])
    return {row.pk: _status_of(row, ties.get(row.pk, []), events, day, lead) for row in agreements}


def _status_of(row: Agreement, ties: Collection[Tie], events: Events, day: date, lead: Term) -> StatusSpan:
    facts = under_ties(own_facts(row, events, public_only=False), row, ties, day, events, public_only=False)
    return status_span(facts, day, lead=lead, turns=_turns_above(row, ties, events, day))


def _turns_above(row: Agreement, ties: Collection[Tie], events: Events, day: date) -> Iterator[date]:
    """The days around the day on which its ties, or what it stands under, may be suspended or no longer."""
    changes = [each for tie in ties for each in tie]
    if any(each.status == PartnershipStatus.SUSPENDED for each in changes):
        yield from (each.on.earliest for each in changes if each.on)
    standing = standing_over(row, public_only=False)
    if standing is not None:
        above = status_span(own_facts(standing, events, public_only=False), day, lead=Term(0))
        yield from (above.since, above.until)


def _ties_of(agreement_ids: Collection[str]) -> dict[str, list[Tie]]:
    """The live partnerships that each of these agreements belongs to; one query."""
    live = {"partnership__record__removed_at": None, "partnership__record__merged_into": None}
    rows = AgreementPartnership.objects.filter(agreement__in=agreement_ids, **live).order_by(
        "partnership__changes__position", "partnership__changes__pk"
    )
    found: dict[str, dict[str, Tie]] = {}
    for agreement_id, partnership_id, status, on in rows.values_list(
        "agreement_id", "partnership_id", "partnership__changes__status", "partnership__changes__on"
    ):
        tie = found.setdefault(agreement_id, {}).setdefault(partnership_id, [])
        if status:
            tie.append(PartnershipFact(on, status=status))
    return {agreement_id: list(ties.values()) for agreement_id, ties in found.items()}
