"""What every rule of matters gives: that something needs somebody, about what, since when and by when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from solmu.core.dates import PartialDate

Told = str | int | date | PartialDate


@dataclass(frozen=True, slots=True)
class Raised:
    """A matter a record raises.

    `occurrence` says which of its kind it is: the end, the day or the thing it is about, so that another end makes
    another matter. `due_on` is the last day to act, None where no day is set. `arose_on` is the first day it was
    surely as pressing as it is; None where that is not known. `told` is what its sentence says of it.
    """

    rule: str
    severity: str
    occurrence: str = ""
    due_on: date | None = None
    arose_on: date | None = None
    told: Mapping[str, Told] = field(default_factory=dict, hash=False)


def day_before(day: date) -> date:
    return max(day, date.min + timedelta(days=1)) - timedelta(days=1)


def day_after(day: date) -> date:
    return min(day, date.max - timedelta(days=1)) + timedelta(days=1)
