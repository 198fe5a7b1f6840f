"""What is still to be told of an activity that is over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from solmu.core.dates import End, PartialDate
from solmu.stewardship.rules.raised import Raised


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """When an activity was, and what is told of it."""

    starts: PartialDate | None
    ends: End = None
    has_outcome: bool = False
    has_participants: bool = False


def matters_of_activity(facts: ActivityFacts, day: date, after_days: int) -> Iterator[Raised]:
    """It has surely been over for so many days, and nobody said what came of it or how many took part.

    Where no end is known it was over when it had begun; one that goes on until further notice, or without any date,
    is not over.
    """
    over = facts.starts if facts.ends is None else facts.ends
    if not isinstance(over, PartialDate):
        return
    try:
        arose = over.latest + timedelta(days=after_days + 1)
    except OverflowError:  # over on the calendar's last day
        return
    if day < arose:
        return
    told = {"over": over}
    if not facts.has_outcome:
        yield Raised("activity_without_outcome", "tidy_up", over.edtf, arose_on=arose, told=told)
    if not facts.has_participants:
        yield Raised("activity_without_participants", "tidy_up", over.edtf, arose_on=arose, told=told)
