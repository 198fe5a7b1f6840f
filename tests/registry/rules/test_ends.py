from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from solmu.core.terms import Term
from solmu.registry.rules import (
    AgreementFacts,
    CurrentEnd,
    current_end,
    days_of_change,
    last_end,
    notice_effect,
    nth_end,
)
from solmu.registry.rules.ends import possible_endings
from tests.registry.founding import on
from tests.registry.rules.agreements import (
    facts,
    tacit,
)


def told(day: str, given_facts: AgreementFacts) -> tuple[str, str, int, bool]:
    """The current end as EDTF (`..` open, empty unknown), computed or stated, its term, whether it is certain."""
    found = current_end(given_facts, date.fromisoformat(day))
    text = "" if found.end is None else str(found.end)
    return text, "computed" if found.is_computed else "stated", found.term, found.certain


# --- stated ends ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["", "none", "express"])
@pytest.mark.parametrize("day", ["2015-01-01", "2019-06-30", "2019-07-01", "2030-01-01"])
@pytest.mark.parametrize(("until", "certain"), [("2019-06-30", True), ("2019", True), ("..", True), ("", False)])
def test_stated_end_stays_what_it_is(until: str, certain: bool, day: str, mode: str) -> None:
    assert told(day, facts(valid_until=until, renewal_mode=mode)) == (until, "stated", 0, certain)


@pytest.mark.parametrize(
    ("day", "amendments", "expected"),
    [
        # It counts from its signing or from when it takes effect, whichever comes first.
        ("2019-05-31", [("2019-06-01", "2020-01-01", "2024")], ("2019", True)),
        ("2019-06-01", [("2019-06-01", "2020-01-01", "2024")], ("2024", True)),
        ("2019-12-31", [("", "2020-01-01", "2024")], ("2019", True)),
        ("2020-01-01", [("", "2020-01-01", "2024")], ("2024", True)),
        ("2019-06-01", [("2019-06-01", "2019-01-01", "2024")], ("2024", True)),
        ("2019-01-01", [("2019-06-01", "2019-01-01", "2024")], ("2024", True)),
        # Known to its year, from its start, and surely from its end.
        ("2018-12-31", [("2019", "", "2024")], ("2019", True)),
        ("2019-01-01", [("2019", "", "2024")], ("2024", False)),
        ("2019-12-31", [("2019", "", "2024")], ("2024", True)),
        ("2019-06-01", [("2019", "2019-06-01", "2024")], ("2024", True)),
        # Of an unknown day it counts, and is not sure.
        ("2015-01-01", [("", "", "2024")], ("2024", False)),
        # The last one counts; the end may come nearer, be opened, and be left alone.
        ("2023-01-01", [("2019-01-01", "", "2024"), ("2022-01-01", "", "2029")], ("2029", True)),
        ("2021-01-01", [("2019-01-01", "", "2024"), ("2022-01-01", "", "2029")], ("2024", True)),
        ("2018-03-01", [("2018-03-01", "", "2018-12-31")], ("2018-12-31", True)),
        ("2018-03-01", [("2018-03-01", "", "..")], ("..", True)),
        ("2018-03-01", [("2018-03-01", "", "")], ("2019", True)),
        ("2018-03-01", [("2017-03-01", "", "2024"), ("2018-03-01", "", "")], ("2024", True)),
    ],
)
def test_end_as_amended(day: str, amendments: list[Any], expected: tuple[str, bool]) -> None:
    found = told(day, facts(valid_until="2019", amendments=amendments))

    assert found == (expected[0], "stated", 0, expected[1])


@pytest.mark.parametrize(
    ("until", "terminated", "expected"),
    [
        ("2019-12-31", "2018-03-31", ("2018-03-31", True)),
        ("..", "2018-03-31", ("2018-03-31", True)),
        ("", "2018-03-31", ("2018-03-31", True)),
        ("2017-12-31", "2018-03-31", ("2017-12-31", True)),
        ("2018", "2018-03-31", ("2018-03-31", False)),
        ("2018-03-31", "2018", ("2018-03-31", False)),
        ("2018-12-31", "2018-12", ("2018-12", False)),
        ("2019", "2018", ("2018", True)),
    ],
)
def test_termination_ends_it_where_it_comes_first(until: str, terminated: str, expected: tuple[str, bool]) -> None:
    found = told("2017-01-01", facts(valid_until=until, terminated_on=terminated))

    assert found == (expected[0], "stated", 0, expected[1])


