"""What the timings of the static copy come to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.publish.measuring import Timed, Told, measured
from bench.report import cells
from house.processes import TroubleError

VERSIONS = {"wagtail": "7.4", "wagtail-bakery": "0.8", "django-bakery": "0.13", "setuptools": "80.10"}
TIMED = Timed(
    {"whole": [10.0, 20.0], "peer": [30.0, 60.0], "again": [10.0, 16.0]},
    pages=600,
    whole=Told(700, 700, 0),
    again=Told(700, 12, 3),
    versions=VERSIONS,
)


def test_copy_is_told_in_pages_a_second_and_as_many_times_the_peer() -> None:
    whole, again = measured(TIMED).rows
    assert cells(whole) == (
        "static copy of 600 pages, made whole",
        "45 pages/s (30–60)",
        "Wagtail 7.4, wagtail-bakery 0.8, django-bakery 0.13: 15 pages/s (10–20)",
        "–",
        "3.0 (3.0–3.0)",
        "–",
        "≥ 3 × the peer",
        "yes",
    )
    assert again.against_peer is not None
    assert (again.against_peer.lowest, again.against_peer.highest) == (3.0, 3.75)


def test_goal_is_missed_by_a_copy_that_is_less_than_three_times_as_fast() -> None:
    slow = replace(TIMED, seconds={**TIMED.seconds, "whole": [11.0, 21.0]})
    assert [row.is_reached for row in measured(slow).rows] == [False, True]


def test_files_written_again_are_counted() -> None:
    again, beside = measured(TIMED).counted
    assert "12 of 700 files are written again and 3 removed; wagtail-bakery writes all 600 again" in again
    assert "100 other files" in beside


def test_what_publish_says_is_read() -> None:
    words = "/tmp/a 1 files, copy: 1658 files, 24 of them written, 3 removed.\nHead: 585:2d6c\n"
    assert Told.of(words) == Told(1658, 24, 3)
    with pytest.raises(TroubleError, match="did not say"):
        Told.of("Head: 585:2d6c\n")
