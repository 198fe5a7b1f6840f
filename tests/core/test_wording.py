"""Dates and numbers as a reader of each language writes them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from solmu.core.dates import PartialDate
from solmu.core.wording import lower_first, shown_date, shown_number

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "year", "month", "day"),
    [
        ("fi", "1998", "syyskuu 1998", "4.9.1998"),
        ("sv", "1998", "september 1998", f"4{NBSP}september 1998"),
        ("en", "1998", "September 1998", f"4{NBSP}September 1998"),
        ("fi-fi", "1998", "syyskuu 1998", "4.9.1998"),
        ("en-gb", "1998", "September 1998", f"4{NBSP}September 1998"),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(language: str, year: str, month: str, day: str) -> None:
    with translation.override(language):
        assert shown_date(PartialDate(1998)) == year
        assert shown_date(PartialDate(1998, 9)) == month
        assert shown_date(PartialDate(1998, 9, 4)) == shown_date(date(1998, 9, 4)) == day


def test_a_date_is_shown_in_english_where_no_language_is_active() -> None:
    with translation.override(None):
        assert shown_date(PartialDate(1998, 9, 4)) == f"4{NBSP}September 1998"


@pytest.mark.parametrize(
    ("value", "finnish", "english"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (14274, f"14{NBSP}274", "14,274"),
        (1234567.4, f"1{NBSP}234{NBSP}567", "1,234,567"),
        (7326.5, f"7{NBSP}326", "7,326"),
    ],
)
def test_a_number_is_whole_and_grouped_as_the_language_groups_it(value: float, finnish: str, english: str) -> None:
    shown = {}
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            shown[language] = shown_number(value)
    assert shown == {"fi": finnish, "sv": finnish, "en": english}


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("Memorandum of understanding", "memorandum of understanding"),
        ("Åtagande", "åtagande"),
        ("EU agreement", "EU agreement"),
        ("UNESCO", "UNESCO"),
        ("", ""),
        ("X", "x"),
        ("already small", "already small"),
    ],
)
def test_a_label_inside_a_sentence_begins_small_unless_it_is_an_abbreviation(label: str, inside: str) -> None:
    assert lower_first(label) == inside
