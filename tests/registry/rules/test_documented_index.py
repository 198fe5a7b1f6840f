"""docs/reference/activity-index.md says what the code does: every figure of its tables is worked out again."""

from __future__ import annotations

import re
from datetime import date

import pytest

from house.processes import ROOT
from solmu.core.dates import Period
from solmu.core.errors import BrokenRule
from solmu.registry.rules.activity_index import POINTS_OF_KIND, ActivityFact, activity_index

PAGE = (ROOT / "docs" / "reference" / "activity-index.md").read_text(encoding="utf-8")
ASKED_ON = date(2026, 11, 24)


def rows(section: str) -> list[list[str]]:
    """The body of the table in a section of the page."""
    text = PAGE.partition(f"## {section}\n")[2].partition("\n## ")[0]
    listed = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in cells] for cells in listed[2:]]


def facts(cell: str) -> list[ActivityFact]:
    found = []
    for written in re.findall("`([^`]+)`", cell):
        kind, period, *number = written.split()
        known = Period.from_edtf(period if "/" in period else f"{period}/")
        found.append(ActivityFact(kind, known.start, known.end, int(number[0]) if number else None))
    return found


def test_points_of_each_kind_are_those_listed() -> None:
    assert {kind.strip("`"): int(points) for kind, points in rows("Definition")} == POINTS_OF_KIND


@pytest.mark.parametrize(("kind", "participants", "own", "after", "later"), rows("What one activity counts"))
def test_what_one_activity_counts(kind: str, participants: str, own: str, after: str, later: str) -> None:
    number = None if participants == "unknown" else int(participants)
    for year, figure in ((2023, own), (2024, after), (2025, later)):
        known = [ActivityFact(kind.strip("`"), Period.from_edtf("2023/").start, None, number)]
        assert f"{activity_index(known, year, ASKED_ON).figure:.1f}" == figure


@pytest.mark.parametrize(("activities", "year", "figure", "counted", "so_far"), rows("Worked examples"))
def test_worked_example(activities: str, year: str, figure: str, counted: str, so_far: str) -> None:
    if figure == "not begun":
        with pytest.raises(BrokenRule, match="has not begun"):
            activity_index(facts(activities), int(year), ASKED_ON)
        return

    found = activity_index(facts(activities), int(year), ASKED_ON)

    numbers = [int(number) for number in counted.split(" + ")]
    assert f"{found.figure:.1f}" == figure
    assert found.numbers == tuple(numbers + [0] * (3 - len(numbers)))
    assert ("yes" if found.is_so_far else "no") == so_far
