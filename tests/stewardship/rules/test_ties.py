from __future__ import annotations

import pytest

from solmu.core.terms import Term
from solmu.stewardship.rules.ties import dormancy
from tests.stewardship.rules.told import day, end, seen

AFTER = Term(24)


@pytest.mark.parametrize(
    ("status", "since", "last", "asked", "expected"),
    [
        ("active", "1998", "2022-05-10", "2024-05-09", []),
        ("active", "1998", "2022-05-10", "2024-05-10", [("tie_dormant", "soon", "2022-05-10", "", "2024-05-10")]),
        ("", "", "2022-05-10", "2024-05-10", [("tie_dormant", "soon", "2022-05-10", "", "2024-05-10")]),
        # A new tie counts from its start.
        ("active", "2023", "2022-05-10", "2025-12-30", []),
        ("active", "2023", "2022-05-10", "2025-12-31", [("tie_dormant", "soon", "2022-05-10", "", "2025-12-31")]),
        # Nothing at all is recorded.
        ("active", "2023", "", "2025-12-30", []),
        ("active", "2023", "", "2025-12-31", [("tie_dormant", "tidy_up", "", "", "2025-12-31")]),
        ("active", "", "", "2025-12-31", [("tie_dormant", "tidy_up", "", "", "")]),
        # Where nothing is expected, nothing is missed.
        ("dormant", "1998", "2000-01-01", "2026-11-24", []),
        ("suspended", "1998", "2000-01-01", "2026-11-24", []),
        ("ended", "1998", "2000-01-01", "2026-11-24", []),
    ],
)
def test_dormancy(status: str, since: str, last: str, asked: str, expected: list[tuple[str, ...]]) -> None:
    found = dormancy(status, end(since) or None, day(last) if last else None, day(asked), AFTER)  # type: ignore[arg-type]

    assert seen(found) == expected
