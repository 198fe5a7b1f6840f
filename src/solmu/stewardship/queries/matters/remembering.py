"""The matters of a day as pages ask for them: from this process, else from the row that keeps them, else anew."""

from __future__ import annotations

from datetime import date

from solmu.core.audit import head_line
from solmu.core.city import City
from solmu.core.remembering import Remembered
from solmu.stewardship.queries.matters.keeping import DayMatters, found_matters, kept_matters

SECONDS = 300.0
"""The longest that a process remembers them: that a file is gone from the disk is written nowhere."""

_REMEMBERED = Remembered[DayMatters](SECONDS)


def remembered_matters(day: date, *, city: City) -> DayMatters:
    """The matters of the day; one query where nothing was written since they were found, two where they are kept.

    Only where no `keep_matters` has come by since the last write are they found anew, by a query or two of each rule.
    """
    return _REMEMBERED.answer((day, city), lambda: _found(day, city))


def _found(day: date, city: City) -> DayMatters:
    return kept_matters(day, city=city, head=head_line()) or found_matters(day, city=city)
