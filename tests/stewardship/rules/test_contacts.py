from __future__ import annotations

import pytest

from solmu.core.terms import Term
from solmu.stewardship.rules.contacts import matters_of_contact
from tests.stewardship.rules.told import day, seen

FOR = Term(12)


@pytest.mark.parametrize(
    ("verified", "keep_until", "asked", "expected"),
    [
        ("2026-01-31", "", "2027-01-30", []),
        ("2026-01-31", "", "2027-01-31", [("contact_unverified", "tidy_up", "2026-01-31", "", "2027-01-31")]),
        ("", "", "2027-01-31", [("contact_unverified", "tidy_up", "", "", "")]),
        ("", "2027-01-31", "2027-01-31", [("contact_unverified", "tidy_up", "", "", "")]),
        # Kept too long: one matter, not two.
        ("", "2027-01-31", "2027-02-01", [("contact_kept_too_long", "soon", "2027-01-31", "", "2027-02-01")]),
        ("2027-01-15", "2027-01-31", "2027-02-01", [("contact_kept_too_long", "soon", "2027-01-31", "", "2027-02-01")]),
    ],
)
def test_matters_of_a_contact(verified: str, keep_until: str, asked: str, expected: list[tuple[str, ...]]) -> None:
    days = [day(text) if text else None for text in (verified, keep_until)]

    assert seen(matters_of_contact(*days, day(asked), FOR)) == expected
