from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solmu.core.dates import OPEN, PartialDate
from solmu.core.terms import Term, add_term, notice_day
from solmu.registry.rules import AgreementFacts
from solmu.stewardship.rules.deadlines import Deadline, DueDay, deadline, due_day, horizon, next_review
from tests.registry.founding import on
from tests.registry.rules.agreements import drawn_agreements, facts, partial_dates, precise_dates, tacit

LEAD = Term(6)
DAYS = st.dates(date(1988, 1, 1), date(2040, 12, 31))
LEADS = st.builds(Term, st.integers(0, 24))


def days(*texts: str) -> tuple[date | None, ...]:
    return tuple(date.fromisoformat(text) if text else None for text in texts)


# --- deadlines --------------------------------------------------------------------------------------------------------


def test_deadline_of_what_ends() -> None:
    assert deadline(facts(valid_until="2027-06-30", notice=6), date(2026, 1, 1), lead=LEAD) == Deadline(
        end=on("2027-06-30"), decide_by=date(2026, 12, 30), remind_from=date(2026, 6, 30)
    )


def test_deadline_of_what_renews_itself() -> None:
    agreement = tacit("2017-06-30", 24, notice=3)

    assert deadline(agreement, date(2024, 1, 1), lead=LEAD) == Deadline(
        end=on("2025-06-30"),
        is_computed=True,
        term=4,
        decide_by=date(2025, 3, 30),
        remind_from=date(2024, 9, 30),
    )


def test_deadline_of_what_is_open_is_its_review() -> None:
    agreement = facts(valid_until="..", review_on="2025-05", review_every=24, reviews=["2025-06-01"])

    assert deadline(agreement, date(2026, 1, 1), lead=LEAD) == Deadline(
        end=agreement.valid_until, next_review=on("2027-05"), remind_of_review_from=date(2026, 11, 1)
    )


def test_deadline_of_an_unknown_end_is_none_and_not_certain() -> None:
    assert deadline(facts(signed="1998"), date(2026, 1, 1), lead=LEAD) == Deadline(end=None, certain=False)


@pytest.mark.parametrize(
    "given_facts",
    [
        {"stage": "draft"},
        {"is_replaced": True},
        {"is_replaced": True, "replaced_from": "2030"},
        {"terminated_on": "2025-12-31"},
        {"terminated_on": "2026-01-01"},
    ],
)
def test_no_deadline_where_nothing_is_to_decide(given_facts: dict) -> None:
    ended = facts(valid_until="2027-06-30", review_on="2026-06-01", **given_facts)
    found = deadline(ended, date(2026, 1, 1), lead=LEAD)

    assert (found.decide_by, found.next_review, found.remind_from, found.remind_of_review_from) == (None,) * 4
    assert found.end == (ended.terminated_on or ended.valid_until)


def test_termination_to_come_leaves_what_follows_to_decide() -> None:
    found = deadline(facts(valid_until="2027-06-30", terminated_on="2026-01-02"), date(2026, 1, 1), lead=LEAD)

    assert (found.end, found.decide_by) == (on("2026-01-02"), date(2026, 1, 1))


def test_termination_known_to_its_year_is_decided_about_until_the_year_is_over() -> None:
    agreement = facts(valid_until="2027-06-30", terminated_on="2026")

    within, after = (deadline(agreement, date(2026, *day), lead=LEAD) for day in ((6, 1), (12, 31)))
    assert (within.decide_by, after.decide_by) == days("2025-12-31", "")


@pytest.mark.parametrize("kept", [{"tie_suspended": True}, {"suspensions": ["2020/.."]}, {"tie_certain": False}])
def test_suspension_changes_no_deadline(kept: dict) -> None:
    agreement = tacit("2017-06-30", 24, notice=3, signed="2015", review_on="2026-06-01")

    assert deadline(replace(agreement, **_values(kept)), date(2024, 1, 1), lead=LEAD) == deadline(
        agreement, date(2024, 1, 1), lead=LEAD
    )


def _values(given_facts: dict) -> dict:
    built = facts(**given_facts)
    return {name: getattr(built, name) for name in given_facts}


