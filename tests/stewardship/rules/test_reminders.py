"""When somebody is told of a matter by itself, whom it passes to, and when digests go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.stewardship.rules.reminders import (
    Pace,
    Told,
    digest_day,
    escalations,
    next_attempt,
    reminder_days,
    turns,
    week_of,
)

PACE = Pace(before_due=30, escalation=14)
AROSE, DUE = date(2027, 1, 1), date(2027, 6, 30)
SOON = Told("soon", AROSE, DUE)
OVERDUE = Told("overdue", date(2027, 7, 1), DUE)


@pytest.mark.parametrize(
    ("matter", "day", "expected"),
    [
        (SOON, date(2026, 12, 31), []),
        (SOON, AROSE, [AROSE]),
        (SOON, date(2027, 5, 30), [AROSE]),
        (SOON, date(2027, 5, 31), [AROSE, date(2027, 5, 31)]),
        (SOON, DUE, [AROSE, date(2027, 5, 31), DUE]),
        (OVERDUE, date(2027, 7, 1), [DUE]),
        (Told("soon", date(2027, 6, 10), DUE), DUE, [date(2027, 6, 10), DUE]),
        (Told("soon", DUE, DUE), DUE, [DUE]),
        (Told("soon", AROSE, None), DUE, [AROSE]),
        (Told("soon", None, DUE), DUE, [DUE]),
        (Told("overdue", date(2028, 1, 1), DUE), date(2028, 1, 1), [date(2028, 1, 1)]),
        (Told("overdue", AROSE, None), DUE, [AROSE]),
        (Told("overdue", None, DUE), DUE, [DUE]),
        (Told("overdue", None, None), DUE, []),
        (Told("tidy_up", AROSE, DUE), DUE, []),
    ],
    ids=[
        "not arisen",
        "arises",
        "31 days before the due day",
        "30 days before the due day",
        "the due day",
        "the day after is no new day of telling",
        "arises later than 30 days before",
        "arises on the due day",
        "no due day",
        "since when is not known",
        "overdue long after the earliest due day",
        "overdue without a due day",
        "overdue since not known",
        "no day at all",
        "tidy-up",
    ],
)
def test_reminder_days(matter: Told, day: date, expected: list[date]) -> None:
    assert list(reminder_days(matter, PACE, day)) == expected


@pytest.mark.parametrize(
    ("severity", "entered_on", "expected"),
    [
        ("soon", date(2026, 12, 31), [AROSE, date(2027, 5, 31), DUE]),
        ("soon", AROSE, [date(2027, 5, 31), DUE]),
        ("soon", DUE, []),
        ("overdue", DUE, [DUE]),
        ("overdue", date(2027, 7, 1), []),
    ],
    ids=["before it arose", "the day it arose", "the due day", "overdue the day after", "overdue already"],
)
def test_what_was_so_when_the_record_was_entered_is_left_to_the_digest(
    severity: str, entered_on: date, expected: list[date]
) -> None:
    arose = AROSE if severity == "soon" else DUE + timedelta(days=1)

    found = reminder_days(Told(severity, arose, DUE, entered_on), PACE, date(2027, 12, 31))

    assert list(found) == expected


def test_a_matter_that_could_wait_is_told_again_on_the_day_it_is_back() -> None:
    back_on = date(2027, 3, 1)

    assert list(reminder_days(Told("soon", AROSE, DUE, back_on=back_on), PACE, date(2027, 4, 1))) == [AROSE, back_on]


@pytest.mark.parametrize(
    ("matter", "day", "expected"),
    [
        (OVERDUE, date(2027, 7, 13), []),
        (OVERDUE, date(2027, 7, 14), [(1, date(2027, 7, 14))]),
        (OVERDUE, date(2027, 7, 28), [(1, date(2027, 7, 14)), (2, date(2027, 7, 28))]),
        (SOON, date(2027, 6, 30), []),
        (SOON, date(2027, 7, 14), [(1, date(2027, 7, 14))]),
        (Told("soon", AROSE, None), date(2027, 1, 15), [(1, date(2027, 1, 15))]),
        (Told("overdue", AROSE, None), date(2027, 1, 15), [(1, date(2027, 1, 15))]),
        (Told("overdue", DUE + timedelta(days=1), DUE, DUE + timedelta(days=1)), date(2028, 1, 1), []),
        (Told("overdue", None, None), date(2028, 1, 1), []),
        (Told("tidy_up", AROSE, DUE), date(2028, 1, 1), []),
        (Told("overdue", DUE + timedelta(days=1), DUE, back_on=date(2027, 7, 10)), date(2027, 7, 23), []),
        (
            Told("overdue", DUE + timedelta(days=1), DUE, back_on=date(2027, 7, 10)),
            date(2027, 7, 24),
            [(1, date(2027, 7, 14))],
        ),
    ],
    ids=[
        "thirteen days after the due day",
        "fourteen",
        "twice fourteen",
        "the due day",
        "still soon after its due day",
        "soon without a due day",
        "overdue without a due day",
        "so already when it was entered",
        "no day at all",
        "tidy-up",
        "back for thirteen days",
        "back for fourteen",
    ],
)
def test_escalations(matter: Told, day: date, expected: list[tuple[int, date]]) -> None:
    assert list(escalations(matter, PACE, day)) == expected


days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
told = st.builds(
    Told,
    severity=st.sampled_from(["overdue", "soon", "tidy_up"]),
    arose_on=st.none() | days,
    due_on=st.none() | days,
    entered_on=st.none() | days,
    back_on=st.none() | days,
)


@given(told, days, days)
def test_a_day_of_telling_never_goes_and_never_lies_ahead(matter: Told, one: date, other: date) -> None:
    earlier, later = sorted((one, other))

    before, after = reminder_days(matter, PACE, earlier), reminder_days(matter, PACE, later)

    assert set(before) == {day for day in after if day <= earlier}
    assert list(after) == sorted(set(after))


@given(told, days, days)
def test_what_has_passed_on_stays_so(matter: Told, one: date, other: date) -> None:
    earlier, later = sorted((one, other))

    before, after = escalations(matter, PACE, earlier), escalations(matter, PACE, later)

    assert after[: len(before)] == before
    assert all(due_on <= later for _, due_on in after)


def turns_with(**given_accounts: object) -> list[list[str]]:
    accounts = {"assigned": None, "owners": (), "heads": (), "officers": ("o1", "o2"), "administrators": ("a",)}
    return [list(turn) for turn in turns(**(accounts | given_accounts))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("accounts", "expected"),
    [
        ({"owners": ("u1", "u2"), "heads": ("h",)}, [["u1", "u2"], ["h"], ["a"]]),
        ({"owners": ("u1",), "heads": ()}, [["u1"], ["o1", "o2"], ["a"]]),
        ({"owners": ("u1", "h"), "heads": ("h",)}, [["u1", "h"], ["o1", "o2"], ["a"]]),
        ({"assigned": "x", "owners": ("u1", "h"), "heads": ("h",)}, [["x"], ["h"], ["a"]]),
        ({}, [["o1", "o2"], ["a"]]),
        ({"owners": ("o1",)}, [["o1"], ["o2"], ["a"]]),
        ({"officers": ()}, [["a"]]),
        ({"officers": (), "administrators": ()}, []),
        ({"owners": ("a",), "officers": ()}, [["a"]]),
    ],
    ids=[
        "a unit with a head",
        "a person",
        "the head was asked already",
        "given to somebody",
        "nobody's",
        "an officer's own",
        "no officer left",
        "nobody at all",
        "an administrator's own",
    ],
)
def test_turns(accounts: dict[str, object], expected: list[list[str]]) -> None:
    assert turns_with(**accounts) == expected


@pytest.mark.parametrize(
    ("day", "weekday", "expected"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 23)),
        (date(2026, 11, 29), 1, date(2026, 11, 23)),
        (date(2026, 11, 24), 3, date(2026, 11, 18)),
        (date(2026, 11, 29), 7, date(2026, 11, 29)),
    ],
    ids=["on the day", "six days later", "the day before", "a Sunday"],
)
def test_digest_day(day: date, weekday: int, expected: date) -> None:
    assert digest_day(day, weekday) == expected


def test_week_belongs_to_the_year_of_its_thursday() -> None:
    assert [week_of(date(2026, 12, 31)), week_of(date(2027, 1, 3)), week_of(date(2027, 1, 4))] == [
        "2026-W53",
        "2026-W53",
        "2027-W01",
    ]


def test_attempts_come_ever_more_seldom_down_to_once_an_hour() -> None:
    at = datetime(2026, 11, 24, 12, tzinfo=UTC)

    waits = [next_attempt(at, attempts) - at for attempts in (1, 2, 3, 6, 7, 5000)]

    assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 32, 60, 60]
