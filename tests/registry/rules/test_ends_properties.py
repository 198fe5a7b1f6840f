"""What holds of ends whatever the facts are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solmu.core.dates import OPEN, PartialDate
from solmu.core.terms import Term, add_term, notice_day
from solmu.registry.rules import (
    AgreementFacts,
    AmendmentFact,
    NoticeFact,
    current_end,
    last_end,
    notice_effect,
)
from solmu.registry.rules.ends import running_term
from tests.registry.founding import end
from tests.registry.rules.agreements import (
    days_near,
    drawn_agreements,
    made_precise,
    partial_dates,
    precise_dates,
)

DAYS = st.dates(date(1988, 1, 1), date(2040, 12, 31))
RENEWALS = st.builds(Term, st.integers(1, 60))


def renewing(until: PartialDate, renewal: Term, **given_facts: Any) -> AgreementFacts:
    return AgreementFacts(valid_until=until, renewal_mode="tacit", renewal=renewal, **given_facts)


@given(partial_dates(1990, 2030), RENEWALS, DAYS)
def test_term_counts_from_the_first_end_and_keeps_its_precision(until: PartialDate, renewal: Term, day: date) -> None:
    found = current_end(renewing(until, renewal), day)

    assert isinstance(found.end, PartialDate)
    assert found.end == add_term(until, renewal, found.term)
    assert found.end.precision == until.precision
    assert found.is_computed == (found.term > 0)
    assert day <= found.end.latest
    if found.term:
        assert add_term(until, renewal, found.term - 1).latest < day


@given(precise_dates(2000, 2020), st.builds(Term, st.integers(1, 14)), st.integers(0, 4))
def test_replaying_day_by_day_gives_each_term_once_and_in_order(until: PartialDate, renewal: Term, most: int) -> None:
    agreement = renewing(until, renewal, most_renewals=most)
    days = [until.earliest + timedelta(days=number) for number in range(-40, 31 * renewal.months * (most + 1) + 40)]

    terms = [term for term, _ in groupby(current_end(agreement, day).term for day in days)]

    assert terms == list(range(most + 1))


@given(drawn_agreements(with_events=False), DAYS, st.integers(0, 800))
def test_end_never_moves_back_while_nothing_happens(given_facts: AgreementFacts, day: date, days: int) -> None:
    before, after = (current_end(given_facts, each) for each in (day, day + timedelta(days=days)))

    assert before.term <= after.term
    if isinstance(before.end, PartialDate) and isinstance(after.end, PartialDate):
        assert before.end.earliest <= after.end.earliest


@given(drawn_agreements(), DAYS, partial_dates(1990, 2030), partial_dates(2000, 2040))
def test_extension_moves_the_end_to_where_it_says_and_nothing_else_moves_it_nearer(
    given_facts: AgreementFacts, day: date, signed: PartialDate, until: PartialDate
) -> None:
    extended = replace(
        given_facts,
        terminated_on=None,
        amendments=(AmendmentFact(None, signed, until),),
        notices=tuple(each for each in given_facts.notices if each.is_for_giver_only),
    )

    found = current_end(extended, day)

    if day < signed.earliest:
        assert found == current_end(replace(extended, amendments=()), day)
    elif isinstance(found.end, PartialDate):
        assert found.end.earliest >= until.earliest
        assert found.end == until or (extended.is_tacit and found.is_computed)


@given(drawn_agreements(), DAYS, precise_dates(1990, 2030), st.booleans())
def test_notice_never_lengthens_an_agreement(
    given_facts: AgreementFacts, day: date, given_on: PartialDate, for_giver_only: bool
) -> None:
    without = replace(given_facts, notices=(), amendments=())
    noticed = replace(without, notices=(NoticeFact(given_on, None, for_giver_only),))

    last, before = last_end(noticed, day), last_end(without, day)

    if for_giver_only or day < given_on.earliest:
        assert current_end(noticed, day) == current_end(without, day)
    elif last and before:
        assert last.latest <= before.latest


@given(precise_dates(2000, 2020), RENEWALS, st.integers(0, 24), precise_dates(1998, 2030))
def test_notice_ends_the_first_term_it_is_in_time_for(
    until: PartialDate, renewal: Term, months: int, given_on: PartialDate
) -> None:
    notice = Term(months)
    effect = notice_effect(renewing(until, renewal, notice=notice), given_on)

    assert effect is not None
    term = running_term(until, renewal, effect.latest)
    assert effect == add_term(until, renewal, term)
    assert given_on.latest <= notice_day(effect, notice)
    assert term == 0 or notice_day(add_term(until, renewal, term - 1), notice) < given_on.latest


@settings(max_examples=500)
@given(drawn_agreements(), st.data())
def test_certain_end_is_the_end_whatever_days_the_dates_mean(given_facts: AgreementFacts, draw: st.DataObject) -> None:
    day = draw.draw(days_near(given_facts))
    found = current_end(given_facts, day)
    assume(found.certain)

    precise = current_end(made_precise(given_facts, draw), day).end

    if isinstance(found.end, PartialDate):
        assert isinstance(precise, PartialDate)
        assert found.end.earliest <= precise.earliest <= found.end.latest
    else:
        assert (found.end, precise) == (OPEN, OPEN)


@given(drawn_agreements(precise_dates(1990, 2030)), DAYS)
def test_end_of_dates_known_to_the_day_is_certain_where_all_are_known(given_facts: AgreementFacts, day: date) -> None:
    known = replace(
        given_facts,
        amendments=tuple(each for each in given_facts.amendments if each.signed or each.takes_effect),
        notices=tuple(each for each in given_facts.notices if each.given_on),
    )

    found = current_end(known, day)

    assert found.certain == (found.end is not None)


@given(partial_dates(1990, 2030), DAYS)
def test_open_end_stays_open_and_unknown_stays_unknown(signed: PartialDate, day: date) -> None:
    for until in (end(".."), end("")):
        for mode in ("", "none", "express", "tacit"):
            agreement = AgreementFacts(signed=signed, valid_until=until, renewal_mode=mode, renewal=Term(12))
            assert current_end(agreement, day).end is until
