"""The drawing of the coming years: where each lane's bar and marks stand."""

from __future__ import annotations

import re
from datetime import date

import pytest

from solmu.desk.agreements.drawing import FORMS, Lane, Mark, Words, axis_of, drawn_years

DAY = date(2026, 11, 24)
WORDS = Words("Agreements", "The list says the same.", "today", "today")
WIDE = axis_of(DAY, FORMS[0])


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn_years(DAY, [], WORDS) == ""


def test_bar_ends_where_the_agreement_does() -> None:
    drawn = drawn_years(DAY, [Lane("A", "", "/a", "now", date(2024, 3, 1), date(2027, 2, 28))], WORDS)

    bar = re.search(r'<rect class="bar now" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn)
    assert bar is not None
    assert float(bar[1]) == WIDE.left
    assert float(bar[1]) + float(bar[2]) == pytest.approx(WIDE.x(date(2027, 2, 28)), abs=0.1)


def test_marks_outside_of_the_three_years_are_left_out() -> None:
    marks = (Mark(date(2026, 1, 1), "review"), Mark(date(2028, 1, 1), "review"), Mark(date(2040, 1, 1), "decide"))

    drawn = drawn_years(DAY, [Lane("A", "", "/a", "now", is_open=True, marks=marks)], WORDS)

    assert (drawn.count('class="review"'), drawn.count('class="decide"')) == (len(FORMS), 0)


def test_title_is_text_whatever_it_holds() -> None:
    drawn = drawn_years(DAY, [Lane("<script>", "&", "/a")], WORDS)

    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
