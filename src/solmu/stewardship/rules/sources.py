"""When sources need somebody: two that contradict each other, and one nobody has looked at for long."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from datetime import date

from solmu.core.dates import NotADate, PartialDate
from solmu.core.terms import Term, shift_day
from solmu.stewardship.rules.raised import Raised


def agree(one: str, other: str) -> bool:
    """Whether two values can be the same: written alike, or a date that is the other's year or month."""
    if one == other:
        return True
    try:
        first, second = sorted(
            (PartialDate.from_edtf(one), PartialDate.from_edtf(other)), key=lambda each: len(each.edtf)
        )
    except NotADate:
        return False
    return second.edtf.startswith(f"{first.edtf}-")


def contradiction(field: str, values: Collection[tuple[str, str]]) -> Iterator[Raised]:
    """Two sources say different things of one fact; `values` are pairs of a source's id and what it says.

    It goes when one of the citations is corrected or taken away: a person decides which source is wrong.
    """
    said = sorted({(value, source) for source, value in values if value})
    for place, (value, source) in enumerate(said):
        for other, other_source in said[place + 1 :]:
            if source != other_source and not agree(value, other):
                every = "|".join(dict.fromkeys(each for each, _ in said))
                mark = hashlib.sha256(every.encode()).hexdigest()[:8]
                told = {"field": field, "one": value, "other": other}
                yield Raised("sources_contradict", "tidy_up", f"{field}:{mark}", told=told)
                return


def not_looked_at(looked_on: date, day: date, after: Term) -> Iterator[Raised]:
    """A public web page may have changed since somebody last read it."""
    if day >= (arose := shift_day(looked_on, after.months)):
        told = {"last": PartialDate.from_day(looked_on)}
        yield Raised("source_not_looked_at", "tidy_up", looked_on.isoformat(), arose_on=arose, told=told)
