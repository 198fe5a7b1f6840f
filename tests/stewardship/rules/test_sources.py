from __future__ import annotations

import pytest

from solmu.core.terms import Term
from solmu.stewardship.rules.sources import agree, contradiction, not_looked_at
from tests.stewardship.rules.told import day, seen


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("1998", "1998", True),
        ("1998", "1998-09-04", True),
        ("1998-09-04", "1998-09", True),
        ("1998", "1999", False),
        ("1998-09", "1998-10", False),
        ("1998-09-04", "1998-09-05", False),
        ("sister_city", "sister_city", True),
        ("sister_city", "1998", False),
        ("12", "13", False),
    ],
)
def test_values_agree(one: str, other: str, is_same: bool) -> None:
    assert agree(one, other) is is_same
    assert agree(other, one) is is_same


@pytest.mark.parametrize(
    ("values", "pair"),
    [
        ([("a", "1998"), ("b", "1999")], ("1998", "1999")),
        ([("a", "1998"), ("b", "1998-09")], None),
        ([("a", "1998"), ("a", "1999")], None),  # one source, whatever it says twice
        ([("a", "1998"), ("b", "")], None),
        ([("a", "1998"), ("b", "1998-09"), ("c", "1998-10")], ("1998-09", "1998-10")),
        ([], None),
    ],
)
def test_contradiction_of_two_sources(values: list[tuple[str, str]], pair: tuple[str, str] | None) -> None:
    found = list(contradiction("signed", values))

    assert [(each.told["one"], each.told["other"]) for each in found] == ([pair] if pair else [])


def test_contradiction_stays_the_same_matter_until_something_else_is_said() -> None:
    two = [("a", "1998"), ("b", "1999")]
    (before,) = contradiction("signed", two)
    (again,) = contradiction("signed", [*reversed(two), ("c", "1999")])
    (after,) = contradiction("signed", [*two, ("c", "2001")])

    assert before.occurrence == again.occurrence
    assert before.occurrence != after.occurrence
    assert before.occurrence.startswith("signed:")


def test_source_not_looked_at() -> None:
    looked = day("2025-11-24")

    assert list(not_looked_at(looked, day("2026-11-23"), Term(12))) == []
    assert seen(not_looked_at(looked, day("2026-11-24"), Term(12))) == [
        ("source_not_looked_at", "tidy_up", "2025-11-24", "", "2026-11-24")
    ]
