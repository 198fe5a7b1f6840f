"""When an agreement ends, as it stands on a day: what is stated, renewed, amended, given notice of, terminated.

Every date may be only a year or a month, so that several ends may follow from the same facts. `possible_endings` gives
them all, the one that is told first; what is certain is what none of them contradicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date
from itertools import product

from solmu.core.dates import End, NoSuchDate, PartialDate
from solmu.core.terms import Term, add_term, shift_day
from solmu.registry.rules.changes import Change, counting
from solmu.registry.rules.facts import AgreementFacts, NoticeFact


@dataclass(frozen=True, slots=True)
class CurrentEnd:
    """The end that counts on a day.

    `term` is the renewal it is the end of: 0 for what was stated, n for the n-th time a tacit agreement renews itself.
    `is_computed`: it follows from a term or a notice period and stands in no document. `certain`: no other end follows
    from the dates, whatever day of their year or month they mean; an end that nobody stated never is.
    """

    end: End
    is_computed: bool = False
    term: int = 0
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """The last day an agreement binds because notice was given or it was terminated."""

    day: PartialDate
    is_computed: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the dates of an agreement: the end that is stated, and what cuts it short."""

    stated: End
    cuts: tuple[Cut, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """An end that may be the one that counts; nothing renews a final one, and notice or termination brings a cut."""

    end: End
    is_computed: bool = False
    term: int = 0
    is_final: bool = False
    is_cut: bool = False


def current_end(facts: AgreementFacts, day: date) -> CurrentEnd:
    """The end of the agreement as it stands on `day`.

    The end stated last counts: of the agreement or of an amendment that by then was signed or had taken effect. A tacit
    agreement renews itself from that end on; the n-th term counts from it, never from the end of the term before, and
    holds while the day is not after the latest day of its end. A notice or a termination cuts it short.
    """
    endings = possible_endings(facts, day)
    told = endings[0]
    certain = told.end is not None and len({(each.end, each.term) for each in endings}) == 1
    return CurrentEnd(told.end, told.is_computed, told.term, certain and not has_undated_notice(facts))


def notice_effect(facts: AgreementFacts, given_on: PartialDate) -> PartialDate | None:
    """The last day the agreement binds if notice is given then, as its terms say; a notice given already is left out.

    A notice is in time for a term where it is surely given by the last day for it, counted from the earliest day the
    term may end; given too late it counts for the next. A stated end that nothing renews stays. An agreement that is
    open-ended, or whose end nobody stated, ends with the notice period. None where the term it renews for is not known.
    """
    stated = counting(facts.valid_until, _stated_ends(facts), given_on.latest)[0]
    told = _effects(facts, stated.value, given_on)[0]
    return told.day if told else None


def possible_endings(facts: AgreementFacts, day: date) -> list[Ending]:
    """Every end that may count on `day`, the one that is told first."""
    found: list[Ending] = []
    for reading in readings(facts, day):
        found += [each for each in endings_of(facts, reading, day) if each not in found]
    return found


def last_end(facts: AgreementFacts, day: date) -> PartialDate | None:
    """The end after which nothing renews the agreement, as it stands on `day`; None where there is none, or it is open.

    Of a tacit agreement that is the end of the last term it may renew itself for, whichever term runs.
    """
    reading = next(readings(facts, day))
    if isinstance(reading.stated, PartialDate) and not reading.cuts and facts.is_tacit:
        if facts.most_renewals and facts.renewal:
            return nth_end(reading.stated, facts.renewal, facts.most_renewals)
        return reading.stated if facts.most_renewals == 0 else None
    end = endings_of(facts, reading, day)[0].end
    return end if isinstance(end, PartialDate) else None


def has_undated_notice(facts: AgreementFacts) -> bool:
    """Whether notice was given, nobody knows when or with what effect: it may have ended the agreement."""
    return any(
        notice.given_on is None and notice.effective_on is None and not notice.is_for_giver_only
        for notice in facts.notices
    )


def days_of_change(facts: AgreementFacts) -> set[date]:
    """The days on which an amendment or a notice begins to count."""
    return {each.earliest for each in _stated_ends(facts)} | {
        notice.given_on.earliest for notice in facts.notices if notice.given_on
    }


# --- readings of the dates --------------------------------------------------------------------------------------------


def readings(facts: AgreementFacts, day: date, *, told_only: bool = False) -> Iterator[Reading]:
    """Every way to read the dates as they stand on `day`, the one that is told first.

    With `told_only` what is told to have happened by the day has happened, in the order it is told in; only whether a
    notice was in time is left open.
    """
    terminated = (Cut(facts.terminated_on),) if facts.terminated_on else ()
    changes = counting(facts.valid_until, _stated_ends(facts), day)
    for stated in changes[:1] if told_only else changes:
        options = [
            chosen for notice in facts.notices if (chosen := _cuts(facts, stated, notice, day, told_only=told_only))
        ]
        for cuts in product(*options):
            yield Reading(stated.value, (*(cut for cut in cuts if cut), *terminated))


def _stated_ends(facts: AgreementFacts) -> list[Change[End]]:
    """The ends that amendments state, each from its signing or, where that comes first, from when it takes effect."""
    changes: list[Change[End]] = []
    for amendment in facts.amendments:
        if amendment.valid_until is None:
            continue
        days = [day for day in (amendment.signed, amendment.takes_effect) if day]
        changes.append(
            Change(
                amendment.valid_until,
                min((day.earliest for day in days), default=date.min),
                min((day.latest for day in days), default=date.min),
                is_dated=bool(days),
            )
        )
    return changes


def _cuts(
    facts: AgreementFacts, stated: Change[End], notice: NoticeFact, day: date, *, told_only: bool
) -> list[Cut | None]:
    """What the notice may do to the agreement by `day`, what is told first; None: nothing. Empty: it surely does not.

    An end that was agreed after the notice settles it: the notice counts no more.
    """
    given = notice.given_on
    if notice.is_for_giver_only or (given and (given.earliest > day or given.latest < stated.earliest)):
        return []
    effects: list[Cut | None] = []
    if notice.effective_on:
        effects = [Cut(notice.effective_on)]
    elif given:
        effects = _effects(facts, stated.value, given)
    counts = given is None or given.earliest >= stated.earliest
    is_first = stated.is_dated and stated.latest == date.min
    stands = is_first or (stated.is_dated and given is not None and given.earliest >= stated.latest)
    is_sure = stands and (given is None or given.latest <= day)
    if told_only:
        return effects if counts else []
    if not counts:
        return [None, *effects]
    return effects if is_sure else [*effects, None]


def _effects(facts: AgreementFacts, stated: End, given: PartialDate) -> list[Cut | None]:
    """The last day the agreement may bind by a notice given then: first where it is in time only if that is sure."""
    if not isinstance(stated, PartialDate):
        return [Cut(end, is_computed=True) for end in nth_ends(given, facts.notice, 1)]
    if not facts.is_tacit:
        return [Cut(stated)]
    return [
        _cut_at_term(facts, stated, given.latest, by_latest=False),
        _cut_at_term(facts, stated, given.earliest, by_latest=True),
    ]


def _cut_at_term(facts: AgreementFacts, stated: PartialDate, given: date, *, by_latest: bool) -> Cut | None:
    """The end of the first term that notice given on the day is in time for; None where its length is not known."""

    def in_time(end: PartialDate) -> bool:
        return given <= shift_day(end.latest if by_latest else end.earliest, -facts.notice.months)

    if in_time(stated) or facts.most_renewals == 0:
        return Cut(stated)
    if facts.renewal is None:
        return None
    number = max(running_term(stated, facts.renewal, shift_day(given, facts.notice.months)) - 1, 0)
    if facts.most_renewals is not None:
        number = min(number, facts.most_renewals)
    end = nth_end(stated, facts.renewal, number)
    while number != facts.most_renewals and not in_time(end) and end.latest < date.max:
        number += 1
        end = nth_end(stated, facts.renewal, number)
    return Cut(end, is_computed=True)


# --- ends of one reading ----------------------------------------------------------------------------------------------


def endings_of(facts: AgreementFacts, reading: Reading, day: date) -> list[Ending]:
    """The ends one reading allows on `day`, the one that is told first."""
    stated, cuts = reading.stated, reading.cuts
    if not isinstance(stated, PartialDate):
        return _cut_short(facts, reading, None) if cuts else [Ending(stated)]
    if not facts.is_tacit or facts.most_renewals == 0:
        return _cut_short(facts, reading, Ending(stated, is_final=True))
    if facts.renewal is None:
        return _cut_short(facts, reading, None) if cuts else _renewed_for_unknown_time(stated, day)
    if not cuts:
        return _renewed(facts, stated, facts.renewal, day)
    if facts.most_renewals is None:
        return _cut_short(facts, reading, None)
    last = [
        Ending(end, True, facts.most_renewals, is_final=True)
        for end in nth_ends(stated, facts.renewal, facts.most_renewals)
    ]
    return [ending for natural in last for ending in _cut_short(facts, reading, natural)]


def _cut_short(facts: AgreementFacts, reading: Reading, natural: Ending | None) -> list[Ending]:
    """What may come first of the cuts and the end the agreement has without them."""
    ends = [
        Ending(cut.day, cut.is_computed, _term_at(facts, reading.stated, cut.day), is_final=True, is_cut=True)
        for cut in reading.cuts
    ]
    dated = [(end.end, end) for end in (*ends, *([natural] if natural else [])) if isinstance(end.end, PartialDate)]
    first = min(day.latest for day, _ in dated)
    possible = [(day.latest, day.earliest, place) for place, (day, _) in enumerate(dated) if day.earliest <= first]
    return [dated[place][1] for *_, place in sorted(possible)]


def _term_at(facts: AgreementFacts, stated: End, end: PartialDate) -> int:
    """The term an end falls into."""
    if not (isinstance(stated, PartialDate) and facts.is_tacit and facts.renewal):
        return 0
    return running_term(stated, facts.renewal, end.latest)


def _renewed(facts: AgreementFacts, stated: PartialDate, renewal: Term, day: date) -> list[Ending]:
    """The end of the term that runs on `day`, and of the next where the term may have rolled over already."""
    most = facts.most_renewals
    number = running_term(stated, renewal, day)
    if most is not None:
        number = min(number, most)
    running = [Ending(end, number > 0, number, is_final=number == most) for end in nth_ends(stated, renewal, number)]
    if number != most and nth_end(stated, renewal, number).earliest < day:
        running.append(Ending(nth_end(stated, renewal, number + 1), True, number + 1))
    return running


def _renewed_for_unknown_time(stated: PartialDate, day: date) -> list[Ending]:
    """A tacit agreement whose term nobody stated: its end is known, what comes after it is not."""
    if day <= stated.earliest:
        return [Ending(stated)]
    known, unknown = Ending(stated, is_final=day > stated.latest), Ending(None, term=1)
    return [known, unknown] if day <= stated.latest else [unknown, known]


# --- terms ------------------------------------------------------------------------------------------------------------


def nth_end(stated: PartialDate, renewal: Term, number: int) -> PartialDate:
    """The end of the n-th renewal, counted from the stated end; the calendar's last where it lies beyond."""
    try:
        return add_term(stated, renewal, number)
    except NoSuchDate:
        return PartialDate(MAXYEAR, stated.month and 12, stated.day and 31)


def running_term(stated: PartialDate, renewal: Term, day: date) -> int:
    """The renewal that runs on `day`: the first whose end may still be to come."""
    if day <= stated.latest:
        return 0
    months = (day.year - stated.year) * 12 + (day.month - stated.month if stated.month else 0)
    number = -(-months // renewal.months)
    return number if day <= nth_end(stated, renewal, number).latest else number + 1


def nth_ends(start: PartialDate, term: Term, times: int) -> list[PartialDate]:
    """`start` plus `times` terms; both years where it is only a year and the terms are no whole number of years."""
    end = nth_end(start, term, times)
    if start.month is None and term.months * times % 12 and end.latest < date.max:
        return [end, PartialDate(end.year + 1)]
    return [end]
