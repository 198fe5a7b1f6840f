"""What must be decided next about an agreement's end, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from solmu.core.dates import End, PartialDate
from solmu.core.terms import Term, notice_day, shift_day
from solmu.registry.rules.ends import (
    Reading,
    days_of_change,
    endings_of,
    has_undated_notice,
    nth_end,
    nth_ends,
    readings,
    running_term,
)
from solmu.registry.rules.facts import AgreementFacts


@dataclass(frozen=True, slots=True)
class NextDecision:
    """The end that is to be decided about, and the last day to decide.

    `decide_by` is None where there is nothing to decide: the end is open, unknown or past. `opens_on` is the first day
    on which it is this end that is decided about. `certain`: no other end follows from the dates.
    """

    end: End
    is_computed: bool = False
    term: int = 0
    decide_by: date | None = None
    opens_on: date = date.min
    certain: bool = True


def next_decision(facts: AgreementFacts, day: date) -> NextDecision:
    """The decision that comes next on `day`.

    The last day is that for notice where a notice period is recorded, else the day before the end; it counts from the
    earliest day of the earliest end that may follow from a notice. Once notice was given or the agreement terminated,
    what is left to decide is what follows it, by the day before the end. When the last day has passed without notice, a
    tacit agreement renews itself: the decision is then about the end of the term after. Of any other, and of a tacit
    one that may not renew itself again, the decision is overdue until the end has surely passed.
    """
    found = [_decision(facts, reading, day) for reading in readings(facts, day, told_only=True)]
    first = min(found, key=lambda each: each.decide_by or date.max)
    others = {(each.end, each.term) for reading in readings(facts, day) for each in [_decision(facts, reading, day)]}
    certain = first.certain and first.end is not None and others == {(first.end, first.term)}
    certain = certain and not has_undated_notice(facts)
    return NextDecision(first.end, first.is_computed, first.term, first.decide_by, first.opens_on, certain)


def turning_days(facts: AgreementFacts, day: date) -> set[date]:
    """The days around `day` on which the next decision is another, though nothing is recorded.

    Those on which an amendment or a notice begins to count, those after a last day to decide, and those after an end
    that nothing renews.
    """
    turns = days_of_change(facts)
    for reading in readings(facts, day, told_only=True):
        decision = _decision(facts, reading, day)
        turns.add(decision.opens_on)
        if decision.decide_by:
            turns.add(_day_after(decision.decide_by))
        finals = [ending.end for ending in endings_of(facts, reading, day) if ending.is_final]
        turns |= {_day_after(end.latest) for end in finals if isinstance(end, PartialDate)}
    return turns


def last_day_to_decide(end: PartialDate, notice: Term) -> date:
    """The last day to give notice before the earliest possible end; without a notice period the day before that end."""
    return notice_day(end, notice) if notice.months else _day_before(end.earliest)


def ending_soon_from(end: PartialDate, notice: Term, lead: Term) -> date:
    """The first day an agreement is ending soon: notice period and lead time before the earliest possible end."""
    return days_before(end, Term(notice.months + lead.months))


def days_before(end: PartialDate, term: Term) -> date:
    """The corresponding day a term before the earliest possible end; the first day there is, where it lies before."""
    return shift_day(end.earliest, -term.months)


def reminded_from(decision: NextDecision, notice: Term, lead: Term) -> date | None:
    """The first day to remind of a decision: from when the agreement is ending soon, and not of two terms at once.

    Where the city wants no lead, that is the last day to decide.
    """
    if decision.decide_by is None or not isinstance(decision.end, PartialDate):
        return None
    return max(min(ending_soon_from(decision.end, notice, lead), decision.decide_by), decision.opens_on)


def _decision(facts: AgreementFacts, reading: Reading, day: date) -> NextDecision:
    """The decision of one reading of the dates."""
    if isinstance(reading.stated, PartialDate) and facts.is_tacit and not reading.cuts and facts.most_renewals != 0:
        if facts.renewal:
            return _of_term(facts, reading.stated, facts.renewal, day)
        return _of_unknown_term(facts, reading.stated, day)
    endings = endings_of(facts, reading, day)
    told = endings[0]
    if not isinstance(told.end, PartialDate) or told.end.latest < day:
        return NextDecision(told.end, told.is_computed, told.term)
    ends = [(each.end, each) for each in endings if isinstance(each.end, PartialDate)]
    end, first = min(ends, key=lambda each: each[0].earliest)
    decide_by = _day_before(end.earliest) if first.is_cut else last_day_to_decide(end, facts.notice)
    return NextDecision(end, first.is_computed, first.term, decide_by, certain=len(endings) == 1)


def _of_term(facts: AgreementFacts, stated: PartialDate, renewal: Term, day: date) -> NextDecision:
    """The decision about the first term that notice can still be given for, or about the last there may be."""
    most, notice = facts.most_renewals, facts.notice
    number = running_term(stated, renewal, day)
    if most is not None:
        number = min(number, most)
    end = nth_end(stated, renewal, number)
    while last_day_to_decide(end, notice) < day and number != most and end.latest < date.max:
        number += 1
        end = nth_end(stated, renewal, number)
    last_day = last_day_to_decide(end, notice)
    opens_on, is_sure = date.min, len(nth_ends(stated, renewal, number)) == 1
    if number:
        before = nth_end(stated, renewal, number - 1)
        opens_on = min(_day_after(last_day_to_decide(before, notice)), last_day)
        # Of a term that may end later in its year notice may still be possible.
        is_sure = is_sure and last_day_to_decide(PartialDate.from_day(before.latest), notice) < day
    decide_by = None if end.latest < day else last_day
    return NextDecision(end, number > 0, number, decide_by, opens_on, is_sure)


def _of_unknown_term(facts: AgreementFacts, stated: PartialDate, day: date) -> NextDecision:
    """A tacit agreement whose term nobody stated: after the last day for notice it goes on to an unknown end."""
    last_day = last_day_to_decide(stated, facts.notice)
    if day <= last_day:
        return NextDecision(stated, decide_by=last_day)
    return NextDecision(None, term=1, opens_on=_day_after(last_day), certain=False)


def _day_before(day: date) -> date:
    return max(day, date.min + timedelta(days=1)) - timedelta(days=1)


def _day_after(day: date) -> date:
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)
