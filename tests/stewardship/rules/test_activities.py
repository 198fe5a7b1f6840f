from __future__ import annotations

import pytest

from solmu.stewardship.rules.activities import ActivityFacts, matters_of_activity
from tests.stewardship.rules.told import day, end, on, seen

OUTCOME, PARTICIPANTS = "activity_without_outcome", "activity_without_participants"


@pytest.mark.parametrize(
    ("starts", "ends", "outcome", "people", "asked", "expected"),
    [
        ("2026-05-01", "2026-05-03", False, False, "2026-06-02", []),
        ("2026-05-01", "2026-05-03", False, False, "2026-06-03", [OUTCOME, PARTICIPANTS]),
        ("2026-05-01", "2026-05-03", True, False, "2026-06-03", [PARTICIPANTS]),
        ("2026-05-01", "2026-05-03", False, True, "2026-06-03", [OUTCOME]),
        ("2026-05-01", "2026-05-03", True, True, "2026-06-03", []),
        # Without an end it was over when it had begun; known to its year, after the year.
        ("2026-05-01", "", False, True, "2026-06-01", [OUTCOME]),
        ("2026", "", False, True, "2026-12-31", []),
        ("2026", "", False, True, "2027-01-31", [OUTCOME]),
        # Not over.
        ("2026-05-01", "..", False, False, "2030-01-01", []),
        ("", "", False, False, "2030-01-01", []),
        ("9999-12-31", "", False, False, "9999-12-31", []),
    ],
)
def test_matters_of_an_activity(
    starts: str, ends: str, outcome: bool, people: bool, asked: str, expected: list[str]
) -> None:
    facts = ActivityFacts(on(starts) if starts else None, end(ends), outcome, people)

    assert [each.rule for each in matters_of_activity(facts, day(asked), 30)] == expected


def test_activity_says_what_it_is_about_and_since_when() -> None:
    facts = ActivityFacts(on("2026-05-01"), on("2026-05"), has_participants=True)

    assert seen(matters_of_activity(facts, day("2026-11-24"), 30)) == [
        (OUTCOME, "tidy_up", "2026-05", "", "2026-07-01")
    ]
