from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import OPEN, End, PartialDate
from solmu.registry.rules.commitments import due_dates, is_due_date, next_due, open_dues
from tests.registry.founding import end, on


@pytest.mark.parametrize(
    ("due_on", "every", "until", "fulfilled", "day", "expected"),
    [
        ("2026-05-31", None, "", [], "2026-05-30", []),
        ("2026-05-31", None, "", [], "2026-05-31", ["2026-05-31"]),
        ("2026-05-31", None, "", [], "2031-05-31", ["2026-05-31"]),
        ("2026-05-31", None, "", ["2026-05-31"], "2031-05-31", []),
        ("2026-05-31", 12, "", ["2026-05-31"], "2028-06-30", ["2027-05-31", "2028-05-31"]),
        ("2026-05-31", 12, "2027-05-31", [], "2030-01-01", ["2026-05-31", "2027-05-31"]),
        ("2026-05-31", 12, "2027-05-30", [], "2030-01-01", ["2026-05-31"]),
        ("2026-05-31", 12, "2027", [], "2030-01-01", ["2026-05-31", "2027-05-31"]),
        ("2026-05-31", 12, "..", [], "2027-05-31", ["2026-05-31", "2027-05-31"]),
        # the n-th counts from the first: a short month shortens no later one
        ("2026-01-31", 1, "", [], "2026-04-30", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]),
        # as precise as the first; due from its earliest day
        ("2026", 12, "", [], "2027-01-01", ["2026", "2027"]),
        ("2026-05", 6, "", ["2026-11"], "2026-12-31", ["2026-05"]),
        # a fulfilment of another day meets nothing
        ("2026-05-31", None, "", ["2026-05"], "2026-05-31", ["2026-05-31"]),
        ("9998-01-01", 24, "", [], "9999-12-31", ["9998-01-01"]),
    ],
)
def test_open_dues(
    due_on: str, every: int | None, until: str, fulfilled: list[str], day: str, expected: list[str]
) -> None:
    found = open_dues(on(due_on), every, end(until), {on(each) for each in fulfilled}, on(day).earliest)

    assert [due.edtf for due in found] == expected


def test_due_date_is_one_of_the_commitments() -> None:
    assert is_due_date(on("2026-05-31"), 12, None, on("2036-05-31"))
    for due in ("2025-05-31", "2027-05-30", "2027"):
        assert not is_due_date(on("2026-05-31"), 12, None, on(due))
    assert not is_due_date(on("2026-05-31"), 12, on("2030"), on("2036-05-31"))
    assert not is_due_date(on("2026-05-31"), None, None, on("2027-05-31"))


@given(
    st.dates(date(2000, 1, 1), date(2040, 12, 31)),
    st.none() | st.integers(1, 60),
    st.none() | st.just(OPEN) | st.dates(date(2000, 1, 1), date(2060, 1, 1)).map(PartialDate.from_day),
    st.dates(date(2000, 1, 1), date(2060, 1, 1)),
)
def test_due_dates_rise_and_stay_within(first: date, every: int | None, until: End, day: date) -> None:
    found = [due.earliest for due in due_dates(PartialDate.from_day(first), every, until, day)]

    assert found == sorted(set(found))
    assert all(first <= due <= day for due in found)
    if isinstance(until, PartialDate):
        assert all(due <= until.latest for due in found)


@pytest.mark.parametrize(
    ("every", "until", "fulfilled", "expected"),
    [
        (None, "", [], "2026-05-31"),
        (None, "", ["2026-05-31"], ""),
        (12, "", ["2026-05-31", "2028-05-31"], "2027-05-31"),
        (12, "2027", ["2026-05-31", "2027-05-31"], ""),
    ],
)
def test_next_due_is_the_first_that_has_not_been_met(
    every: int | None, until: str, fulfilled: list[str], expected: str
) -> None:
    found = next_due(on("2026-05-31"), every, end(until), [on(day) for day in fulfilled])

    assert found == (on(expected) if expected else None)
