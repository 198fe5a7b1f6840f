"""When a job is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from solmu.stewardship.rules.jobs import LatestRun, is_daily_job_due, may_try_again

HELSINKI = ZoneInfo("Europe/Helsinki")
TODAY, YESTERDAY = date(2026, 11, 24), date(2026, 11, 23)


def at(hour: int, minute: int = 0, day: date = TODAY) -> datetime:
    """A moment by the city's clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HELSINKI).astimezone(UTC)


def is_due(now: datetime, latest: LatestRun | None) -> bool:
    return is_daily_job_due(latest, at=now, local=now.astimezone(HELSINKI), hour=6)


@pytest.mark.parametrize(
    ("now", "latest", "expected"),
    [
        (at(5, 59), None, False),
        (at(6), None, True),
        (at(6), LatestRun(at(6, day=YESTERDAY), YESTERDAY), True),
        (at(23), LatestRun(at(6), TODAY), False),
        (at(6, 4), LatestRun(at(6), YESTERDAY, went_wrong=True), False),
        (at(6, 5), LatestRun(at(6), YESTERDAY, went_wrong=True), True),
        (at(6, 5), LatestRun(at(6)), True),
        (at(6), LatestRun(at(6) + timedelta(days=300), YESTERDAY), True),
    ],
    ids=[
        "before the morning",
        "never ran",
        "ran yesterday",
        "ran today",
        "went wrong four minutes ago",
        "went wrong five minutes ago",
        "was killed",
        "began in the future, by a clock that was wrong",
    ],
)
def test_daily_job_is_due_once_a_day_from_the_morning_on(
    now: datetime, latest: LatestRun | None, expected: bool
) -> None:
    assert is_due(now, latest) is expected


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["23 hours", "25 hours"])
def test_daily_job_runs_once_on_the_days_the_clock_is_changed(day: date) -> None:
    latest, ran = LatestRun(at(6, day=day - timedelta(days=1)), day - timedelta(days=1)), []
    start = at(0, day=day)
    for minutes in range(0, 26 * 60, 10):
        now = start + timedelta(minutes=minutes)
        if is_due(now, latest):
            ran.append(now.astimezone(HELSINKI))
            latest = LatestRun(now, now.astimezone(HELSINKI).date())

    assert [moment.strftime("%d %H:%M") for moment in ran if moment.date() == day] == [day.strftime("%d 06:00")]


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        (None, True),
        (LatestRun(at(6)), True),
        (LatestRun(at(6), went_wrong=True), False),
        (LatestRun(at(5, 55), went_wrong=True), True),
        (LatestRun(at(7), went_wrong=True), True),
    ],
    ids=["never ran", "went well", "went wrong just now", "went wrong five minutes ago", "a clock that was wrong"],
)
def test_job_that_went_wrong_rests_before_it_is_tried_again(latest: LatestRun | None, expected: bool) -> None:
    assert may_try_again(latest, at(6)) is expected
