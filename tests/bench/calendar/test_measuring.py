"""What the timings of the calendar feed come to."""

from __future__ import annotations

from typing import Any

import pytest

from bench.calendar.measuring import told
from bench.report import cells


def timed(feed: float, serialising: float, *, queries: int = 1) -> dict[str, Any]:
    seconds = {"feed": [feed, feed], "serialising": [serialising, serialising], "again": [0.001, 0.001]}
    return {"seconds": seconds, "bytes": 1_900_000, "queries": queries, "package": "7.3.0"}


def test_feed_is_told_as_a_part_of_what_the_package_does() -> None:
    (row,) = told(timed(2.0, 1.0)).rows
    assert row.against_limit is not None
    assert (row.against_limit.middle, row.against_peer, row.is_reached) == (0.5, None, True)
    assert cells(row)[1] == "0.50 requests/s (0.50–0.50); 1 queries"


@pytest.mark.parametrize(("feed", "queries"), [(4.0, 1), (2.0, 13)])
def test_goal_is_missed_by_a_slow_feed_and_by_many_queries(feed: float, queries: int) -> None:
    (row,) = told(timed(feed, 1.0, queries=queries)).rows
    assert not row.is_reached


def test_asking_again_is_counted_against_making() -> None:
    (counted,) = told(timed(2.0, 1.0)).counted
    assert counted.startswith("Feed of 5,000 events: 1,900,000 bytes.")
    assert "1/2,000 of the time" in counted