# --- reviews ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        ({}, ""),
        # One review, on a day.
        ({"review_on": "2024-06-30"}, "2024-06-30"),
        ({"review_on": "2024-06-30", "reviews": ["2024-06-30"]}, ""),
        ({"review_on": "2024-06-30", "reviews": ["2025-09-01"]}, ""),
        # Done within the lead before it, it is done; earlier, it is another.
        ({"review_on": "2024-06-30", "reviews": ["2023-12-30"]}, ""),
        ({"review_on": "2024-06-30", "reviews": ["2023-12-29"]}, "2024-06-30"),
        # Every so often: the n-th counts from the first.
        ({"review_on": "2024-02-29", "review_every": 12}, "2024-02-29"),
        ({"review_on": "2024-02-29", "review_every": 12, "reviews": ["2024-03-01"]}, "2025-02-28"),
        ({"review_on": "2024-02-29", "review_every": 48, "reviews": ["2024-03-01"]}, "2028-02-29"),
        # A late one sees to all that have fallen due; the next is the first after it.
        ({"review_on": "2020-06-30", "review_every": 12, "reviews": ["2022-09-01"]}, "2023-06-30"),
        ({"review_on": "2020-06-30", "review_every": 12, "reviews": ["2022-06-30"]}, "2023-06-30"),
        ({"review_on": "2020-06-30", "review_every": 12, "reviews": ["2022-06-29"]}, "2022-06-30"),
        # Late by so much that the next is near: that one is still to be done.
        ({"review_on": "2020-06-30", "review_every": 12, "reviews": ["2021-05-01"]}, "2021-06-30"),
        ({"review_on": "2020-06-30", "review_every": 12, "reviews": ["2021-05-01", "2021-05-02"]}, "2022-06-30"),
        ({"review_on": "2020-06-30", "review_every": 12, "reviews": ["2020-05-01", "2021-05-01"]}, "2022-06-30"),
        ({"review_on": "2020-06-30", "review_every": 12, "reviews": ["2021-05-01", "2020-05-01"]}, "2022-06-30"),
        # A review that is to come is none yet.
        ({"review_on": "2024-06-30", "reviews": ["2026-01-02"]}, "2024-06-30"),
        ({"review_on": "2024-06-30", "reviews": ["2026-01-01"]}, ""),
        # Known to its year, it counts from its start.
        ({"review_on": "2024-06-30", "reviews": ["2024"]}, ""),
        ({"review_on": "2024-06-30", "reviews": ["2023"]}, "2024-06-30"),
        ({"review_on": "2024-06-30", "review_every": 3, "reviews": ["2024"]}, "2024-09-30"),
        ({"review_on": "2025-06-30", "reviews": ["2026"]}, ""),
        ({"review_on": "2024", "review_every": 24}, "2024"),
        ({"review_on": "2024", "review_every": 24, "reviews": ["2024-03-03"]}, "2026"),
        ({"review_on": "2024", "review_every": 1, "reviews": ["2023-12-31"]}, "2025"),
        ({"review_on": "2024-06", "review_every": 1, "reviews": ["2024-01-01"]}, "2024-07"),
        # Without a first day, from the start, else the signing.
        ({"review_every": 24}, ""),
        ({"review_on": "2024-06-30", "review_every": 24, "signed": "2020"}, "2024-06-30"),
        ({"review_every": 24, "valid_from": "2020-03-01", "signed": "2019"}, "2022-03-01"),
        ({"review_every": 24, "signed": "2020"}, "2022"),
        ({"review_every": 24, "signed": "2020", "reviews": ["2022-01-01"]}, "2024"),
        # None after an end that nothing renews, while it runs or when it has passed.
        ({"review_on": "2027-06-30", "valid_until": "2027-06-29"}, ""),
        ({"review_on": "2027-06-30", "valid_until": "2027-06-30"}, "2027-06-30"),
        ({"review_on": "2027-06-30", "valid_until": "2027"}, "2027-06-30"),
        ({"review_on": "2027", "valid_until": "2027-03-01"}, "2027"),
        ({"review_on": "2024-06-30", "valid_until": "2025-12-31"}, ""),
        ({"review_on": "2024-06-30", "valid_until": "2026-01-01"}, "2024-06-30"),
        ({"review_on": "2024-06-30", "valid_until": "2020", "renewal_mode": "tacit", "renewal": 12}, "2024-06-30"),
        (
            {
                "review_on": "2024-06-30",
                "valid_until": "2020",
                "renewal_mode": "tacit",
                "renewal": 12,
                "most_renewals": 2,
            },
            "",
        ),
    ],
)
def test_next_review(given_facts: dict, expected: str) -> None:
    found = deadline(facts(**given_facts), date(2026, 1, 1), lead=LEAD)

    assert found.next_review == (on(expected) if expected else None)


