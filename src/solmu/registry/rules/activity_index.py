"""The activity index of a partner and a year, as a pure function (docs/reference/activity-index.md).

It counts the activities of the year and the two before, weighted 1, ½ and ¼, each by its kind and by how many took
part. The running year is told "so far". A past year's figure follows from the record alone, never from the day.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.errors import BrokenRule

POINTS_OF_KIND: Mapping[str, int] = MappingProxyType(
    {
        "project": 5,
        "exchange": 4,
        "visit": 3,
        "event": 3,
        "training": 3,
        "meeting": 2,
        "advocacy": 2,
        "other": 1,
    }
)
"""How much an activity of a kind counts before its participants do."""

WEIGHTS = (1.0, 0.5, 0.25)
"""Of the year itself, the year before and the year before that."""


@dataclass(frozen=True)
class Participants:
    """How many people of a group and country took part; neither where only the sum of all is told."""

    number: int
    group: str = ""
    country: str = ""

    @property
    def is_sum(self) -> bool:
        return not (self.group or self.country)


def total_participants(counts: Iterable[Participants]) -> int | None:
    """How many took part: the sum as it was told, else all groups together; None where nothing was told."""
    listed = list(counts)
    told = [each.number for each in listed if each.is_sum]
    return sum(told or (each.number for each in listed)) if listed else None


@dataclass(frozen=True)
class ActivityFact:
    """What the index asks of an activity: its kind, its dates, and how many took part where it is known."""

    kind: str
    starts: PartialDate | None
    ends: End
    participants: int | None = None


@dataclass(frozen=True)
class ActivityIndex:
    """The index of a year: the figure, how many activities of each of the three years it counts (the year first), and
    whether the year is still running."""

    year: int
    figure: float
    numbers: tuple[int, int, int]
    is_so_far: bool


def activity_points(kind: str, participants: int | None) -> float:
    """What one activity counts in its own year: its kind's points × (1 + log₁₀ of the number of people).

    One person, nobody or an unknown number counts the kind's points alone; ten times as many people count once more.
    """
    return POINTS_OF_KIND[kind] * (1 + math.log10(max(participants or 1, 1)))


def activity_index(activities: Iterable[ActivityFact], year: int, day: date) -> ActivityIndex:
    """The index of a year as it is known on the day.

    An activity counts in each year it went on in; one whose end nobody wrote down in the year it began in, one that
    goes on until further notice in every year since. What has not begun by the day counts nothing; where only the year
    or month of its start is known, it counts from its first day. Without a start it belongs to no year. The figure is
    rounded to one decimal, halves upwards.

    Raises BrokenRule for a year that has not begun on the day.
    """
    if year > day.year:
        raise BrokenRule(
            "The year %(year)s has not begun. Ask for %(this_year)s or an earlier year.",
            year=str(year),
            this_year=str(day.year),
        )
    points: list[float] = []
    numbers = [0, 0, 0]
    for activity in activities:
        if activity.starts is None or activity.starts.earliest > day:
            continue
        worth = activity_points(activity.kind, activity.participants)
        for back, weight in enumerate(WEIGHTS):
            if _went_on_in(activity, year - back):
                numbers[back] += 1
                points.append(weight * worth)
    figure = math.floor(math.fsum(points) * 10 + 0.5) / 10
    return ActivityIndex(year, figure, (numbers[0], numbers[1], numbers[2]), year == day.year)


def _went_on_in(activity: ActivityFact, year: int) -> bool:
    if activity.starts is None or year < activity.starts.year:
        return False
    if activity.ends is OPEN:
        return True
    last = activity.ends.year if isinstance(activity.ends, PartialDate) else activity.starts.year
    return year <= last
