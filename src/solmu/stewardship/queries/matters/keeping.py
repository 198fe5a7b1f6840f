"""The matters of a day, kept in this process while nothing is written, so that no page asks the rules again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from solmu.core.audit import head_line
from solmu.core.city import City
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.queries.matters.finding import first_matters, matters_on
from solmu.stewardship.queries.matters.matter import Matter

KEPT_UP_TO = 5_000
"""Agreements up to which every matter is found and kept; of a larger record only the most urgent are."""

SECONDS = 300.0
"""The longest that they are kept: that a file is gone from the disk is written nowhere."""

MOST_URGENT = 10


@dataclass(frozen=True)
class KeptMatters:
    """The matters of a day as of one head of the audit chain, most urgent first.

    `is_whole`: all of them, also those that are snoozed; else the most urgent that are not.
    """

    head: str
    day: date
    city: City
    found_at: float
    matters: tuple[Matter, ...]
    is_whole: bool

    @property
    def awake(self) -> list[Matter]:
        """Those that do not wait."""
        return [each for each in self.matters if each.snoozed_until is None]


class Keeper:
    """Keeps the last answer; of several that ask at once one works it out and the others wait for it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._kept: KeptMatters | None = None

    def matters(self, day: date, *, city: City) -> KeptMatters:
        """The matters of the day; one query where nothing was written since they were found."""
        head = head_line()
        with self._lock:
            kept = self._kept
            if kept is None or (kept.head, kept.day, kept.city) != (head, day, city) or self._is_old(kept):
                self._kept = kept = self._find(head, day, city)
            return kept

    def _is_old(self, kept: KeptMatters) -> bool:
        return self._clock() - kept.found_at > SECONDS

    def _find(self, head: str, day: date, city: City) -> KeptMatters:
        is_whole = AgreementDeadline.objects.count() <= KEPT_UP_TO
        found = (
            matters_on(day, city=city, with_snoozed=True)
            if is_whole
            else first_matters(day, city=city, limit=MOST_URGENT)
        )
        return KeptMatters(head, day, city, self._clock(), tuple(found), is_whole)


kept_matters = Keeper().matters
"""The matters of a day, for the pages of this process."""