def test_reviews_end_with_the_calendar() -> None:
    agreement = facts(review_on="9999-06-30", review_every=12, reviews=["9999-07-01"])

    assert next_review(agreement, date.max, lead=LEAD) == on("9999-12-31")
    assert next_review(replace(agreement, reviews=(on("9999-12-31"),)), date.max, lead=LEAD) == on("9999-12-31")


@given(partial_dates(1995, 2020), st.integers(1, 36), st.lists(partial_dates(1990, 2030), max_size=5), DAYS, LEADS)
def test_next_review_is_one_of_those_counted_from_the_first(
    first: PartialDate, every: int, reviews: list[PartialDate], day: date, lead: Term
) -> None:
    found = next_review(
        AgreementFacts(review_on=first, review_every=Term(every), reviews=tuple(reviews)), day, lead=lead
    )

    assert found is not None
    assert found in {add_term(first, Term(every), number) for number in range(12 * 45)}
    assert found.precision == first.precision


@given(drawn_agreements(), DAYS, st.integers(0, 24), st.integers(0, 24))
def test_review_done_counts_for_no_less_with_more_lead(
    given_facts: AgreementFacts, day: date, lead: int, more: int
) -> None:
    near, far = (next_review(given_facts, day, lead=Term(months)) for months in (lead, lead + more))

    assert far is None or (near is not None and near.earliest <= far.earliest)


@given(partial_dates(1995, 2020), st.one_of(st.none(), st.integers(1, 36)), LEADS, st.integers(-730, 3000))
def test_review_done_on_a_day_one_is_reminded_of_it_sees_to_it(
    first: PartialDate, every: int | None, lead: Term, after: int
) -> None:
    agreement = AgreementFacts(valid_until=OPEN, review_on=first, review_every=Term(every) if every else None)
    day = first.earliest + timedelta(days=after)
    found = deadline(agreement, day, lead=lead)
    done = deadline(replace(agreement, reviews=(PartialDate.from_day(day),)), day, lead=lead)

    assert found.next_review == first
    assert found.remind_of_review_from is not None
    if day < found.remind_of_review_from:
        assert done == found
    else:
        assert done.next_review is None if every is None else done.next_review is not None
        assert done.next_review is None or done.next_review.earliest > max(day, first.earliest)


# --- properties of deadlines ------------------------------------------------------------------------------------------


@given(drawn_agreements(), DAYS, LEADS)
def test_one_is_reminded_before_the_last_day_and_that_is_before_the_end(
    given_facts: AgreementFacts, day: date, lead: Term
) -> None:
    found = deadline(given_facts, day, lead=lead)

    assert (found.decide_by is None) == (found.remind_from is None)
    assert (found.next_review is None) == (found.remind_of_review_from is None)
    if found.decide_by and found.remind_from:
        assert date.min < found.remind_from
        assert isinstance(found.end, PartialDate)
        assert found.remind_from <= found.decide_by <= found.end.earliest
    if found.next_review and found.remind_of_review_from:
        assert found.remind_of_review_from <= found.next_review.earliest


@given(drawn_agreements(), DAYS, st.integers(0, 23))
def test_more_lead_reminds_no_later(given_facts: AgreementFacts, day: date, lead: int) -> None:
    late, early = (deadline(given_facts, day, lead=Term(months)).remind_from for months in (lead, lead + 1))

    assert (late is None) == (early is None)
    assert late is None or early is None or early <= late