# --- terms that renew themselves --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "until", "months", "expected"),
    [
        ("2017-06-30", "2017-06-30", 12, ("2017-06-30", "stated", 0, True)),
        ("2017-07-01", "2017-06-30", 12, ("2018-06-30", "computed", 1, True)),
        ("2026-11-24", "2017-06-30", 12, ("2027-06-30", "computed", 10, True)),
        ("2026-11-24", "2017-06-30", 60, ("2027-06-30", "computed", 2, True)),
        # From the last of February, or of a month: always counted from the first end.
        ("2025-02-28", "2024-02-29", 12, ("2025-02-28", "computed", 1, True)),
        ("2027-03-01", "2024-02-29", 12, ("2028-02-29", "computed", 4, True)),
        ("2028-02-29", "2024-02-29", 12, ("2028-02-29", "computed", 4, True)),
        ("2028-03-01", "2024-02-29", 12, ("2029-02-28", "computed", 5, True)),
        ("2024-03-01", "2024-01-31", 1, ("2024-03-31", "computed", 2, True)),
        ("2024-02-29", "2024-01-31", 1, ("2024-02-29", "computed", 1, True)),
        ("2024-04-30", "2024-01-31", 1, ("2024-04-30", "computed", 3, True)),
        # Precision is kept; within the year or month of its end a term may have rolled over.
        ("2018-12-31", "2019", 36, ("2019", "stated", 0, True)),
        ("2019-01-01", "2019", 36, ("2019", "stated", 0, True)),
        ("2019-01-02", "2019", 36, ("2019", "stated", 0, False)),
        ("2020-01-01", "2019", 36, ("2022", "computed", 1, True)),
        ("2018-06-15", "2017-06-15", 12, ("2018-06-15", "computed", 1, True)),
        ("2018-06-20", "2017-06-15", 12, ("2019-06-15", "computed", 2, True)),
        ("2020-01-01", "2019-11", 2, ("2020-01", "computed", 1, True)),
        ("2020-01-02", "2019-11", 2, ("2020-01", "computed", 1, False)),
        # Half years from a year: either of two.
        ("2019-12-31", "2018", 6, ("2019", "computed", 2, False)),
        ("2020-01-01", "2018", 6, ("2020", "computed", 4, True)),
        ("2020-01-01", "2018", 18, ("2021", "computed", 2, True)),
        ("2019-01-01", "2018", 18, ("2019", "computed", 1, False)),
    ],
)
def test_current_term(day: str, until: str, months: int, expected: tuple[str, str, int, bool]) -> None:
    assert told(day, tacit(until, months)) == expected


@pytest.mark.parametrize(
    ("day", "most", "expected"),
    [
        ("2030-01-01", 0, ("2019-06-30", "stated", 0, True)),
        ("2020-06-30", 2, ("2020-06-30", "computed", 1, True)),
        ("2020-07-01", 2, ("2021-06-30", "computed", 2, True)),
        ("2021-07-01", 2, ("2021-06-30", "computed", 2, True)),
        ("2030-01-01", 2, ("2021-06-30", "computed", 2, True)),
    ],
)
def test_term_renews_itself_at_most_so_many_times(day: str, most: int, expected: tuple[str, str, int, bool]) -> None:
    assert told(day, tacit("2019-06-30", most_renewals=most)) == expected


def test_last_term_of_a_year_may_have_begun_within_it() -> None:
    assert told("2019-05-01", tacit("2019", most_renewals=1)) == ("2019", "stated", 0, False)
    assert told("2020-05-01", tacit("2019", most_renewals=1)) == ("2020", "computed", 1, True)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2019-06-30", ("2019-06-30", "stated", 0, True)),
        ("2019-07-01", ("", "stated", 1, False)),
        ("2030-07-01", ("", "stated", 1, False)),
    ],
)
def test_renewal_for_a_time_nobody_stated(day: str, expected: tuple[str, str, int, bool]) -> None:
    assert told(day, facts(valid_until="2019-06-30", renewal_mode="tacit")) == expected


