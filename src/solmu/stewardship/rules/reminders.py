"""When somebody is told of a matter by itself, whom it passes to when nobody answers, and when the digest goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_WAIT = timedelta(hours=1)
"""The longest time between two attempts to hand a mail over."""


@dataclass(frozen=True, slots=True)
class Pace:
    """The city's settings: days before the due day of the second reminder, days until the next role is told."""

    before_due: int
    escalation: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the days of telling follow from, all of one matter on one day.

    `entered_on` is the day what it is about was entered; `back_on` the day it came back after it could wait.
    """

    severity: str
    arose_on: date | None
    due_on: date | None
    entered_on: date | None = None
    back_on: date | None = None


def reminder_days(matter: Told, pace: Pace, day: date) -> tuple[date, ...]:
    """The days, up to `day`, on each of which somebody is told of the matter; the ledger has a row for each.

    Soon: the day it arose, a set number of days before its due day, the due day. Overdue: the due day, or the day it
    arose where no due day ended the evening before. Then the day it came back after it could wait. What was already so
    when the record was entered is left to the digest, and so is tidy-up.
    """
    if matter.severity == "tidy_up":
        return ()
    days = {told_on for told_on, so_since in _own_days(matter, pace) if _is_news(so_since, matter)}
    if matter.back_on:
        days.add(matter.back_on)
    return tuple(sorted(each for each in days if each <= day))


def _own_days(matter: Told, pace: Pace) -> Iterable[tuple[date, date]]:
    """Each day of telling, and since when what it tells is so."""
    arose, due = matter.arose_on, matter.due_on
    if matter.severity == "overdue":
        if due and (arose is None or arose == due + timedelta(days=1)):
            yield due, arose or due
        elif arose:
            yield arose, arose
        return
    if arose:
        yield arose, arose
    if due:
        second = due - timedelta(days=pace.before_due)
        if arose and arose < second:
            yield second, second
        yield due, due


def _is_news(so_since: date, matter: Told) -> bool:
    return matter.entered_on is None or so_since > matter.entered_on


def escalations(matter: Told, pace: Pace, day: date) -> tuple[tuple[int, date], ...]:
    """How far the matter has passed on up to `day`: the turn (1, 2, …) and the day it came, as long as turns last.

    Nobody is told over somebody's head before the due day, or without one before the day it arose. A matter that
    could wait passes on no sooner than the set number of days after it came back.
    """
    if matter.severity == "tidy_up":
        return ()
    if matter.severity == "soon" and matter.due_on:
        days = [(matter.due_on, matter.due_on)]
    else:
        days = list(_own_days(matter, pace))[:1]
    found = []
    for asked_on, so_since in days:
        if not _is_news(so_since, matter):
            continue
        counted_from = max(asked_on, matter.back_on or asked_on)
        for turn in (1, 2):
            wait = timedelta(days=pace.escalation * turn)
            if counted_from + wait <= day:
                found.append((turn, asked_on + wait))
    return tuple(found)


def turns(
    *,
    assigned: str | None,
    owners: Iterable[str],
    heads: Iterable[str],
    officers: Iterable[str],
    administrators: Iterable[str],
) -> tuple[tuple[str, ...], ...]:
    """Who is asked first, next and last, as ids of active accounts; nobody is in two turns, and no turn is empty.

    First whom the matter was given to, else the owner's accounts, else the officers. Next the heads of the unit, where
    none is left the officers. Last the administrators.
    """
    owners, heads, officers, administrators = (tuple(each) for each in (owners, heads, officers, administrators))
    first = (assigned,) if assigned else owners or officers or administrators
    asked = set(first)
    second = _others(heads, asked) or _others(officers, asked)
    asked.update(second)
    return tuple(turn for turn in (first, second, _others(administrators, asked)) if turn)


def _others(accounts: Iterable[str], asked: set[str]) -> tuple[str, ...]:
    return tuple(each for each in accounts if each not in asked)


def digest_day(day: date, weekday: int) -> date:
    """The latest day, up to `day`, on which digests go; Monday is 1 (ISO 8601)."""
    return day - timedelta(days=(day.isoweekday() - weekday) % 7)


def week_of(day: date) -> str:
    """The ISO week, such as 2026-W48."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def next_attempt(at: datetime, attempts: int) -> datetime:
    """When a mail that could not be handed over is tried again: after 1, 2, 4 … minutes, then every hour."""
    return at + min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