@settings(max_examples=15)
@given(precise_dates(2000, 2015), st.integers(1, 24), st.integers(0, 12), st.integers(0, 12))
def test_ten_years_day_by_day_remind_of_each_term_once(until: PartialDate, months: int, notice: int, lead: int) -> None:
    """Of every term there is one stretch of days on which one is reminded, and it ends with the last day to decide."""
    agreement = AgreementFacts(valid_until=until, renewal_mode="tacit", renewal=Term(months), notice=Term(notice))
    found = [
        (day, deadline(agreement, day, lead=Term(lead)))
        for day in (until.earliest + timedelta(days=number) for number in range(3653))
    ]
    reminded = [(each.term, day) for day, each in found if each.remind_from and each.remind_from <= day]
    stretches = [(term, [day for _, day in of_term]) for term, of_term in groupby(reminded, key=lambda pair: pair[0])]

    terms = [term for term, _ in stretches]
    assert terms == list(range(terms[0], terms[-1] + 1)) if terms else lead == 0
    for term, of_term in stretches[:-1]:
        last = notice_day(add_term(until, Term(months), term), Term(notice))
        assert of_term[-1] == (last if notice else last - timedelta(days=1))
        assert len(of_term) == (of_term[-1] - of_term[0]).days + 1


# --- the day kept beside an agreement ---------------------------------------------------------------------------------

OPEN_TO = {"valid_until": "..", "terminated_on": "2027-06-30"}
REVIEWED = {"review_on": "2025-05", "review_every": 12, "reviews": ["2025-12-31"]}


@pytest.mark.parametrize(
    ("day", "given_facts", "expected"),
    [
        ("2026-01-01", {}, ("", "", "")),
        ("2026-01-01", {"valid_until": "2027-06-30", "notice": 6}, ("2026-12-30", "", "2026-12-31")),
        ("2027-01-01", {"valid_until": "2027-06-30", "notice": 6}, ("2026-12-30", "2026-12-31", "2027-07-01")),
        ("2027-06-30", {"valid_until": "2027-06-30", "notice": 6}, ("2026-12-30", "2026-12-31", "2027-07-01")),
        ("2027-07-01", {"valid_until": "2027-06-30", "notice": 6}, ("2027-06-30", "2027-07-01", "")),
        ("2027-06-01", {"valid_until": "2027"}, ("2026-12-31", "2027-01-01", "2028-01-01")),
        ("2026-01-01", {"valid_until": "2019"}, ("2019-01-01", "2020-01-01", "")),
        ("2026-01-01", {"valid_until": "2019", "is_replaced": True}, ("", "", "")),
        ("2026-01-01", {"valid_until": "2030", "stage": "draft"}, ("", "", "")),
        # The notice period counts for reminders also where notice was given.
        ("2026-01-01", {**OPEN_TO, "notice": 6}, ("2026-12-30", "", "2027-06-30")),
        ("2027-06-30", OPEN_TO, ("2027-06-30", "2027-06-30", "2027-07-01")),
        ("2027-07-01", OPEN_TO, ("2027-06-30", "2027-07-01", "")),
        ("2026-01-01", {"valid_until": "2027-06-30", "terminated_on": "2025"}, ("2025-01-01", "2026-01-01", "")),
        ("2027-06-01", {"valid_until": "..", "terminated_on": "2027"}, ("2026-12-31", "2027-01-01", "2027-12-31")),
        # Reviews, without any lead.
        ("2026-01-01", {"review_on": "2025-05", "reviews": ["2025-04-15"]}, ("2025-05-01", "2025-04-15", "")),
        ("2026-06-01", {"review_on": "2025-05", "reviews": ["2026"]}, ("", "2026-01-01", "")),
        ("2026-01-01", {"valid_until": "..", "review_on": "2025-05"}, ("2025-05-01", "", "")),
        ("2026-01-01", REVIEWED, ("2026-05-01", "2025-12-31", "")),
        ("2025-12-30", REVIEWED, ("2025-05-01", "", "2025-12-31")),
        ("2026-01-01", {"valid_until": "2027-06-30", "review_on": "2026-05"}, ("2026-05-01", "", "2027-06-30")),
        # What will change without being recorded: looked at again on that day at the latest.
        ("2026-01-01", {"amendments": [("2030-01-01", "", "2031")]}, ("2030-01-01", "", "2030-01-01")),
    ],
)
def test_due_day(day: str, given_facts: dict, expected: tuple[str, str, str]) -> None:
    assert due_day(facts(**given_facts), date.fromisoformat(day)) == DueDay(*days(*expected))


