"""When a job is due, from how its latest run went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

MORNING = 6
"""The hour, on the city's clock, from which daily jobs of a worker run: nobody is told of a matter at night."""

TRIED_AGAIN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class LatestRun:
    """How a job ran last: when it began, the city's day of the latest run that went well."""

    begun_at: datetime
    day: date | None = None


def is_daily_job_due(latest: LatestRun | None, *, at: datetime, local: datetime, hour: int = 0) -> bool:
    """Whether a daily job is due at the moment `at`, which is `local` on the city's clock.

    One that went wrong is tried again a little later. A run that seems to have begun in the future is one of a clock
    that was wrong, and holds nothing back.
    """
    if latest is None:
        return local.hour >= hour
    if latest.day == local.date() or local.hour < hour:
        return False
    return latest.begun_at > at or latest.begun_at + TRIED_AGAIN_AFTER <= at