def test_renewal_for_a_time_nobody_stated_within_the_year_of_the_end() -> None:
    assert told("2019-06-30", facts(valid_until="2019", renewal_mode="tacit")) == ("2019", "stated", 0, False)
    assert told("2019-01-01", facts(valid_until="2019", renewal_mode="tacit")) == ("2019", "stated", 0, True)
    assert told("2020-01-01", facts(valid_until="2019", renewal_mode="tacit", most_renewals=0)) == (
        "2019", "stated", 0, True,
    )  # fmt: skip


@pytest.mark.parametrize("until", ["..", ""])
def test_what_has_no_end_renews_nothing(until: str) -> None:
    assert told("2030-01-01", tacit(until)) == (until, "stated", 0, until == "..")


def test_new_stated_end_beats_the_computed_one_and_restarts_the_terms() -> None:
    extended = tacit("2017-06-30", amendments=[("2023-03-01", "", "2025-12-31")])

    assert told("2023-02-28", extended) == ("2023-06-30", "computed", 6, True)
    assert told("2023-03-01", extended) == ("2025-12-31", "stated", 0, True)
    assert told("2026-01-01", extended) == ("2026-12-31", "computed", 1, True)


def test_terms_end_with_the_calendar() -> None:
    assert told("9999-12-31", tacit("9990-06-30", 7)) == ("9999-12-31", "computed", 17, True)
    assert told("9999-12-31", tacit("9998", 24))[:2] == ("9999", "computed")
    assert nth_end(on("9999-05"), Term(12), 1) == on("9999-12")
    assert notice_effect(tacit("9998-06-30", notice=6), on("9999-12-31")) == on("9999-12-31")


# --- notice -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_on", "effect"),
    [
        # On the last day it is in time; after it, it counts for the next term.
        ("2010-01-01", "2017-06-30"),
        ("2016-12-30", "2017-06-30"),
        ("2016-12-31", "2018-06-30"),
        ("2017-12-30", "2018-06-30"),
        ("2017-12-31", "2019-06-30"),
        ("2026-12-30", "2027-06-30"),
        ("2026-12-31", "2028-06-30"),
        # Known to its month, it is in time where every day of it is.
        ("2016-11", "2017-06-30"),
        ("2016-12", "2018-06-30"),
    ],
)
def test_notice_effect_of_a_term(given_on: str, effect: str) -> None:
    assert notice_effect(tacit("2017-06-30", notice=6), on(given_on)) == on(effect)


@pytest.mark.parametrize(
    ("given_facts", "given_on", "effect"),
    [
        # Of a year, it is in time where it is for the earliest end.
        (tacit("2017", notice=6), "2016-07-01", "2017"),
        (tacit("2017", notice=6), "2016-07-02", "2018"),
        # Without a notice period, up to the end.
        (tacit("2017-06-30"), "2017-06-30", "2017-06-30"),
        (tacit("2017-06-30"), "2017-07-01", "2018-06-30"),
        # A term that may not renew itself again ends anyway.
        (tacit("2017-06-30", notice=6, most_renewals=1), "2025-01-01", "2018-06-30"),
        (tacit("2017-06-30", notice=6, most_renewals=0), "2025-01-01", "2017-06-30"),
        # What nothing renews ends when it ends.
        (facts(valid_until="2017-06-30", notice=6), "2015-01-01", "2017-06-30"),
        (facts(valid_until="2017-06-30", notice=6), "2017-06-01", "2017-06-30"),
        # Open-ended or unknown: the notice period, to the precision known.
        (facts(valid_until="..", notice=6), "2015-03-31", "2015-09-30"),
        (facts(valid_until="..", notice=6), "2015-03", "2015-09"),
        (facts(valid_until="..", notice=12), "2015", "2016"),
        (facts(valid_until=".."), "2015-03-31", "2015-03-31"),
        (facts(notice=3), "2015-11-30", "2016-02-29"),
        (facts(valid_until="2017-06-30", renewal_mode="tacit", notice=6, most_renewals=0), "2025-01-01", "2017-06-30"),
        # As amended by then.
        (facts(valid_until="..", notice=6, amendments=[("2015-01-15", "", "2019")]), "2015-01", "2019"),
        (facts(valid_until="..", notice=6, amendments=[("2014-01-01", "", "2019")]), "2015-01-01", "2019"),
        (facts(valid_until="..", notice=6, amendments=[("2016-01-01", "", "2019")]), "2015-01-01", "2015-07-01"),
        # A term nobody stated: only what is in time has an effect that can be told.
        (facts(valid_until="2017-06-30", renewal_mode="tacit", notice=6), "2016-12-30", "2017-06-30"),
        (facts(valid_until="2017-06-30", renewal_mode="tacit", notice=6), "2016-12-31", None),
    ],
)
def test_notice_effect(given_facts: AgreementFacts, given_on: str, effect: str | None) -> None:
    assert notice_effect(given_facts, on(given_on)) == (on(effect) if effect else None)


