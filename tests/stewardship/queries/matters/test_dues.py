from __future__ import annotations

from solmu.core.models import Source
from solmu.registry.actions.agreements import terminate_agreement
from solmu.registry.actions.commitments import add_commitment, fulfil_commitment
from solmu.registry.actions.networks import add_membership, end_membership, review_membership
from solmu.registry.models import Membership, Organisation, Partnership
from solmu.registry.vocabulary import ReviewedPart
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import matters, told

REVIEWS = ("fee_review_due", "benefit_review_due")


def membership(source: Source, network: Organisation, member: Organisation) -> Membership:
    kept = add_membership(by=BY, source=source, network=network, organisation=member, member_from=on("2010"))
    kept.fee_review_on, kept.benefit_review_on = on("2026-12-31"), on("2026")
    kept.save()
    return kept


def test_membership_is_looked_at_by_its_parts(source: Source, home: Organisation, network: Organisation) -> None:
    kept = membership(source, network, home)
    assert told(*REVIEWS, day="2025-10-31") == []
    assert told(*REVIEWS) == [
        ("benefit_review_due", kept.pk, "2026"),
        ("fee_review_due", kept.pk, "2026-12-31"),
    ]

    day = on("2026-12-01")
    review_membership(
        by=BY,
        source=source,
        membership=kept,
        part=ReviewedPart.FEE,
        reviewed=day,
        day=day.latest,
        next_on=on("2027-12-31"),
    )
    assert told(*REVIEWS, day="2026-12-01") == [("benefit_review_due", kept.pk, "2026")]
    assert told("fee_review_due", day="2027-11-24") == [("fee_review_due", kept.pk, "2027-12-31")]


def test_membership_that_was_left_is_looked_at_no_more(
    source: Source, home: Organisation, network: Organisation
) -> None:
    kept = membership(source, network, home)
    end_membership(by=BY, source=source, membership=kept, until=on("2026-10"))

    assert told(*REVIEWS) == []


def test_membership_of_others_is_not_ours_to_look_at(source: Source, tartu: Partnership, network: Organisation) -> None:
    membership(source, network, founding.city(source, tartu.partner))

    assert told(*REVIEWS) == []


def test_commitment_is_a_matter_until_it_is_met(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2040")
    commitment = add_commitment(
        by=BY, source=source, text="A report", agreement=agreement, due_on=on("2025-12-31"), every_months=12
    )
    assert told("commitment_due") == [
        ("commitment_due", commitment.pk, "2025-12-31"),
        ("commitment_due", commitment.pk, "2026-12-31"),
    ]
    assert [each.severity for each in matters("commitment_due")] == ["overdue", "soon"]

    done = on("2026-11-20")
    fulfil_commitment(
        by=BY, source=source, commitment=commitment, due_on=on("2025-12-31"), done_on=done, day=done.latest
    )
    assert told("commitment_due") == [("commitment_due", commitment.pk, "2026-12-31")]
    assert len(told("commitment_due", day="2026-11-19")) == 2


def test_terminated_agreement_obliges_to_nothing_later(source: Source, tartu: Partnership) -> None:
    agreement = founding.agreement(source, tartu, signed="2010", valid_until="2040")
    commitment = add_commitment(
        by=BY, source=source, text="A report", agreement=agreement, due_on=on("2025-12-31"), every_months=12
    )
    terminate_agreement(by=BY, source=source, agreement=agreement, on=on("2026-03-31"), of_the_past=True)

    assert told("commitment_due") == [("commitment_due", commitment.pk, "2025-12-31")]


def test_membership_that_was_left_obliges_to_nothing_later(
    source: Source, home: Organisation, network: Organisation
) -> None:
    kept = membership(source, network, home)
    add_commitment(by=BY, source=source, text="A report", membership=kept, due_on=on("2026-12-31"))
    assert len(told("commitment_due")) == 1

    end_membership(by=BY, source=source, membership=kept, until=on("2026-10"))
    assert told("commitment_due") == []
