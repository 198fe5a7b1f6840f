"""The matters of a day, kept in this process while nothing is written, so that no page asks the rules again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solmu.core.city import City
from solmu.core.remembering import Remembered
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.queries.matters.finding import first_matters, matters_on
from solmu.stewardship.queries.matters.matter import Matter

ALL_UP_TO = 5_000
"""Agreements up to which every matter is found and kept; of a larger record only the most urgent are."""

SECONDS = 300.0
"""The longest that they are kept: that a file is gone from the disk is written nowhere."""

MOST_URGENT = 10


@dataclass(frozen=True)
class RememberedMatters:
    """The matters of a day, most urgent first.

    `is_whole`: all of them, also those that are snoozed; else the most urgent that are not.
    """

    matters: tuple[Matter, ...]
    is_whole: bool

    @property
    def awake(self) -> list[Matter]:
        """Those that do not wait."""
        return [each for each in self.matters if each.snoozed_until is None]


_REMEMBERED = Remembered[RememberedMatters](SECONDS)


def remembered_matters(day: date, *, city: City) -> RememberedMatters:
    """The matters of the day; one query where nothing was written since they were found."""
    return _REMEMBERED.answer((day, city), lambda: _found(day, city))


def _found(day: date, city: City) -> RememberedMatters:
    if AgreementDeadline.objects.count() > ALL_UP_TO:
        return RememberedMatters(tuple(first_matters(day, city=city, limit=MOST_URGENT)), is_whole=False)
    return RememberedMatters(tuple(matters_on(day, city=city, with_snoozed=True)), is_whole=True)
