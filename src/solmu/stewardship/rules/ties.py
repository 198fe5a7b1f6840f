"""When a partnership needs somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from solmu.core.dates import PartialDate
from solmu.core.terms import Term, shift_day
from solmu.stewardship.rules.raised import Raised

NOT_EXPECTED = frozenset({"dormant", "suspended", "ended"})
"""Statuses of a partnership in which nothing is expected to happen."""


def dormancy(status: str, since: PartialDate | None, last: date | None, day: date, after: Term) -> Iterator[Raised]:
    """Nothing has happened for a set time. Whether the tie is dormant is a person's decision, which ends the matter.

    `last` is the last day on which something went on. Where nothing at all is recorded (None) the record may be what
    sleeps: that is tidy-up. A new tie counts from its start.
    """
    if status in NOT_EXPECTED:
        return
    start = since.latest if since else None
    quiet_from = max((known for known in (last, start) if known), default=None)
    arose = shift_day(quiet_from, after.months) if quiet_from else None
    if arose is not None and day < arose:
        return
    if last is None:
        yield Raised("tie_dormant", "tidy_up", arose_on=arose)
    else:
        told = {"last": PartialDate.from_day(last)}
        yield Raised("tie_dormant", "soon", last.isoformat(), arose_on=arose, told=told)
