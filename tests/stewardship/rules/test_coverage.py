from __future__ import annotations

import pytest

from solmu.stewardship.rules.coverage import coverage_gap
from tests.stewardship.rules.told import on, seen


@pytest.mark.parametrize(
    ("extent", "number", "paired", "institutions", "is_gap"),
    [
        ("all", None, 0, 0, True),
        ("all", None, 3, 12, True),
        ("all", None, 12, 12, False),
        ("all", None, 1, 0, False),
        ("number", 5, 4, 12, True),
        ("number", 5, 5, 12, False),
        ("some", None, 0, 12, True),
        ("some", None, 1, 12, False),
    ],
)
def test_coverage_gap(extent: str, number: int | None, paired: int, institutions: int, is_gap: bool) -> None:
    found = list(coverage_gap(extent, number, on("2016"), paired, institutions))

    occurrence = f"{extent}{number or ''}"
    assert seen(found) == ([("coverage_gap", "tidy_up", occurrence, "", "2016-12-31")] if is_gap else [])
    for matter in found:
        assert matter.told == {
            "extent": extent, "number": number or 0, "paired": paired, "institutions": institutions,
        }  # fmt: skip


def test_gap_since_an_unknown_day() -> None:
    assert seen(coverage_gap("some", None, None, 0, 0)) == [("coverage_gap", "tidy_up", "some", "", "")]
