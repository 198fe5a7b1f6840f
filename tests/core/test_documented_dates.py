"""docs/reference/dates-and-terms.md says what the code does: every row of its tables is worked out again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from house.processes import ROOT
from solmu.core.dates import OPEN, End, NotADate, PartialDate, Period, parse_partial_date
from solmu.core.terms import Term, add_term, notice_day

PAGE = ROOT / "docs" / "reference" / "dates-and-terms.md"

Row = tuple[str, ...]


def tables() -> dict[Row, list[Row]]:
    """The page's tables: their rows, by their heads."""
    found: dict[Row, list[Row]] = {}
    head: Row | None = None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            head = None
            continue
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if head is None:
            head = cells
            found[head] = []
        elif not re.fullmatch("[|-]+", line):
            found[head].append(cells)
    return found


def code(cell: str) -> str:
    found = re.fullmatch("`([^`]+)`", cell)
    assert found, f"{cell} is not set as code"
    return found[1]


def shown(known: PartialDate) -> str:
    """A date as the page writes it."""
    return ".".join(str(part) for part in (known.day, known.month, known.year) if part is not None)


def shown_end(end: End) -> str:
    return "open" if end is OPEN else shown(end) if isinstance(end, PartialDate) else "unknown"


def check_partial_date(edtf: str, precision: str, earliest: str, latest: str) -> None:
    known = PartialDate.from_edtf(code(edtf))
    days = (shown(PartialDate.from_day(day)) for day in (known.earliest, known.latest))
    assert (known.precision, *days) == (precision, earliest, latest)


def check_typed_date(typed: str, kept: str) -> None:
    if kept == "refused":
        with pytest.raises(NotADate):
            parse_partial_date(typed)
    else:
        assert parse_partial_date(typed).edtf == code(kept)


def check_period(edtf: str, start: str, end: str) -> None:
    period = Period.from_edtf(code(edtf))
    assert (shown_end(period.start), shown_end(period.end)) == (start, end)


def check_term(asked: str, counted_from: str, length: str, answer: str) -> None:
    known = parse_partial_date(counted_from)
    if asked == "last day to give notice":
        worked_out = PartialDate.from_day(notice_day(known, term(length)))
    elif number := re.fullmatch(r"end of term (\d+)", asked):
        worked_out = add_term(known, term(length), int(number[1]))
    else:
        assert (asked, length) == ("first day it has expired", "–")
        worked_out = parse_partial_date(answer)
        period = Period(None, known)
        assert period.over(worked_out.earliest)
        assert not period.over(worked_out.earliest - timedelta(days=1))
    assert shown(worked_out) == answer


def term(text: str) -> Term:
    found = re.fullmatch(r"(\d+) (month|year)s?", text)
    assert found, f"{text} is no term"
    number = int(found[1])
    return Term.of_years(number) if found[2] == "year" else Term(number)


CHECKS: dict[Row, tuple[int, Callable[..., None]]] = {
    ("EDTF", "precision", "earliest day", "latest day"): (4, check_partial_date),
    ("typed", "kept as"): (13, check_typed_date),
    ("period", "start", "end"): (5, check_period),
    ("what is asked", "counted from", "term", "answer"): (9, check_term),
}
ROWS = [(head, row) for head, rows in tables().items() for row in rows]


def test_the_page_has_the_tables_that_are_checked_with_all_their_rows() -> None:
    assert {head: len(rows) for head, rows in tables().items()} == {head: count for head, (count, _) in CHECKS.items()}


@pytest.mark.parametrize(("head", "row"), ROWS)
def test_a_documented_row_is_true(head: Row, row: Row) -> None:
    CHECKS[head][1](*row)


@pytest.mark.parametrize(("head", "row"), ROWS)
def test_a_documented_row_with_one_changed_cell_is_not(head: Row, row: Row) -> None:
    for place, cell in enumerate(row):
        if row[-1] == "refused" and place == 0:
            continue  # what is refused may be refused for another reason too
        for changed in {cell_with_another_digit(cell), "something else"} - {cell}:
            with pytest.raises((AssertionError, NotADate, pytest.fail.Exception)):
                CHECKS[head][1](*row[:place], changed, *row[place + 1 :])


def cell_with_another_digit(cell: str) -> str:
    """The cell with its last digit one up: another year, day or number."""
    return re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), cell)
