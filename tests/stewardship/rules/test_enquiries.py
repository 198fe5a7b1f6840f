from __future__ import annotations

import pytest

from solmu.stewardship.rules.enquiries import matter_of_enquiry
from tests.stewardship.rules.told import day, seen


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-11-24", ("enquiry_due", "soon", "k7", "2026-12-08", "2026-11-24")),
        ("2026-12-08", ("enquiry_due", "soon", "k7", "2026-12-08", "2026-11-24")),
        ("2026-12-09", ("enquiry_due", "overdue", "k7", "2026-12-08", "2026-12-09")),
    ],
)
def test_enquiry_is_overdue_after_its_last_day(asked: str, expected: tuple[str, ...]) -> None:
    raised = matter_of_enquiry("k7", day("2026-11-24"), day("2026-12-08"), day(asked))

    assert seen([raised]) == [expected]
