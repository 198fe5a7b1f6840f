"""For how long an agreement keeps the status it has on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.rules.agreements import agreement_status
from solmu.registry.rules.decisions import next_decision, reminded_from, turning_days
from solmu.registry.rules.ends import endings_of, nth_end, readings, running_term
from solmu.registry.rules.facts import AgreementFacts

HANGING_ON_LEAD = frozenset({"in_force", "ending_soon"})
"""Statuses of which the one or the other counts by how early the city wants to be reminded."""


@dataclass(frozen=True, slots=True)
class StatusSpan:
    """A status and days it is the same on: from `since` to the day before `until`, which are some, not always all.

    `status` is empty before the agreement was made. `hangs_on_lead`: with another lead time it may be another.
    """

    status: str
    since: date = date.min
    until: date = date.max
    hangs_on_lead: bool = False

    def holds(self, day: date) -> bool:
        return self.since <= day < self.until


def status_span(facts: AgreementFacts, day: date, *, lead: Term, turns: Iterable[date] = ()) -> StatusSpan:
    """The status of an agreement on `day` (`agreement_status`) and days around it that it has it on.

    `turns` are the days on which it changes whether its tie, or what it stands under, is suspended.
    """
    found = agreement_status(facts, day, lead)
    status = found.status if found else ""
    if facts.stage:
        return StatusSpan(status)
    known = {facts.terminated_on.latest} if facts.terminated_on else set()
    if status == "terminated":
        return _span(status, day, known)
    if facts.is_replaced and facts.replaced_from:
        known.add(facts.replaced_from.latest)
        if status == "replaced":
            return _span(status, day, known)
    known |= {*turns, *_turns_of_beginning(facts), *_turns_of_end(facts, day), *turning_days(facts, day)}
    reminded = reminded_from(next_decision(facts, day), facts.notice, lead) if status in HANGING_ON_LEAD else None
    return _span(status, day, known, reminded)


def _span(status: str, day: date, turns: set[date], reminded: date | None = None) -> StatusSpan:
    turns = turns | {reminded} if reminded else turns
    return StatusSpan(
        status,
        since=max((turn for turn in turns if turn <= day), default=date.min),
        until=min((turn for turn in turns if turn > day), default=date.max),
        hangs_on_lead=reminded is not None,
    )


def _turns_of_beginning(facts: AgreementFacts) -> Iterable[date]:
    """When it is made, when it begins, and when it is suspended or no longer."""
    yield from (each.earliest for each in (facts.signed, facts.valid_from) if each)
    for period in facts.suspensions:
        if period.start:
            yield period.start.earliest
        if isinstance(period.end, PartialDate):
            yield _day_after(period.end.latest)


def _turns_of_end(facts: AgreementFacts, day: date) -> Iterable[date]:
    """The days around `day` after which another end is told; on those in `days_of_change` other dates count."""
    reading = next(readings(facts, day))
    told = endings_of(facts, reading, day)[0].end
    if isinstance(told, PartialDate):
        yield _day_after(told.latest)
    if isinstance(reading.stated, PartialDate):
        yield _day_after(reading.stated.latest)
        if facts.is_tacit and facts.renewal and (number := running_term(reading.stated, facts.renewal, day)):
            yield _day_after(nth_end(reading.stated, facts.renewal, number - 1).latest)


def _day_after(day: date) -> date:
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)
