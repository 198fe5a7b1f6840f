"""When a commitment is due, as a pure function."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from solmu.core.dates import End, PartialDate
from solmu.core.terms import Term, add_term

LAST_YEAR = 9998
"""The calendar ends with the year 9999; a term may reach into the next."""


def due_dates(due_on: PartialDate, every_months: int | None, until: End, day: date) -> Iterator[PartialDate]:
    """Every date a commitment is due whose earliest day is not after `day`, as precise as the first.

    The n-th counts from the first, never from the (n−1)-th: a report due on 31.1. every month is due on the last day
    of February and on 31.3. Nothing is due after the latest day of `until`.
    """
    last = min(day, until.latest) if isinstance(until, PartialDate) else day
    number, due = 0, due_on
    while due.earliest <= last:
        yield due
        if not every_months or due.year > LAST_YEAR - every_months // 12:
            return
        number += 1
        due = add_term(due_on, Term(every_months), number)


def open_dues(
    due_on: PartialDate, every_months: int | None, until: End, fulfilled: Collection[PartialDate], day: date
) -> list[PartialDate]:
    """The dates a commitment is due up to `day`, the earliest first, for which it has not been met."""
    return [due for due in due_dates(due_on, every_months, until, day) if due not in fulfilled]


def next_due(
    due_on: PartialDate, every_months: int | None, until: End, fulfilled: Collection[PartialDate]
) -> PartialDate | None:
    """The first date a commitment is due on for which it has not been met; None where it was met for all."""
    return next((due for due in due_dates(due_on, every_months, until, date.max) if due not in fulfilled), None)


def is_due_date(due_on: PartialDate, every_months: int | None, until: End, due: PartialDate) -> bool:
    """Whether `due` is one of the dates the commitment is due on."""
    return due in due_dates(due_on, every_months, until, due.earliest)
