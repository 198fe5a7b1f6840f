"""When an agreement needs somebody, as a pure function of its facts and the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.rules import days_before, ending_soon_from, years_since

STILL_RUNNING = frozenset({"in_force", "ending_soon", "suspended", "in_force_not_applied"})
"""Statuses with a deadline: a suspended tie or agreement keeps it."""


@dataclass(frozen=True, slots=True)
class AgreementEnd:
    """What a matter about an agreement's end follows from.

    `end` is when it ended or will; `status` the one of the day asked of; `has_successor` whether what follows it is
    recorded. `lead` is the time the city wants before the notice period begins.
    """

    status: str
    end: PartialDate | None
    has_successor: bool
    notice: Term
    lead: Term


@dataclass(frozen=True, slots=True)
class Raised:
    """A matter an agreement raises.

    `since` is the first day it was surely so (ended) and `due_on` the last day to act (ending); `years` counts whole
    years since the end.
    """

    rule: str
    severity: str
    occurrence: str
    since: date | None = None
    due_on: date | None = None
    years: int = 0


def matters_of_agreement(facts: AgreementEnd, day: date) -> Iterator[Raised]:
    """The matters an agreement raises on the day: it ended and nothing followed, or its end is near.

    An end known to its year has surely passed only after that year; what must be done before an end counts from the
    earliest day it may fall on. The last day to act is the last day to give notice where a notice period is recorded,
    else the day before the earliest possible end.
    """
    if facts.end is None or facts.has_successor:
        return
    if facts.status in ("expired", "terminated"):
        since = facts.end.latest + timedelta(days=1) if facts.status == "expired" else facts.end.latest
        yield Raised(
            rule="ended_without_successor",
            severity="overdue",
            occurrence=facts.end.edtf,
            since=since,
            years=years_since(facts.end, day),
        )
    elif facts.status in STILL_RUNNING and day >= ending_soon_from(facts.end, facts.notice, facts.lead):
        due = days_before(facts.end, facts.notice) if facts.notice.months else _day_before(facts.end.earliest)
        yield Raised(
            rule="ending_soon",
            severity="overdue" if due < day else "soon",
            occurrence=facts.end.edtf,
            due_on=due,
        )


def _day_before(day: date) -> date:
    return max(day, date.min + timedelta(days=1)) - timedelta(days=1)