@pytest.mark.parametrize(
    ("day", "notices", "expected"),
    [
        # Before it was given nothing is known of it.
        ("2016-11-30", [("2016-12-01", "")], ("2017-06-30", "stated", 0, True)),
        ("2016-12-01", [("2016-12-01", "")], ("2017-06-30", "stated", 0, True)),
        ("2018-01-01", [("2016-12-01", "")], ("2017-06-30", "stated", 0, True)),
        # Too late: it ends with the next term.
        ("2017-02-01", [("2017-02-02", "")], ("2017-06-30", "stated", 0, True)),
        ("2017-02-02", [("2017-02-02", "")], ("2018-06-30", "computed", 1, True)),
        ("2025-01-01", [("2017-02-02", "")], ("2018-06-30", "computed", 1, True)),
        # With effect on a day that is stated, which beats the computed one.
        ("2017-02-02", [("2017-02-02", "2017-03-31")], ("2017-03-31", "stated", 0, True)),
        ("2017-02-02", [("2017-02-02", "2019-12-31")], ("2019-12-31", "stated", 3, True)),
        ("2010-01-01", [("", "2019-12-31")], ("2019-12-31", "stated", 3, True)),
        # Only the giver leaves; the others carry on.
        ("2018-01-01", [("2016-12-01", "", "giver")], ("2018-06-30", "computed", 1, True)),
        ("2018-01-01", [("2016-12-01", "2016-12-31", "giver")], ("2018-06-30", "computed", 1, True)),
        # The first effect counts.
        ("2018-01-01", [("2017-02-02", ""), ("2016-12-01", "")], ("2017-06-30", "stated", 0, True)),
        # Known to its year: in time, or not; told is the later end, which nobody is told too early.
        ("2017-01-01", [("2016", "")], ("2018-06-30", "computed", 1, False)),
        ("2016-06-01", [("2016", "")], ("2018-06-30", "computed", 1, False)),
        ("2015-06-01", [("2015", "")], ("2017-06-30", "stated", 0, True)),
        ("2015-12-31", [("2015", "")], ("2017-06-30", "stated", 0, True)),
        # Nobody knows when, nor with what effect.
        ("2018-01-01", [("", "")], ("2018-06-30", "computed", 1, False)),
        ("2018-01-01", [("", "", "giver")], ("2018-06-30", "computed", 1, True)),
    ],
)
def test_notice_ends_a_term(day: str, notices: list[Any], expected: tuple[str, str, int, bool]) -> None:
    assert told(day, tacit("2017-06-30", notice=6, notices=notices)) == expected


