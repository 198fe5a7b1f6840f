from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.rules import (
    AgreementFacts,
    NextDecision,
    agreement_status,
    current_end,
    days_before,
    ending_soon_from,
    last_day_to_decide,
    next_decision,
    reminded_from,
    turning_days,
)
from tests.registry.founding import on
from tests.registry.rules.agreements import days_near, drawn_agreements, facts, made_precise, precise_dates, tacit

DAYS = st.dates(date(1988, 1, 1), date(2040, 12, 31))
LEAD = Term(6)


def told(day: str, given_facts: AgreementFacts) -> tuple[str, int, str, bool]:
    """The end to decide about, its term, the last day to decide, whether it is certain."""
    found = next_decision(given_facts, date.fromisoformat(day))
    text = "" if found.end is None else str(found.end)
    return text, found.term, found.decide_by.isoformat() if found.decide_by else "", found.certain


@pytest.mark.parametrize(
    ("until", "months", "day"),
    [
        ("2027-06-30", 6, "2026-12-30"),
        ("2027-06-30", 0, "2027-06-29"),
        ("2027", 6, "2026-07-01"),
        ("2027", 0, "2026-12-31"),
        ("2024-02-29", 12, "2023-02-28"),
        ("0001-01-01", 0, "0001-01-01"),
        ("0001-01-01", 6, "0001-01-01"),
    ],
)
def test_last_day_to_decide(until: str, months: int, day: str) -> None:
    assert last_day_to_decide(on(until), Term(months)) == date.fromisoformat(day)


