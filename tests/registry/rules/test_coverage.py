from __future__ import annotations

import pytest

from solmu.registry.rules.coverage import institutions_expected


@pytest.mark.parametrize(
    ("extent", "number", "institutions", "expected"),
    [("all", None, 12, 12), ("all", None, 0, 1), ("number", 5, 12, 5), ("number", 5, 0, 5), ("some", None, 12, 1)],
)
def test_institutions_expected(extent: str, number: int | None, institutions: int, expected: int) -> None:
    assert institutions_expected(extent, number, institutions) == expected