@pytest.mark.parametrize(
    ("day", "given_facts", "expected"),
    [
        ("2015-03-31", {"valid_until": "..", "notice": 6, "notices": [("2015-03-31", "")]}, "2015-09-30 computed"),
        ("2015-03-30", {"valid_until": "..", "notice": 6, "notices": [("2015-03-31", "")]}, ".. stated"),
        ("2015-03-31", {"notice": 6, "notices": [("2015-03-31", "")]}, "2015-09-30 computed"),
        ("2015-03-31", {"notice": 6, "notices": [("2015-03-31", "2015-12-31")]}, "2015-12-31 stated"),
        ("2015-03-31", {"valid_until": "2019", "notice": 6, "notices": [("2015-03-31", "")]}, "2019 stated"),
        ("2015-03-31", {"valid_until": "2019", "notices": [("2015-03-31", "2015-12-31")]}, "2015-12-31 stated"),
        ("2015-03-31", {"valid_until": "2019", "notices": [("2015-03-31", "2022")]}, "2019 stated"),
        # An end that was agreed after the notice settles it; one before does not.
        (
            "2016-01-01",
            {"valid_until": "..", "notices": [("2015-03-31", "")], "amendments": [("2015-06-01", "", "2019")]},
            "2019 stated",
        ),
        (
            "2016-01-01",
            {"valid_until": "2018", "notices": [("2015-03-31", "2017")], "amendments": [("2014-06-01", "", "2019")]},
            "2017 stated",
        ),
        (
            "2016-01-01",
            {"valid_until": "2018", "notices": [("2015-03-31", "2017")], "amendments": [("2015-03-31", "", "2019")]},
            "2017 stated",
        ),
        # Of a renewal of unknown length only what was in time for it counts.
        (
            "2018-01-01",
            {"valid_until": "2017-06-30", "renewal_mode": "tacit", "notices": [("2017-06-30", "")]},
            "2017-06-30 stated",
        ),
        (
            "2018-01-01",
            {"valid_until": "2017-06-30", "renewal_mode": "tacit", "notices": [("2017-07-30", "2019")]},
            "2019 stated",
        ),
        # A most of renewals ends it before the notice does.
        (
            "2018-01-01",
            {
                "valid_until": "2017-06-30",
                "renewal_mode": "tacit",
                "renewal": 12,
                "most_renewals": 1,
                "notices": [("2017-07-30", "2019")],
            },
            "2018-06-30 computed",
        ),
    ],
)
def test_notice_ends_an_agreement(day: str, given_facts: dict[str, Any], expected: str) -> None:
    text, how, _, certain = told(day, facts(**given_facts))

    assert (f"{text} {how}", certain) == (expected, True)


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        # Not sure which came first: the notice or the new end.
        ({"notices": [("2015", "2017")], "amendments": [("2015-06-01", "", "2019")]}, ("2019", False)),
        ({"notices": [("2015-06-01", "2017")], "amendments": [("2015", "", "2019")]}, ("2017", False)),
        ({"notices": [("2015-06-01", "2017")], "amendments": [("", "", "2019")]}, ("2017", False)),
        ({"notices": [("", "2017")], "amendments": [("2015", "", "2019")]}, ("2017", False)),
        ({"notices": [("2015-03", "2017")], "amendments": [("2015-03", "", "2019")]}, ("2017", False)),
        ({"notices": [("2015-06-01", "")], "notice": 6}, ("2015-12-01", True)),
        # Half a year after some day of 2015: either year.
        ({"notices": [("2015", "")], "notice": 6}, ("2015", False)),
        ({"notices": [("2015", "")], "notice": 12}, ("2016", True)),
    ],
)
def test_doubts_about_a_notice(given_facts: dict[str, Any], expected: tuple[str, bool]) -> None:
    text, _, _, certain = told("2016-01-01", facts(valid_until="..", **given_facts))

    assert (text, certain) == expected


def test_notice_known_to_its_year_may_not_have_been_given_yet() -> None:
    given = facts(valid_until="2020", notices=[("2015", "2017")])

    assert told("2014-12-31", given) == ("2020", "stated", 0, True)
    assert told("2015-01-01", given) == ("2017", "stated", 0, False)
    assert told("2015-12-31", given) == ("2017", "stated", 0, True)


