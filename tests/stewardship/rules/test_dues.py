from __future__ import annotations

import pytest

from solmu.core.terms import Term
from solmu.stewardship.rules.dues import CommitmentFacts, due, matters_of_commitment, review_of_membership
from tests.stewardship.rules.told import day, end, on, seen

LEAD = Term(2)


@pytest.mark.parametrize(
    ("asked", "set_for", "expected"),
    [
        ("2026-10-31", "2027-01-01", []),
        ("2026-11-01", "2027-01-01", [("fee_review_due", "soon", "2027-01-01", "2027-01-01", "2026-11-01")]),
        ("2027-01-01", "2027-01-01", [("fee_review_due", "soon", "2027-01-01", "2027-01-01", "2026-11-01")]),
        ("2027-01-02", "2027-01-01", [("fee_review_due", "overdue", "2027-01-01", "2027-01-01", "2027-01-02")]),
        # Known to its year: a matter from its first day on, overdue only after its last.
        ("2026-11-01", "2027", [("fee_review_due", "soon", "2027", "2027-12-31", "2026-11-01")]),
        ("2027-12-31", "2027", [("fee_review_due", "soon", "2027", "2027-12-31", "2026-11-01")]),
        ("2028-01-01", "2027", [("fee_review_due", "overdue", "2027", "2027-12-31", "2028-01-01")]),
        # The calendar's last day breaks nothing.
        ("9999-12-31", "9999-12-31", [("fee_review_due", "soon", "9999-12-31", "9999-12-31", "9999-10-31")]),
    ],
)
def test_day_that_was_set(asked: str, set_for: str, expected: list[tuple[str, ...]]) -> None:
    assert seen(due("fee_review_due", on(set_for), day(asked), LEAD)) == expected


@pytest.mark.parametrize(
    ("set_for", "reviews", "is_raised"),
    [
        ("2027-01-01", [], True),
        ("2027-01-01", ["2026-11-15"], False),  # while it was a matter
        ("2027-01-01", ["2026-10-31"], True),  # too early to be meant for it
        ("2027-01-01", ["2026-05", "2027-02-01"], True),  # a look that is still to come has not been taken
        ("", [], False),
    ],
)
def test_review_of_a_membership_until_somebody_looked(set_for: str, reviews: list[str], is_raised: bool) -> None:
    looks = [on(text) for text in reviews]
    found = review_of_membership("benefit_review_due", end(set_for) or None, looks, day("2026-12-01"), LEAD)  # type: ignore[arg-type]

    assert [each.rule for each in found] == (["benefit_review_due"] if is_raised else [])


@pytest.mark.parametrize(
    ("asked", "facts", "expected"),
    [
        ("2026-11-24", CommitmentFacts(None), []),
        # Once.
        ("2026-11-24", CommitmentFacts(on("2027-01-31")), []),
        ("2026-12-01", CommitmentFacts(on("2027-01-31")), [("soon", "2027-01-31", 1)]),
        ("2027-02-01", CommitmentFacts(on("2027-01-31")), [("overdue", "2027-01-31", 1)]),
        ("2027-02-01", CommitmentFacts(on("2027-01-31"), met_for=(on("2027-01-31"),)), []),
        # Every year: the first that was not met with how many there are, and the next that is near.
        ("2027-01-01", CommitmentFacts(on("2024-01-31"), 12), [
            ("overdue", "2024-01-31", 3),
            ("soon", "2027-01-31", 1),
        ]),
        ("2027-01-01", CommitmentFacts(on("2024-01-31"), 12, met_for=(on("2024-01-31"), on("2026-01-31"))), [
            ("overdue", "2025-01-31", 1),
            ("soon", "2027-01-31", 1),
        ]),
        ("2027-06-01", CommitmentFacts(on("2024-01-31"), 12, end("2025")), [("overdue", "2024-01-31", 2)]),
    ],
)  # fmt: skip
def test_matters_of_a_commitment(asked: str, facts: CommitmentFacts, expected: list[tuple[str, str, int]]) -> None:
    found = matters_of_commitment(facts, day(asked), LEAD)

    assert [(each.severity, each.occurrence, each.told["number"]) for each in found] == expected
