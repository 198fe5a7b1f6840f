"""Reads of decisions."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from solmu.core.models import Record
from solmu.registry.models import (
    Agreement,
    AgreementAmendment,
    AgreementNotice,
    AgreementReview,
    AgreementSuspension,
    Decision,
    Membership,
    MembershipFee,
    PartnershipChange,
)


def decisions_by_id(ids: Collection[str]) -> dict[str, Decision]:
    """The published decisions among these; one query, none where none is asked for."""
    found: dict[str, Decision] = Decision.objects.published().select_related("record").in_bulk(list(ids)) if ids else {}
    return found


def records_decided(decision_id: str) -> list[str]:
    """The live agreements, memberships and partnerships that rest on the decision in something, by id; two queries."""
    own = Q(approved_by=decision_id) | Q(termination_decision=decision_id) | Q(no_successor_decision=decision_id)
    rows = Agreement.objects.filter(own).order_by().values_list("pk")
    parts = [
        model.objects.filter(decision=decision_id).order_by().values_list(of)
        for model, of in (
            (AgreementSuspension, "agreement_id"),
            (AgreementAmendment, "agreement_id"),
            (AgreementNotice, "agreement_id"),
            (AgreementReview, "agreement_id"),
            (Membership, "pk"),
            (MembershipFee, "membership_id"),
            (PartnershipChange, "partnership_id"),
        )
    ]
    named = {key for (key,) in rows.union(*parts)}
    live = Record.objects.filter(pk__in=named, removed_at=None, merged_into=None)
    return sorted(live.values_list("pk", flat=True))
