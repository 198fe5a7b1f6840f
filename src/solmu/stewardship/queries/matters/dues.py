"""Matters about days that were set: looks at fees and benefits of memberships, commitments."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from solmu.core.dates import End, PartialDate
from solmu.core.terms import Term, shift_day
from solmu.registry.models import Commitment, CommitmentFulfilment, Membership, MembershipReview
from solmu.registry.vocabulary import ReviewedPart
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.dues import CommitmentFacts, matters_of_commitment, review_of_membership


def membership_reviews(asked: Asked) -> Iterator[Found]:
    """The home city's memberships whose fee or benefit is to be looked at."""
    lead = Term(asked.city.review_lead_months)
    near = shift_day(asked.day, lead.months)
    rows = asked.rows(Membership).filter(
        Q(fee_review_on_earliest__lte=near) | Q(benefit_review_on_earliest__lte=near),
        Q(member_until_latest__isnull=True) | Q(member_until_latest__gte=asked.day),
        organisation__is_home=True,
    )
    made: dict[tuple[str, str], list[PartialDate]] = {}
    reviews = MembershipReview.objects.filter(reviewed_earliest__isnull=False)
    for membership, part, reviewed in reviews.values_list("membership_id", "part", "reviewed"):
        made.setdefault((membership, part), []).append(reviewed)
    for key, fee, benefit in rows.values_list("pk", "fee_review_on", "benefit_review_on"):
        for rule, part, on in (
            ("fee_review_due", ReviewedPart.FEE, fee),
            ("benefit_review_due", ReviewedPart.BENEFIT, benefit),
        ):
            for raised in review_of_membership(rule, on, made.get((key, part), ()), asked.day, lead):
                yield key, raised


def commitments(asked: Asked) -> Iterator[Found]:
    """Commitments that were not met, or are due soon.

    A terminated agreement obliges to nothing that is due after its end, a membership to nothing after it was left; a
    final report after an agreement's ordinary end is still due.
    """
    lead = Term(asked.city.review_lead_months)
    rows = asked.rows(Commitment).filter(
        Q(agreement__isnull=True)
        | Q(agreement__record__removed_at__isnull=True, agreement__record__merged_into__isnull=True),
        Q(membership__isnull=True)
        | Q(membership__record__removed_at__isnull=True, membership__record__merged_into__isnull=True),
        due_on_earliest__lte=shift_day(asked.day, lead.months),
    )
    met: dict[str, list[PartialDate]] = {}
    done = CommitmentFulfilment.objects.filter(Q(done_on_earliest__isnull=True) | Q(done_on_earliest__lte=asked.day))
    for key, due_on in done.values_list("commitment_id", "due_on"):
        met.setdefault(key, []).append(due_on)
    for key, due_on, every_months, *ends in rows.values_list(
        "pk", "due_on", "every_months", "until", "agreement__terminated_on", "membership__member_until"
    ):
        facts = CommitmentFacts(due_on, every_months, _first(*ends), tuple(met.get(key, ())))
        for raised in matters_of_commitment(facts, asked.day, lead):
            yield key, raised


def _first(*ends: End) -> End:
    """The end that comes first; what is open or not known is no end."""
    known = [end for end in ends if isinstance(end, PartialDate)]
    return min(known, key=lambda end: end.latest, default=None)