def test_ending_soon_from_is_the_first_day_where_it_lies_before_the_calendar() -> None:
    assert ending_soon_from(on("0001"), Term(6), Term(6)) == date.min
    assert ending_soon_from(on("2027-06-30"), Term(6), Term(3)) == date(2026, 9, 30)
    assert days_before(on("2027-06-30"), Term(6)) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("day", "given_facts", "expected"),
    [
        # What nothing renews: overdue until it has surely passed.
        ("2026-01-01", facts(valid_until="2027-06-30", notice=6), ("2027-06-30", 0, "2026-12-30", True)),
        ("2027-01-15", facts(valid_until="2027-06-30", notice=6), ("2027-06-30", 0, "2026-12-30", True)),
        ("2027-06-30", facts(valid_until="2027-06-30", notice=6), ("2027-06-30", 0, "2026-12-30", True)),
        ("2027-07-01", facts(valid_until="2027-06-30", notice=6), ("2027-06-30", 0, "", True)),
        ("2027-12-31", facts(valid_until="2027"), ("2027", 0, "2026-12-31", True)),
        ("2028-01-01", facts(valid_until="2027"), ("2027", 0, "", True)),
        ("2026-01-01", facts(valid_until=".."), ("..", 0, "", True)),
        ("2026-01-01", facts(), ("", 0, "", False)),
        # What renews itself: the decision moves on when the day for notice has passed.
        ("2026-12-30", tacit("2017-06-30", notice=6), ("2027-06-30", 10, "2026-12-30", True)),
        ("2026-12-31", tacit("2017-06-30", notice=6), ("2028-06-30", 11, "2027-12-30", True)),
        ("2027-06-30", tacit("2017-06-30", notice=6), ("2028-06-30", 11, "2027-12-30", True)),
        ("2027-06-29", tacit("2017-06-30"), ("2027-06-30", 10, "2027-06-29", True)),
        ("2027-06-30", tacit("2017-06-30"), ("2028-06-30", 11, "2028-06-29", True)),
        # A notice period as long as the term, and longer.
        ("2017-01-01", tacit("2017-06-30", notice=12), ("2018-06-30", 1, "2017-06-30", True)),
        ("2017-01-01", tacit("2017-06-30", notice=30), ("2020-06-30", 3, "2017-12-30", True)),
        # The last term there may be ends, as if nothing had renewed it.
        ("2018-12-31", tacit("2017-06-30", notice=6, most_renewals=2), ("2019-06-30", 2, "2018-12-30", True)),
        ("2019-07-01", tacit("2017-06-30", notice=6, most_renewals=2), ("2019-06-30", 2, "", True)),
        ("2016-12-31", tacit("2017-06-30", notice=6, most_renewals=0), ("2017-06-30", 0, "2016-12-30", True)),
        ("2016-12-31", tacit("2017-06-30", notice=6, most_renewals=1), ("2018-06-30", 1, "2017-12-30", True)),
        ("2018-06-01", tacit("2017", notice=6, most_renewals=1), ("2018", 1, "2017-07-01", True)),
        (
            "2016-12-31",
            facts(valid_until="2017-06-30", renewal_mode="tacit", notice=6, most_renewals=0),
            ("2017-06-30", 0, "2016-12-30", True),
        ),
        # A term nobody stated: after the day for notice it goes on, nobody knows how long.
        (
            "2016-12-30",
            facts(valid_until="2017-06-30", renewal_mode="tacit", notice=6),
            ("2017-06-30", 0, "2016-12-30", True),
        ),
        ("2016-12-31", facts(valid_until="2017-06-30", renewal_mode="tacit", notice=6), ("", 1, "", False)),
        # Notice was given, or it was terminated: what follows it is left to decide.
        (
            "2016-12-31",
            tacit("2017-06-30", notice=6, notices=[("2016-12-30", "")]),
            ("2017-06-30", 0, "2017-06-29", True),
        ),
        (
            "2016-12-31",
            tacit("2017-06-30", notice=6, notices=[("2016-12-31", "")]),
            ("2018-06-30", 1, "2018-06-29", True),
        ),
        (
            "2016-12-31",
            facts(valid_until="2018-06-30", notice=6, notices=[("2016-12-31", "2017-03-31")]),
            ("2017-03-31", 0, "2017-03-30", True),
        ),
        ("2016-12-31", facts(valid_until="..", terminated_on="2018"), ("2018", 0, "2017-12-31", True)),
        (
            "2016-12-31",
            facts(valid_until="..", notice=6, notices=[("2016-12-31", "")]),
            ("2017-06-30", 0, "2017-06-29", True),
        ),
        # A termination that lies after the end changes nothing.
        ("2016-12-31", facts(valid_until="2017", notice=6, terminated_on="2018"), ("2017", 0, "2016-07-01", True)),
        # Not sure whether notice was in time: of the two ends, the earlier one.
        ("2017-01-01", tacit("2017-06-30", notice=6, notices=[("2016", "")]), ("2017-06-30", 0, "2017-06-29", False)),
        ("2017-07-01", tacit("2017-06-30", notice=6, notices=[("2016", "")]), ("2018-06-30", 1, "2018-06-29", False)),
        ("2016-06-01", tacit("2017", notice=6, notices=[("2016-07-30", "")]), ("2017", 0, "2016-07-01", True)),
        ("2016-08-01", tacit("2017", notice=6, notices=[("2016-07-30", "")]), ("2017", 0, "2016-12-31", False)),
        ("2017-01-01", tacit("2017-06-30", notice=6, notices=[("", "")]), ("2018-06-30", 1, "2017-12-30", False)),
        # What is told to have been agreed has been agreed: nobody is told to decide about the end before.
        (
            "2026-03-01",
            facts(valid_until="2026-06-30", amendments=[("2026", "", "2030")]),
            ("2030", 0, "2029-12-31", False),
        ),
        # An end that was agreed after the notice settles it.
        (
            "2016-01-01",
            facts(valid_until="..", notices=[("2015-03-31", "2017")], amendments=[("2015-06-01", "", "2019")]),
            ("2019", 0, "2018-12-31", True),
        ),
        (
            "2016-01-01",
            facts(valid_until="..", notices=[("2015", "2017")], amendments=[("2015-06-01", "", "2019")]),
            ("2019", 0, "2018-12-31", False),
        ),
        # A year: for a term that may end later in it notice may still be possible.
        ("2016-06-30", tacit("2017", notice=6), ("2017", 0, "2016-07-01", True)),
        ("2016-07-02", tacit("2017", notice=6), ("2018", 1, "2017-07-01", False)),
        ("2017-06-30", tacit("2017", notice=6), ("2018", 1, "2017-07-01", False)),
        ("2017-07-01", tacit("2017", notice=6), ("2018", 1, "2017-07-01", True)),
        # Half years from a year: either of two.
        ("2017-01-01", tacit("2017", 18, notice=6), ("2018", 1, "2017-07-01", False)),
        ("2017-07-01", tacit("2017", 18, notice=6), ("2018", 1, "2017-07-01", False)),
        # Two ends within each other: the decision counts from the earlier day.
        ("2017-01-01", facts(valid_until="2018", terminated_on="2018-03-31"), ("2018", 0, "2017-12-31", False)),
    ],
)
def test_next_decision(day: str, given_facts: AgreementFacts, expected: tuple[str, int, str, bool]) -> None:
    assert told(day, given_facts) == expected


