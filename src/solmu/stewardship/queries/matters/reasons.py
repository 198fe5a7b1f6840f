"""Matters about changes without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from solmu.registry.models import Agreement, AgreementSuspension, PartnershipChange
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.reasons import reason_not_stated


def reasons_not_stated(asked: Asked) -> Iterator[Found]:
    """Suspensions, ends and terminations whose source states no reason; of the past and the present, not ahead."""
    ties = PartnershipChange.objects.filter(_by(asked, "on"), is_reason_not_stated=True, **asked.live("partnership"))
    for tie, key, status, on in ties.values_list("partnership_id", "pk", "status", "on"):
        yield tie, reason_not_stated(f"tie_{status}", key, on)
    agreements = (
        asked.rows(Agreement)
        .filter(_by(asked, "terminated_on"), is_termination_reason_not_stated=True)
        .exclude(terminated_on="")
    )
    for agreement, on in agreements.values_list("pk", "terminated_on"):
        yield agreement, reason_not_stated("terminated", "termination", on)
    suspensions = AgreementSuspension.objects.filter(
        _by(asked, "suspended_from"), is_reason_not_stated=True, **asked.live("agreement")
    )
    for agreement, key, on in suspensions.values_list("agreement_id", "pk", "suspended_from"):
        yield agreement, reason_not_stated("suspended", key, on)


def _by(asked: Asked, column: str) -> Q:
    return Q(**{f"{column}_earliest__isnull": True}) | Q(**{f"{column}_earliest__lte": asked.day})
