"""Decisions of the record as pure functions of values: no query, no clock; the day is given.

Keys are those of `vocabulary.py`, as plain strings, so that nothing here needs Django.
"""

from __future__ import annotations

from solmu.registry.rules.agreements import (
    IN_FORCE,
    NO_LONGER,
    NO_NOTICE,
    AgreementFacts,
    StatusOnDay,
    agreement_status,
    days_before,
    ending_soon_from,
    years_since,
)
from solmu.registry.rules.partnerships import ENDING_STATUSES, PartnershipFact, PartnershipState, partnership_state

__all__ = [
    "ENDING_STATUSES",
    "IN_FORCE",
    "NO_LONGER",
    "NO_NOTICE",
    "AgreementFacts",
    "PartnershipFact",
    "PartnershipState",
    "StatusOnDay",
    "agreement_status",
    "days_before",
    "ending_soon_from",
    "partnership_state",
    "years_since",
]