def test_decision_says_what_is_computed_and_when_it_opens() -> None:
    first, second, later = (
        next_decision(tacit("2017-06-30", notice=6), date(year, 1, 1)) for year in (2016, 2017, 2020)
    )

    assert second == NextDecision(on("2018-06-30"), True, 1, date(2017, 12, 30), date(2016, 12, 31), True)
    assert first == NextDecision(on("2017-06-30"), False, 0, date(2016, 12, 30), date.min, True)
    assert later == NextDecision(on("2021-06-30"), True, 4, date(2020, 12, 30), date(2019, 12, 31), True)


@pytest.mark.parametrize(
    ("day", "lead", "expected"),
    [
        ("2020-01-01", 3, "2020-09-30"),
        ("2020-01-01", 6, "2020-06-30"),
        # Not before the decision about the term before is past.
        ("2020-01-01", 12, "2019-12-31"),
        ("2016-01-01", 12, "2015-12-30"),
    ],
)
def test_reminded_of_one_term_at_a_time(day: str, lead: int, expected: str) -> None:
    agreement = tacit("2017-06-30", notice=6)
    decision = next_decision(agreement, date.fromisoformat(day))

    assert reminded_from(decision, agreement.notice, Term(lead)) == date.fromisoformat(expected)


@pytest.mark.parametrize("given_facts", [facts(), facts(valid_until=".."), facts(valid_until="2010")])
def test_nobody_is_reminded_where_nothing_is_to_decide(given_facts: AgreementFacts) -> None:
    assert reminded_from(next_decision(given_facts, date(2020, 1, 1)), given_facts.notice, LEAD) is None


def test_days_on_which_a_decision_turns() -> None:
    agreement = tacit(
        "2017-06-30", notice=6, notices=[("2019-01-01", "")], amendments=[("2018-01-01", "", "2018-12-31")]
    )

    assert turning_days(agreement, date(2017, 1, 1)) == {
        date(2016, 12, 31),  # it opened
        date(2017, 12, 31),  # it passes
        date(2018, 1, 1),
        date(2019, 1, 1),
    }
    assert turning_days(agreement, date(2019, 1, 1)) == {
        date.min,
        date(2018, 1, 1),
        date(2019, 1, 1),
        date(2019, 12, 31),  # what follows is decided
        date(2020, 1, 1),  # it has ended
    }


def test_days_on_which_a_decision_turns_within_the_year_of_an_end() -> None:
    assert turning_days(facts(valid_until="2017"), date(2017, 5, 5)) == {
        date.min,
        date(2017, 1, 1),
        date(2018, 1, 1),
    }


# --- properties -------------------------------------------------------------------------------------------------------