def test_both_years_half_a_year_may_lead_to_are_possible() -> None:
    given = facts(valid_until="..", notice=6, notices=[("2015", "")])

    assert [each.end for each in possible_endings(given, date(2016, 1, 1))] == [on("2015"), on("2016")]


def test_term_a_termination_falls_into_is_that_of_its_latest_day() -> None:
    assert told("2017-01-01", tacit("2017-06-30", terminated_on="2018")) == ("2018", "stated", 2, True)


def test_days_of_change_are_the_first_that_count() -> None:
    agreement = facts(
        valid_until="..",
        amendments=[("2019", "2018-06", "2024"), ("2020", "", ""), ("", "", "2030")],
        notices=[("2021", ""), ("", "2025")],
    )

    assert days_of_change(agreement) == {date.min, date(2018, 6, 1), date(2021, 1, 1)}


def test_current_end_is_stated_and_certain_unless_it_says_otherwise() -> None:
    assert CurrentEnd(on("2019")) == CurrentEnd(on("2019"), is_computed=False, term=0, certain=True)


def test_last_of_half_yearly_terms_of_a_year_may_be_in_either_of_two_years() -> None:
    ends = tacit("2018", 18, most_renewals=1, notices=[("2018-05-05", "2022")])

    assert told("2019-01-01", ends) == ("2019", "computed", 1, False)


# --- the last end -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        (facts(valid_until="2019"), "2019"),
        (facts(valid_until=".."), None),
        (facts(), None),
        (facts(valid_until="2019", renewal_mode="tacit"), None),
        (facts(valid_until="2019", renewal_mode="tacit", most_renewals=0), "2019"),
        (tacit("2019"), None),
        (tacit("2019", most_renewals=0), "2019"),
        (tacit("2019", most_renewals=3), "2022"),
        (facts(valid_until="2019", renewal_mode="tacit", most_renewals=3), None),
        (tacit("2019", notices=[("2018-12-31", "")]), "2019"),
        (facts(valid_until="..", terminated_on="2020"), "2020"),
    ],
)
def test_last_end_is_the_one_nothing_renews(given_facts: AgreementFacts, expected: str | None) -> None:
    assert last_end(given_facts, date(2019, 6, 1)) == (on(expected) if expected else None)


@pytest.mark.parametrize(
    ("given_facts", "day", "expected"),
    [
        # A term known to its year may have rolled over on every day of that year but the first.
        (tacit("2019", 24), "2019-01-01", [("2019", 0)]),
        (tacit("2019", 24), "2019-01-02", [("2019", 0), ("2021", 1)]),
        (tacit("2019", 24), "2019-12-31", [("2019", 0), ("2021", 1)]),
        (tacit("2019", 24), "2020-01-01", [("2021", 1)]),
        (tacit("2019", 24), "2021-07-01", [("2021", 1), ("2023", 2)]),
        # Nobody stated for how long it renews itself.
        (facts(valid_until="2019", renewal_mode="tacit"), "2019-01-01", [("2019", 0)]),
        (facts(valid_until="2019", renewal_mode="tacit"), "2019-01-02", [("2019", 0), ("None", 1)]),
        (facts(valid_until="2019", renewal_mode="tacit"), "2019-12-31", [("2019", 0), ("None", 1)]),
        (facts(valid_until="2019", renewal_mode="tacit"), "2020-01-01", [("None", 1), ("2019", 0)]),
        # A termination known to its year may have come before the end or after it; what nothing renews has no terms.
        (facts(valid_until="2019-06-30", terminated_on="2019"), "2019-03-01", [("2019-06-30", 0), ("2019", 0)]),
        (
            facts(valid_until="2019-06-30", renewal_mode="express", renewal=12, terminated_on="2019"),
            "2019-03-01",
            [("2019-06-30", 0), ("2019", 0)],
        ),
    ],
)
def test_every_end_that_is_possible_is_told_in_order(
    given_facts: AgreementFacts, day: str, expected: list[tuple[str, int]]
) -> None:
    found = possible_endings(given_facts, date.fromisoformat(day))
    assert [(str(each.end), each.term) for each in found] == expected
