"""Marks of agreements in time: what is known is solid, what is not is dots."""

from __future__ import annotations

from datetime import date

import pytest

from solmu.core.dates import PartialDate, Period
from solmu.portal.drawing.spans import Lane, Mark, Span, gap_start, marks, state_of, whole_years

FIRST, LAST, TODAY = date(1990, 1, 1), date(2030, 12, 31), date(2026, 11, 24)


def span(edtf: str, signed: str = "") -> Span:
    return Span(Period.from_edtf(edtf), PartialDate.from_edtf(signed) if signed else None)


def drawn(*spans: Span, ended: bool = False) -> list[str]:
    """The marks as short words: kind, first and last day, and for a bar the days it is sure between."""

    def told(mark: Mark) -> str:
        sure = f" sure {mark.sure_from}..{mark.sure_until}" if mark.kind == "bar" else ""
        return f"{mark.kind} {mark.first}..{mark.last}{sure}"

    lane = Lane("Line", spans, is_without_successor=ended)
    return [told(mark) for mark in marks(lane, FIRST, LAST, TODAY)]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param(
            [span("2001-03-01/2004-02-28")],
            ["bar 2001-03-01..2004-02-28 sure 2001-03-01..2004-02-28", "end 2004-02-28..2004-02-28"],
            id="days: sharp",
        ),
        pytest.param(
            [span("1999/2004")], ["bar 1999-01-01..2004-12-31 sure 1999-12-31..2004-01-01"], id="years: fades over both"
        ),
        pytest.param(
            [span("1999-09/2004-02-28")],
            ["bar 1999-09-01..2004-02-28 sure 1999-09-30..2004-02-28", "end 2004-02-28..2004-02-28"],
            id="month: fades over it",
        ),
        pytest.param(
            [span("1999/1999")],
            ["bar 1999-01-01..1999-12-31 sure 1999-07-02..1999-07-02"],
            id="one year: surest mid-year",
        ),
        pytest.param(
            [span("2016/..")],
            ["bar 2016-01-01..2026-11-24 sure 2016-12-31..None", "open 2026-11-24..2030-12-31"],
            id="open: arrow",
        ),
        pytest.param(
            [span("1998/")],
            [
                "bar 1998-01-01..1998-12-31 sure 1998-07-02..1998-07-02",
                "begun 1998-12-31..2026-11-24",
                "unknown 2026-11-24..2030-12-31",
            ],
            id="begun, no end recorded: thin line, then dots",
        ),
        pytest.param(
            [span("/", "1998-06-01")],
            ["end 1998-06-01..1998-06-01", "begun 1998-06-01..2026-11-24", "unknown 2026-11-24..2030-12-31"],
            id="signed stands for an unknown start",
        ),
        pytest.param(
            [span("1999/"), span("2010/2012")],
            [
                "bar 1999-01-01..1999-12-31 sure 1999-07-02..1999-07-02",
                "unknown 1999-12-31..2010-01-01",
                "bar 2010-01-01..2012-12-31 sure 2010-12-31..2012-01-01",
            ],
            id="a later one exists: dots at once, up to it",
        ),
        pytest.param(
            [span("1999/"), span("/")],
            ["bar 1999-01-01..1999-12-31 sure 1999-07-02..1999-07-02", "unknown 1999-12-31..2030-12-31"],
            id="a later one without a date: dots at once",
        ),
        pytest.param(
            [span("/2019")],
            ["unknown 1990-01-01..2019-01-01", "bar 2019-01-01..2019-12-31 sure 2019-01-01..2019-01-01"],
            id="only the end known: dots before it",
        ),
        pytest.param(
            [span("/2019-05-31")],
            ["unknown 1990-01-01..2019-05-31", "end 2019-05-31..2019-05-31"],
            id="only the day of the end known",
        ),
        pytest.param(
            [span("/..")],
            ["unknown 1990-01-01..2026-11-24", "open 2026-11-24..2030-12-31"],
            id="open, start unknown",
        ),
        pytest.param([span("/")], ["unknown 1990-01-01..2030-12-31"], id="nothing known: dots"),
        pytest.param(
            [span("2028/")],
            ["bar 2028-01-01..2028-12-31 sure 2028-07-01..2028-07-01", "unknown 2028-12-31..2030-12-31"],
            id="begins later: no line to today",
        ),
    ],
)
def test_marks_show_the_precision_of_the_dates(spans: list[Span], expected: list[str]) -> None:
    assert drawn(*spans) == expected


