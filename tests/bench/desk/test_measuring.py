"""What the bench of the desk says of what it timed."""

from __future__ import annotations

import pytest

from bench.desk.measuring import ASKED, BY_STATUS, FEW, REGISTER, TODAY, told
from bench.report import cells


def found(seconds: dict[int, float], queries: int = 12) -> dict[int, list[dict[str, dict[str, float]]]]:
    return {
        agreements: [
            {path: {"seconds": seconds[agreements], "first": seconds[agreements], "queries": queries} for path in paths}
        ]
        for agreements, paths in ASKED.items()
    }


def test_pages_of_many_stand_beside_those_of_few() -> None:
    rows = told(found({FEW: 0.1, 10_000: 0.125, 100_000: 0.16})).rows

    assert [(row.work, row.is_reached) for row in rows] == [
        ("the desk's register, 10,000 agreements", True),
        ("the register by status, 10,000 agreements", True),
        ("Today at the desk, 100,000 agreements", True),
        ("the register by status, with the write before it, 10,000 agreements", True),
        ("Today at the desk, with the write before it, 100,000 agreements", True),
    ]
    assert cells(rows[0])[1] == "8.0 pages/s (8.0–8.0); 12 queries"


@pytest.mark.parametrize(("seconds", "queries"), [({FEW: 0.1, 10_000: 0.21, 100_000: 0.21}, 12), ({}, 16)])
def test_goals_that_are_missed_are_said(seconds: dict[int, float], queries: int) -> None:
    """For the first after a write there is no goal but to know."""
    rows = told(found(seconds or dict.fromkeys(ASKED, 0.1), queries)).rows

    assert [row.is_reached for row in rows] == [False, False, False, True, True]


def test_every_page_asked_for_is_asked_of_few_too() -> None:
    assert set(ASKED[FEW]) == {REGISTER, BY_STATUS, TODAY}
