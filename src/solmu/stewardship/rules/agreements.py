"""When an agreement needs somebody, as a pure function of its facts and the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.rules import days_before, ending_soon_from, years_since
from solmu.stewardship.rules.raised import Raised, day_after, day_before

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


def matters_of_agreement(facts: AgreementEnd, day: date) -> Iterator[Raised]:
    """The matters an agreement raises on the day: it ended and nothing followed, or its end is near.

    An end known to its year has surely passed only after that year; what must be done before an end counts from the
    earliest day it may fall on. The last day to act is the last day to give notice where a notice period is recorded,
    else the day before the earliest possible end.
    """
    if facts.end is None or facts.has_successor:
        return
    if facts.status in ("expired", "terminated"):
        yield Raised(
            rule="ended_without_successor",
            severity="overdue",
            occurrence=facts.end.edtf,
            arose_on=day_after(facts.end.latest) if facts.status == "expired" else facts.end.latest,
            told={"end": facts.end, "years": years_since(facts.end, day)},
        )
    elif facts.status in STILL_RUNNING and day >= (soon := ending_soon_from(facts.end, facts.notice, facts.lead)):
        due = days_before(facts.end, facts.notice) if facts.notice.months else day_before(facts.end.earliest)
        yield Raised(
            rule="decision_due",
            severity="overdue" if due < day else "soon",
            occurrence=facts.end.edtf,
            due_on=due,
            arose_on=day_after(due) if due < day else soon,
            told={"end": facts.end},
        )
