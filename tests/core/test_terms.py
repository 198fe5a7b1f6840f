"""Term arithmetic: the corresponding date, the last day of a shorter month, the n-th term from the first."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import NotADate, PartialDate
from solmu.core.terms import Term, add_term, notice_day, shift_day
from tests.core.test_dates import partial_dates

WITHIN_A_LIFETIME = st.dates(date(1900, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(-600, 600)


@given(WITHIN_A_LIFETIME, MONTHS)
def test_a_day_moves_to_the_corresponding_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    moved = shift_day(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == min(day.day, monthrange(moved.year, moved.month)[1])


@given(WITHIN_A_LIFETIME, WITHIN_A_LIFETIME, MONTHS)
def test_moving_keeps_the_order_of_days(first: date, second: date, months: int) -> None:
    first, second = sorted((first, second))
    assert shift_day(first, months) <= shift_day(second, months)


@given(WITHIN_A_LIFETIME, st.integers(0, 600))
def test_moving_there_and_back_never_ends_later(day: date, months: int) -> None:
    assert shift_day(shift_day(day, months), -months) <= day


@pytest.mark.parametrize(
    ("day", "months", "moved"),
    [
        (date(1, 1, 31), -1, date.min),
        (date(1, 6, 15), -12, date.min),
        (date(9999, 12, 1), 1, date.max),
        (date(9999, 1, 1), 10**9, date.max),
    ],
)
def test_a_day_beyond_the_calendar_is_its_first_or_last(day: date, months: int, moved: date) -> None:
    assert shift_day(day, months) == moved


@given(partial_dates(first=1900).filter(lambda known: known.year < 2100), st.integers(1, 120), st.integers(0, 20))
def test_a_term_keeps_the_precision_of_its_start(start: PartialDate, months: int, times: int) -> None:
    assert add_term(start, Term(months), times).precision == start.precision


@given(WITHIN_A_LIFETIME, st.integers(1, 24), st.integers(1, 40))
def test_the_nth_term_counts_from_the_first(day: date, months: int, times: int) -> None:
    ends = add_term(PartialDate.from_day(day), Term(months), times)
    assert ends == PartialDate.from_day(shift_day(day, months * times))


@pytest.mark.parametrize(
    ("start", "term", "times", "end"),
    [
        ("2019", Term.of_years(3), 1, "2022"),
        ("2019", Term.of_years(3), 4, "2031"),
        ("2019", Term(6), 1, "2019"),  # some day of 2019 to some day of 2020: the earlier of two defensible years
        ("2019", Term(18), 1, "2020"),
        ("2019-11", Term(3), 1, "2020-02"),
        ("2019-11", Term.of_years(1), 2, "2021-11"),
        ("2024-01-31", Term(1), 1, "2024-02-29"),
        ("2024-01-31", Term(1), 2, "2024-03-31"),
        ("2024-02-29", Term.of_years(4), 1, "2028-02-29"),
        ("1998-09-04", Term(0), 1, "1998-09-04"),
    ],
)
def test_a_term_is_added_at_the_precision_of_the_start(start: str, term: Term, times: int, end: str) -> None:
    assert add_term(PartialDate.from_edtf(start), term, times) == PartialDate.from_edtf(end)


@pytest.mark.parametrize("start", ["9999", "9999-12", "9999-12-31"])
def test_a_term_beyond_the_calendar_is_refused_with_a_sentence(start: str) -> None:
    with pytest.raises(NotADate) as refused:
        add_term(PartialDate.from_edtf(start), Term.of_years(1))
    assert str(refused.value).endswith(".")


@given(partial_dates(first=1900).filter(lambda known: known.year < 2100), st.integers(0, 60))
def test_notice_is_due_on_or_before_the_earliest_end(end: PartialDate, months: int) -> None:
    due = notice_day(end, Term(months))
    assert due <= end.earliest
    assert shift_day(due, months) <= end.earliest
