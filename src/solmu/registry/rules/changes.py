"""Which of several dated statements counts on a day, and which else may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from solmu.core.dates import PartialDate

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Change(Generic[Value]):
    """From a day between `earliest` and `latest` on, `value` counts; one of an unknown day comes before all others."""

    value: Value
    earliest: date = date.min
    latest: date = date.min
    is_dated: bool = True

    @classmethod
    def on(cls, day: PartialDate | None, value: Value) -> Change[Value]:
        if day is None:
            return cls(value, is_dated=False)
        return cls(value, day.earliest, day.latest)

    def surely_by(self, day: date) -> bool:
        return self.is_dated and self.latest <= day


def counting(initial: Value, changes: Sequence[Change[Value]], day: date) -> list[Change[Value]]:
    """The changes that may be the last of those by `day`, the one that counts first; `initial` holds before them all.

    A change of a year or month counts from its start. Of changes of one day, or of none, what was recorded last counts;
    `changes` stand in the order they were recorded in.
    """
    by_day = [
        Change(initial),
        *sorted((each for each in changes if each.earliest <= day), key=lambda each: each.earliest),
    ]
    told = by_day[-1]
    others = [
        each
        for place, each in enumerate(by_day[:-1])
        if not any(later.surely_by(day) and _follows(later, each) for later in by_day[place + 1 :])
    ]
    return [told, *reversed(others)]


def _follows(later: Change[Value], each: Change[Value]) -> bool:
    """Whether a change that is told after another surely came after it."""
    return later.earliest > each.latest or (later.earliest, later.latest) == (each.earliest, each.latest)
