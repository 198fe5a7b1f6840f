"""Keeping the matters of the day as the record and the days go on. They follow from the record and need no audit."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import DatabaseError

from solmu.core.audit import head_line
from solmu.core.city import City
from solmu.core.waiting import waiting_at_most
from solmu.stewardship.models import KeptMatters
from solmu.stewardship.queries.matters.keeping import found_matters, row_as_of, row_of

KEPT_FOR = timedelta(minutes=5)
"""The longest that they are kept: that a file is gone from the disk is written nowhere."""

WAITS = 1.0
"""Seconds that whoever has just written something waits for another who writes."""

_log = logging.getLogger(__name__)


def keep_matters(*, at: datetime, city: City) -> bool:
    """Find the matters of the city's day `at` and keep them, where the kept ones are old; whether they were.

    What is written meanwhile makes them old again at once, as the head is asked first.
    """
    day, head = _day(at, city), head_line()
    if _are_kept(day, head, at=at, city=city):
        return False
    row = row_of(found_matters(day, city=city), day, city=city, head=head, at=at)
    columns = [column.name for column in KeptMatters._meta.concrete_fields if not column.primary_key]
    KeptMatters.objects.bulk_create([row], update_conflicts=True, update_fields=columns, unique_fields=["id"])
    return True


def keep_matters_if_free(*, at: datetime, city: City) -> None:
    """As `keep_matters`, for whom nothing must fail: where another holds the database, the next to come keeps them."""
    try:
        if not _are_kept(_day(at, city), head_line(), at=at, city=city):
            with waiting_at_most(WAITS):
                keep_matters(at=at, city=city)
    except DatabaseError as error:
        _log.warning("The matters of the day were not kept: %s", type(error).__name__)


def _day(at: datetime, city: City) -> date:
    return at.astimezone(ZoneInfo(city.time_zone)).date()


def _are_kept(day: date, head: str, *, at: datetime, city: City) -> bool:
    return bool(row_as_of(day, city=city, head=head).filter(found_at__gt=at - KEPT_FOR).exists())