@given(drawn_agreements(), DAYS)
def test_decision_is_due_before_the_end_it_is_about(given_facts: AgreementFacts, day: date) -> None:
    found = next_decision(given_facts, day)

    if found.decide_by:
        assert isinstance(found.end, PartialDate)
        assert found.decide_by < found.end.earliest or date.min == found.decide_by or given_facts.notice.months == 0
        assert found.decide_by <= found.end.earliest
        assert day <= found.end.latest


@given(drawn_agreements(with_events=False), DAYS)
def test_what_renews_itself_is_never_overdue(given_facts: AgreementFacts, day: date) -> None:
    renewing = replace(given_facts, renewal_mode="tacit", renewal=Term(12), most_renewals=None)
    found = next_decision(renewing, day)

    assert found.decide_by is None or day <= found.decide_by
    assert found.term >= current_end(renewing, day).term


@given(drawn_agreements(with_events=False), DAYS, st.integers(0, 800))
def test_decision_never_moves_back_while_nothing_happens(given_facts: AgreementFacts, day: date, days: int) -> None:
    before, after = (next_decision(given_facts, each) for each in (day, day + timedelta(days=days)))

    assert before.term <= after.term
    if before.decide_by and after.decide_by:
        assert before.decide_by <= after.decide_by


@given(precise_dates(2000, 2020), st.integers(1, 14), st.integers(0, 14), st.integers(0, 4))
def test_replaying_day_by_day_decides_about_each_term_once_and_in_order(
    until: PartialDate, months: int, notice: int, most: int
) -> None:
    agreement = AgreementFacts(
        valid_until=until, renewal_mode="tacit", renewal=Term(months), most_renewals=most, notice=Term(notice)
    )
    days = [
        until.earliest + timedelta(days=number) for number in range(-31 * notice - 40, 31 * months * (most + 1) + 9)
    ]

    decided = [
        (term, decide_by)
        for (term, decide_by), _ in groupby(
            (found.term, found.decide_by) for found in (next_decision(agreement, day) for day in days)
        )
        if decide_by
    ]

    assert [term for term, _ in decided] == list(range(most + 1))
    assert len({decide_by for _, decide_by in decided}) == most + 1


@settings(max_examples=500)
@given(drawn_agreements(), st.data())
def test_certain_decision_comes_no_later_than_that_of_any_days_the_dates_mean(
    given_facts: AgreementFacts, draw: st.DataObject
) -> None:
    day = draw.draw(days_near(given_facts))
    # A notice recorded as given this year has been given, though of the days it may mean some are still to come.
    given = [each.given_on for each in given_facts.notices if each.given_on]
    assume(all(day >= on.latest or day < on.earliest for on in given))
    found = next_decision(given_facts, day)
    assume(found.certain)

    precise = next_decision(made_precise(given_facts, draw), day)

    if precise.decide_by:
        assert isinstance(found.end, PartialDate)
        assert isinstance(precise.end, PartialDate)
        assert found.end.earliest <= precise.end.earliest <= found.end.latest
        assert found.decide_by is not None
        assert found.decide_by <= precise.decide_by


@given(drawn_agreements(), DAYS, st.integers(0, 24))
def test_status_ending_soon_is_that_one_is_reminded(given_facts: AgreementFacts, day: date, lead: int) -> None:
    status = agreement_status(given_facts, day, Term(lead))
    reminded = reminded_from(next_decision(given_facts, day), given_facts.notice, Term(lead))

    if status and status.status in ("ending_soon", "in_force"):
        assert (status.status == "ending_soon") == (reminded is not None and reminded <= day)


@given(drawn_agreements(), DAYS, st.integers(0, 1500))
def test_decision_is_the_same_until_a_day_it_turns_on(given_facts: AgreementFacts, day: date, days: int) -> None:
    later = day + timedelta(days=days)
    assume(not any(day < turn <= later for turn in turning_days(given_facts, day)))

    before, after = next_decision(given_facts, day), next_decision(given_facts, later)

    assert (before.end, before.decide_by, before.opens_on) == (after.end, after.decide_by, after.opens_on)
