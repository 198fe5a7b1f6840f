"""Arithmetic of terms: months and years added to dates that may be only a month or a year.

The rule is the corresponding date, or the last day of a shorter month (as in the Finnish Act on computing time limits,
150/1930, 3 §). Of two defensible days a deadline takes the earlier. Precision is kept: 2019 + 3 years = 2022.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from solmu.core.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time in whole months; years are twelve of them."""

    months: int

    @classmethod
    def of_years(cls, years: int) -> Term:
        return cls(12 * years)


def shift_day(day: date, months: int) -> date:
    """The corresponding date `months` later (earlier when negative), or the last day of a shorter month.

    Beyond the calendar, which has the years 1 to 9999, it is the calendar's first or last day.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_term(start: PartialDate, term: Term, times: int = 1) -> PartialDate:
    """`start` plus `times` terms, at the precision of `start`.

    The n-th term counts from the first date, never from the (n−1)-th: from 29.2.2024 the fourth yearly term ends on
    29.2.2028. Where a term that is no whole number of years meets a start that is only a year, two years are
    defensible: the earlier counts. Raises NoSuchDate where the year is beyond 9999.
    """
    months = term.months * times
    year = (start.year * 12 + (start.month or 1) - 1 + months) // 12
    if start.month is None or not MINYEAR <= year <= MAXYEAR:
        return PartialDate(year)
    shifted = shift_day(start.earliest, months)
    return PartialDate(shifted.year, shifted.month, shifted.day if start.day is not None else None)


def notice_day(end: PartialDate, notice: Term) -> date:
    """The last day to give notice before the earliest possible end.

    A period before an end counts back to the corresponding date: 30.6.2027 − 6 months = 30.12.2026. The end of a month
    is not carried over (31.12. would be the later, less careful reading).
    """
    return shift_day(end.earliest, -notice.months)