@pytest.mark.parametrize(
    ("end", "gap"),
    [
        ("2019", "gap 2020-01-01..2026-11-24"),
        ("2019-02", "gap 2019-03-01..2026-11-24"),
        ("2024-02-28", "gap 2024-02-29..2026-11-24"),
    ],
)
def test_gap_begins_after_the_last_possible_day(end: str, gap: str) -> None:
    assert drawn(span(f"2015/{end}"), ended=True)[-1] == gap


def test_no_gap_before_the_end_has_surely_passed() -> None:
    assert [mark for mark in drawn(span("2015/2026"), ended=True) if mark.startswith("gap")] == []
    assert gap_start(Lane("Line", (span("2015/"),), is_without_successor=True)) is None
    assert gap_start(Lane("Line", (), is_without_successor=True)) is None


@pytest.mark.parametrize(
    ("first", "years"),
    [(date(2020, 1, 1), 6), (date(2020, 11, 24), 6), (date(2020, 11, 25), 5), (date(2026, 1, 1), 0)],
)
def test_gap_is_counted_in_whole_years(first: date, years: int) -> None:
    assert whole_years(first, TODAY) == years


def test_a_line_as_told_by_a_page_of_a_city() -> None:
    assert drawn(span("/", "1999"), span("/2019"), ended=True) == [
        "bar 1999-01-01..1999-12-31 sure 1999-07-02..1999-07-02",
        "unknown 1999-12-31..2019-01-01",
        "bar 2019-01-01..2019-12-31 sure 2019-01-01..2019-01-01",
        "gap 2020-01-01..2026-11-24",
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("in_force", "now"),
        ("ending_soon", "now"),
        ("expired", "past"),
        ("replaced", "past"),
        ("terminated", "past"),
        ("no_end_recorded", "past"),
        ("not_known", "past"),
        ("suspended", "suspended"),
        ("in_force_not_applied", "suspended"),
        ("signed", "planned"),
        ("in_negotiation", "planned"),
    ],
)
def test_every_status_is_drawn_somehow(status: str, state: str) -> None:
    assert state_of(status) == state


@pytest.mark.parametrize(
    ("of", "pauses", "expected"),
    [
        pytest.param(
            "2001-03-01/2014-02-28", ["2005-01-01/2006-12-31"],
            ["pause 2005-01-01..2006-12-31 sure 2005-01-01..2006-12-31"], id="days: sharp",
        ),
        pytest.param(
            "2001-03-01/2014-02-28", ["2005/2007", "2010/2010"],
            ["pause 2005-01-01..2007-12-31 sure 2005-12-31..2007-01-01",
             "pause 2010-01-01..2010-12-31 sure 2010-07-02..2010-07-02"], id="years: fades over them",
        ),
        pytest.param(
            "2001-03-01/2028-02-28", ["2024-05-01/.."],
            ["pause 2024-05-01..2028-02-28 sure 2024-05-01..2028-02-28"], id="until further notice: to the end",
        ),
        pytest.param(
            "2001/..", ["2024-05-01/"],
            ["pause 2024-05-01..2030-12-31 sure 2024-05-01..2030-12-31"], id="end not known: until somebody ends it",
        ),
        pytest.param(
            "1998/", ["/2004-12-31"],
            ["pause 1998-01-01..2004-12-31 sure 2004-12-31..2004-12-31"], id="start not known: fades in",
        ),
        pytest.param("2001-03-01/2014-02-28", ["2015/2016", "/"], [], id="outside, or without any date: not drawn"),
    ],
)  # fmt: skip
def test_a_suspension_is_a_hole_as_precise_as_its_dates(of: str, pauses: list[str], expected: list[str]) -> None:
    interrupted = Span(Period.from_edtf(of), None, "now", [Period.from_edtf(pause) for pause in pauses])
    found = marks(Lane("Line", (interrupted,)), FIRST, LAST, TODAY)
    told = [f"pause {m.first}..{m.last} sure {m.sure_from}..{m.sure_until}" for m in found if m.kind == "pause"]
    assert told == expected


def test_a_suspension_stays_within_its_own_agreement() -> None:
    first = Span(Period.from_edtf("1999/2004-12-31"), None, "past", [Period.from_edtf("2002/..")])
    found = marks(Lane("Line", (first, span("2010/2012"))), FIRST, LAST, TODAY)
    assert [(mark.first, mark.last) for mark in found if mark.kind == "pause"] == [
        (date(2002, 1, 1), date(2004, 12, 31))
    ]
