"""By when an agreement must be decided about or looked at; docs/reference/deadlines.md has worked examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from solmu.core.dates import End, PartialDate
from solmu.core.terms import Term, shift_day
from solmu.registry.rules import (
    AgreementFacts,
    current_end,
    days_before,
    last_day_to_decide,
    last_end,
    next_decision,
    nth_end,
    reminded_from,
    turning_days,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """What an agreement asks of somebody, as it stands on a day.

    `end`, `is_computed` and `term` are of the end that the next decision is about. That is the current end, except for
    a tacit agreement whose last day for notice has passed: it renews itself, and the decision is about the end of the
    term after. `decide_by` is the last day to decide and `remind_from` the first to remind of it; both are None where
    there is nothing to decide. `next_review` is the review that is due next, or overdue, and `remind_of_review_from`
    the first day to remind of that. `certain`: no other end follows from the dates.
    """

    end: End
    is_computed: bool = False
    term: int = 0
    decide_by: date | None = None
    next_review: PartialDate | None = None
    remind_from: date | None = None
    remind_of_review_from: date | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day an agreement needs nobody before, so that whoever looks for what is due need not look at every agreement.

    Between `holds_from` and the day before `holds_until` (None: for ever before, or after) it stays the same, and from
    `holds_from` on it is never later than the day the agreement needs somebody, or else has passed.
    """

    due_on: date | None
    holds_from: date | None = None
    holds_until: date | None = None


def deadline(facts: AgreementFacts, day: date, *, lead: Term) -> Deadline:
    """The deadline of an agreement on `day`; `lead` is the time the city wants before a decision or a review.

    One agreement has one deadline, whatever its parties. Suspended, or under a suspended tie, it keeps it. It has none
    where it is not yet signed, replaced (even from a day to come), terminated, or surely past its end, and no review
    that would fall due after an end that nothing renews.
    """
    if facts.stage or facts.is_replaced or (facts.terminated_on and facts.terminated_on.latest <= day):
        end = current_end(facts, day)
        return Deadline(end.end, end.is_computed, end.term, certain=end.certain)
    decision = next_decision(facts, day)
    review = next_review(facts, day, lead=lead)
    last = last_end(facts, day)
    if review and last and last.latest < max(day, review.earliest):
        review = None
    return Deadline(
        end=decision.end,
        is_computed=decision.is_computed,
        term=decision.term,
        decide_by=decision.decide_by,
        next_review=review,
        remind_from=reminded_from(decision, facts.notice, lead),
        remind_of_review_from=days_before(review, lead) if review else None,
        certain=decision.certain,
    )


def next_review(facts: AgreementFacts, day: date, *, lead: Term) -> PartialDate | None:
    """The first review that no review done by `day` has seen to; None where none is planned, or none before it ends.

    Reviews fall due on `review_on` and every `review_every` after it, the n-th counted from the first; without
    `review_on` the first is that long after the start. A review done sees to the one that is due, if it is done within
    `lead` of it or later, and to all that have fallen due by then; the next is the first after it.
    """
    first = _first_review(facts)
    if first is None:
        return None
    number: int | None = 0
    for done in sorted(each.earliest for each in facts.reviews if each.earliest <= day):
        if number is not None and done >= days_before(_review(facts, first, number), lead):
            number = _review_after(facts, first, number, done)
    if number is None:
        return None
    return _review(facts, first, number)


def due_day(
    facts: AgreementFacts, day: date, *, is_succeeded: bool = False, turns_of_successor: Iterable[date] = ()
) -> DueDay:
    """When the agreement next needs a decision or a review, or ended without a successor, as it stands on `day`.

    `is_succeeded`: another of its series carries on after its end. That lets an ended agreement rest; one that still
    runs keeps its day. `turns_of_successor` are the days on which what is known of that other changes.
    """
    if facts.stage or facts.is_replaced:
        return DueDay(None)
    turns = turning_days(facts, day) | {each.earliest for each in facts.reviews}
    ended_on, end = facts.terminated_on, last_end(facts, day)
    if ended_on:
        turns.add(ended_on.latest)
    if not (ended_on and ended_on.latest <= day):
        ended_on = end if end and end.latest < day else None
    if ended_on:
        turns |= set(turns_of_successor)
        due_on = None if is_succeeded else ended_on.earliest
    else:
        stands = deadline(facts, day, lead=Term(0))
        review = stands.next_review.earliest if stands.next_review else None
        decide = stands.decide_by
        if decide and isinstance(stands.end, PartialDate):
            # Reminders count the notice period also where notice was given, and what follows is left to decide.
            decide = min(decide, last_day_to_decide(stands.end, facts.notice))
        due_on = min((due for due in (decide, review) if due), default=None)
    holds_until = min((turn for turn in turns if turn > day), default=None)
    return DueDay(
        due_on=min((due for due in (due_on, holds_until) if due), default=None),
        holds_from=max((turn for turn in turns if date.min < turn <= day), default=None),
        holds_until=holds_until,
    )


def horizon(day: date, lead: Term) -> date:
    """A day that nothing one is reminded of on `day` falls due after: whoever looks up to it misses nothing.

    Months are counted forwards here and backwards from a due day, and a shorter month ends up to three days early; a
    day more for what is due on the day before an end.
    """
    return min(shift_day(day, lead.months), date.max - timedelta(days=4)) + timedelta(days=4)


def _first_review(facts: AgreementFacts) -> PartialDate | None:
    if facts.review_on or facts.review_every is None or facts.began is None:
        return facts.review_on
    return nth_end(facts.began, facts.review_every, 1)


def _review(facts: AgreementFacts, first: PartialDate, number: int) -> PartialDate:
    return nth_end(first, facts.review_every, number) if facts.review_every else first


def _review_after(facts: AgreementFacts, first: PartialDate, number: int, done: date) -> int | None:
    """The number of the first review after `number` that falls due after the day; None where there is none."""
    if facts.review_every is None:
        return None
    # Of a year or month several may be the same; the next is another.
    after = max(done, _review(facts, first, number).earliest)
    while (due := _review(facts, first, number)).earliest <= after and due.latest < date.max:
        number += 1
    return number
