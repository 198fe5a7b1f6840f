"""A status holds on every day of its span, and only the lead it says it hangs on can make it another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solmu.core.terms import Term
from solmu.registry.rules import AgreementFacts, StatusSpan, agreement_status, status_span
from tests.registry.rules.agreements import days_near, drawn_agreements, facts, tacit

LEAD = Term(6)
LEADS = st.builds(Term, st.integers(0, 24))
TEN_YEARS = 3653


def told(given_facts: AgreementFacts, day: date, lead: Term) -> str:
    found = agreement_status(given_facts, day, lead)
    return found.status if found else ""


@pytest.mark.parametrize(
    ("day", "given_facts", "expected"),
    [
        ("2026-11-24", facts(stage="draft"), StatusSpan("draft")),
        ("2026-11-24", facts(signed="1998"), StatusSpan("no_end_recorded", since=date(1998, 1, 1))),
        ("1990-01-01", facts(signed="1998"), StatusSpan("", until=date(1998, 1, 1))),
        (
            "2026-11-24",
            facts(signed="2020-05-01", valid_until="2030-12-31"),
            StatusSpan("in_force", date(2020, 5, 1), date(2030, 6, 30), hangs_on_lead=True),
        ),
        (
            "2030-07-01",
            facts(signed="2020-05-01", valid_until="2030-12-31"),
            StatusSpan("ending_soon", date(2030, 6, 30), date(2030, 12, 31), hangs_on_lead=True),
        ),
        (
            "2030-12-31",
            facts(signed="2020-05-01", valid_until="2030-12-31"),
            StatusSpan("ending_soon", date(2030, 12, 31), date(2031, 1, 1), hangs_on_lead=True),
        ),
        ("2031-01-01", facts(signed="2020-05-01", valid_until="2030"), StatusSpan("expired", date(2031, 1, 1))),
        (
            "2031-01-01",
            facts(signed="2020", valid_until="2030", terminated_on="2035-02-01"),
            StatusSpan("expired", date(2031, 1, 1), date(2035, 2, 1)),
        ),
        (
            "2040-01-01",
            facts(signed="2020", valid_until="2030", terminated_on="2035-02-01"),
            StatusSpan("terminated", date(2035, 2, 1)),
        ),
        (
            "2026-11-24",
            facts(signed="2010", valid_until="..", is_replaced=True, replaced_from="2020"),
            StatusSpan("replaced", date(2020, 12, 31)),
        ),
        (
            "2026-11-24",
            facts(signed="2010", valid_until="..", suspensions=["2022-03-01/2027-06"]),
            StatusSpan("suspended", date(2022, 3, 1), date(2027, 7, 1)),
        ),
        (
            "2026-11-24",
            tacit("2017-06-30", 12, notice=3),
            StatusSpan("ending_soon", date(2026, 9, 30), date(2027, 3, 31), hangs_on_lead=True),
        ),
        (
            "2026-08-01",
            tacit("2017-06-30", 12, notice=3),
            StatusSpan("in_force", date(2026, 7, 1), date(2026, 9, 30), hangs_on_lead=True),
        ),
    ],
)
def test_span_of_a_status(day: str, given_facts: AgreementFacts, expected: StatusSpan) -> None:
    assert status_span(given_facts, date.fromisoformat(day), lead=LEAD) == expected


def test_ties_turn_it_too() -> None:
    held = facts(signed="2010", valid_until="..", tie_suspended=True)
    turns = (date(2022, 3, 1), date(2028, 1, 1))

    assert status_span(held, date(2026, 11, 24), lead=LEAD, turns=turns) == StatusSpan("in_force_not_applied", *turns)


@settings(max_examples=300)
@given(drawn_agreements(), st.data(), LEADS, LEADS)
def test_status_holds_on_every_day_of_its_span(
    given_facts: AgreementFacts, data: st.DataObject, lead: Term, other_lead: Term
) -> None:
    day = data.draw(days_near(given_facts))
    span = status_span(given_facts, day, lead=lead)
    first, last = max(span.since, date(1950, 1, 1)), min(span.until, date(2100, 1, 1)) - timedelta(days=1)
    assert first <= day <= last
    asked = [first, last, *data.draw(st.lists(st.dates(first, last), min_size=10, max_size=10))]

    assert {told(given_facts, each, lead) for each in asked} == {span.status}
    if not span.hangs_on_lead:
        assert {told(given_facts, each, other_lead) for each in asked} == {span.status}


@settings(max_examples=30)
@given(drawn_agreements(), st.dates(date(1990, 1, 1), date(2030, 1, 1)), LEADS)
def test_spans_one_after_another_tell_what_every_day_of_ten_years_tells(
    given_facts: AgreementFacts, start: date, lead: Term
) -> None:
    days = [start + timedelta(days=number) for number in range(TEN_YEARS)]
    span, by_span = status_span(given_facts, start, lead=lead), []
    for day in days:
        if not span.holds(day):
            span = status_span(given_facts, day, lead=lead)
            assert span.since == day
        by_span.append(span.status)

    assert by_span == [told(given_facts, day, lead) for day in days]
