"""Days that were set for something: a review, a look at a fee, a commitment."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from solmu.core.dates import End, PartialDate
from solmu.core.terms import Term, shift_day
from solmu.registry.rules.commitments import open_dues
from solmu.stewardship.rules.raised import Raised, Told, day_after


def due(rule: str, on: PartialDate, day: date, lead: Term, **told: Told) -> Iterator[Raised]:
    """A matter from `lead` before the earliest day it may mean, and overdue only after the latest: the last to act."""
    remind_from = shift_day(on.earliest, -lead.months)
    if day < remind_from:
        return
    is_overdue = on.latest < day
    yield Raised(
        rule=rule,
        severity="overdue" if is_overdue else "soon",
        occurrence=on.edtf,
        due_on=on.latest,
        arose_on=day_after(on.latest) if is_overdue else remind_from,
        told={"on": on, **told},
    )


def is_looked_at(on: PartialDate, reviews: Collection[PartialDate], lead: Term) -> bool:
    """Whether a look was taken that was meant for this day: on it, after it, or while it was already a matter."""
    remind_from = shift_day(on.earliest, -lead.months)
    return any(reviewed.latest >= remind_from for reviewed in reviews)


def review_of_membership(
    rule: str, on: PartialDate | None, reviews: Collection[PartialDate], day: date, lead: Term
) -> Iterator[Raised]:
    """The day set for the next look at a fee, or at what the membership brings, until somebody looked."""
    made = [reviewed for reviewed in reviews if reviewed.earliest <= day]
    if on is not None and not is_looked_at(on, made, lead):
        yield from due(rule, on, day, lead)


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """When a commitment is due, and the due dates for which it was met by the day asked of."""

    due_on: PartialDate | None
    every_months: int | None = None
    until: End = None
    met_for: tuple[PartialDate, ...] = ()


def matters_of_commitment(facts: CommitmentFacts, day: date, lead: Term) -> Iterator[Raised]:
    """The earliest date it was not met for, with how many there are, and beside it the next that is near.

    So a yearly report nobody ever ticked off is two matters, not twenty.
    """
    if facts.due_on is None:
        return
    near = shift_day(day, lead.months)
    unmet = open_dues(facts.due_on, facts.every_months, facts.until, facts.met_for, near)
    past = [on for on in unmet if on.latest < day]
    if past:
        yield from due("commitment_due", past[0], day, lead, number=len(past))
    ahead = [on for on in unmet if on.latest >= day]
    if ahead:
        yield from due("commitment_due", ahead[0], day, lead, number=1)
