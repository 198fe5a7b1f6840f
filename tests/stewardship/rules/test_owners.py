from __future__ import annotations

import pytest

from solmu.stewardship.rules.owners import no_owner
from tests.stewardship.rules.told import seen


@pytest.mark.parametrize(
    ("owner", "is_there", "expected"),
    [
        ("", False, [("no_owner", "tidy_up", "", "", "")]),
        ("", True, [("no_owner", "tidy_up", "", "", "")]),
        ("unit", True, []),
        ("unit", False, [("no_owner", "tidy_up", "unit", "", "")]),
    ],
)
def test_no_owner(owner: str, is_there: bool, expected: list[tuple[str, ...]]) -> None:
    assert seen(no_owner(owner, is_somebody_there=is_there)) == expected
