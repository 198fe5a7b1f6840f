"""When a job is due, from how its latest run went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

MORNING = 6
"""The hour, on the city's clock, from which daily jobs of a worker run: nobody is told of a matter at night."""

TRIED_AGAIN_AFTER = timedelta(minutes=5)
"""How long a job that went wrong rests. A mail server that was away is asked again this often."""


@dataclass(frozen=True, slots=True)
class LatestRun:
    """How a job ran last: when it began, the city's day of the latest run that went well, whether this one did not."""

    begun_at: datetime
    day: date | None = None
    went_wrong: bool = False


def is_daily_job_due(latest: LatestRun | None, *, at: datetime, local: datetime, hour: int = 0) -> bool:
    """Whether a daily job is due at the moment `at`, which is `local` on the city's clock.

    One that was killed, or went wrong, is tried again a little later.
    """
    if local.hour < hour or (latest and latest.day == local.date()):
        return False
    return latest is None or _has_rested(latest, at)


def may_try_again(latest: LatestRun | None, at: datetime) -> bool:
    """Whether a job that runs whenever work waits may run now: one that went wrong rests first."""
    return latest is None or not latest.went_wrong or _has_rested(latest, at)


def _has_rested(latest: LatestRun, at: datetime) -> bool:
    """A run that seems to have begun in the future is one of a clock that was wrong, and holds nothing back."""
    return latest.begun_at > at or latest.begun_at + TRIED_AGAIN_AFTER <= at
