"""Dates as documents write them."""

from __future__ import annotations

import pytest

from solmu.intake.reading.dates import find_dates, shifted, with_roles
from solmu.intake.reading.lexicon import lexicon
from solmu.intake.reading.tokens import tokenize


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("fi", "vuodesta 2016 saakka", [("2016", None, "since")]),
        ("fi", "voimassa vuoteen 2019 asti", [("2019", None, "until")]),
        ("fi", "22. toukokuuta 1993", [("1993-05-22", None, "in")]),
        ("fi", "15.-21.5.2023", [("2023-05-15", "2023-05-21", "in")]),
        ("fi", "1.1.2020–31.12.2024", [("2020-01-01", "2024-12-31", "in")]),
        ("fi", "syksystä 2011", [("2011", None, "since")]),
        ("fi", "1950-luvulla", []),
        ("fi", "vuoden 2022 loppuun", [("2022", None, "until")]),
        ("sv", "sedan den 2 mars 2022", [("2022-03-02", None, "since")]),
        ("sv", "till och med den 31 december 2024", [("2024-12-31", None, "until")]),
        ("sv", "i maj 1996", [("1996-05", None, "in")]),
        ("sv", "på 1990-talet", []),
        ("en", "on 7–10 August 2022", [("2022-08-07", "2022-08-10", "in")]),
        ("en", "from 2002 to 2014", [("2002", None, "since"), ("2014", None, "until")]),
        ("en", "July 14, 2023", [("2023-07-14", None, "in")]),
        ("en", "since the 1990s", []),
        ("en", "2023-02-14", [("2023-02-14", None, "in")]),
    ],
)
def test_find_dates_reads(language: str, text: str, found: list[tuple[str, str | None, str]]) -> None:
    tokens = tokenize(text)
    dates = with_roles(find_dates(text, 0, len(text), language), tokens, lexicon(language).cues(tokens))
    assert [(date.value, date.last, date.role) for date in dates] == found


def test_find_dates_keeps_the_year_of_a_day_that_is_none() -> None:
    (date,) = find_dates("allekirjoitettiin 31.2.2020", 0, 27, "fi")
    assert (date.value, date.fault) == ("2020", "31.2.2020")


@pytest.mark.parametrize(
    ("value", "years", "later"), [("2019", 3, "2022"), ("2021-03-03", 4, "2025-03-03"), ("2024-02-29", 1, "2025-02-28")]
)
def test_shifted_keeps_precision(value: str, years: int, later: str) -> None:
    assert shifted(value, years) == later