def test_due_day_of_what_another_carries_on() -> None:
    agreement, turns = facts(valid_until="2019-12-31"), (date(2010, 1, 1), date(2022, 1, 1), date(2030, 1, 1))

    running, ended = (
        due_day(agreement, date(year, 6, 1), is_succeeded=True, turns_of_successor=turns) for year in (2018, 2025)
    )
    assert running == DueDay(*days("2019-12-30", "", "2019-12-31"))
    assert ended == DueDay(*days("2030-01-01", "2022-01-01", "2030-01-01"))
    assert due_day(agreement, date(2025, 6, 1), is_succeeded=True) == DueDay(*days("", "2020-01-01", ""))


@settings(max_examples=500)
@given(drawn_agreements(), DAYS, st.booleans(), st.integers(0, 4000), st.booleans())
def test_due_day_holds_as_long_as_it_says_and_is_never_too_late(
    given_facts: AgreementFacts, day: date, is_succeeded: bool, later: int, from_start: bool
) -> None:
    kept = due_day(given_facts, day, is_succeeded=is_succeeded)
    start = (kept.holds_from or date(1985, 1, 1)) if from_start else day
    other = start + timedelta(days=later)

    fresh = due_day(given_facts, other, is_succeeded=is_succeeded)

    if kept.holds_until is None or other < kept.holds_until:
        assert (fresh.due_on, fresh.holds_until) == (kept.due_on, kept.holds_until)
    elif fresh.due_on:
        assert kept.due_on is not None
        assert kept.due_on <= max(other, fresh.due_on)


@settings(max_examples=500)
@given(drawn_agreements(), DAYS, LEADS)
def test_what_one_is_reminded_of_falls_due_before_the_horizon(
    given_facts: AgreementFacts, day: date, lead: Term
) -> None:
    found, kept = deadline(given_facts, day, lead=lead), due_day(given_facts, day)

    for reminded in (found.remind_from, found.remind_of_review_from):
        if reminded and reminded <= day:
            assert kept.due_on is not None
            assert kept.due_on <= horizon(day, lead)


@settings(max_examples=500)
@given(drawn_agreements(), DAYS, st.integers(0, 12000), LEADS, st.booleans())
def test_what_has_no_due_day_asks_nothing_of_anybody_ever_after(
    given_facts: AgreementFacts, kept_on: date, later: int, lead: Term, is_succeeded: bool
) -> None:
    kept = due_day(given_facts, kept_on, is_succeeded=is_succeeded)
    day = max(kept.holds_from or date.min, kept_on - timedelta(days=6000)) + timedelta(days=later)

    found = deadline(given_facts, day, lead=lead)

    if found.decide_by or found.next_review:
        assert kept.due_on is not None


@given(drawn_agreements(), DAYS)
def test_ended_without_successor_has_a_due_day_that_has_passed(given_facts: AgreementFacts, day: date) -> None:
    ended = replace(given_facts, is_replaced=False, stage="", valid_until=on("1987"), renewal_mode="", amendments=())

    kept, carried_on = (due_day(ended, day, is_succeeded=carried) for carried in (False, True))

    assert kept.due_on is not None
    assert kept.due_on <= day
    assert carried_on.due_on is None or carried_on.due_on > day


def test_horizon_stays_in_the_calendar() -> None:
    assert horizon(date.max, Term(6)) == date.max
    assert horizon(date(2026, 8, 31), Term(6)) == date(2027, 3, 4)
