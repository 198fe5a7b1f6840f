"""Decisions of the record as pure functions of values: no query, no clock; the day is given.

Keys are those of `vocabulary.py`, as plain strings, so that nothing here needs Django.
"""

from __future__ import annotations

from solmu.registry.rules.agreements import (
    IN_FORCE,
    NO_LONGER,
    StatusOnDay,
    agreement_status,
    may_be_suspended,
    years_since,
)
from solmu.registry.rules.decisions import (
    NextDecision,
    days_before,
    ending_soon_from,
    last_day_to_decide,
    next_decision,
    reminded_from,
    turning_days,
)
from solmu.registry.rules.ends import CurrentEnd, current_end, days_of_change, last_end, notice_effect, nth_end
from solmu.registry.rules.facts import NO_NOTICE, AgreementFacts, AmendmentFact, NoticeFact
from solmu.registry.rules.partnerships import (
    ENDING_STATUSES,
    PartnershipFact,
    PartnershipState,
    partnership_state,
    suspension_of_tie,
)
from solmu.registry.rules.spans import StatusSpan, status_span

__all__ = [
    "ENDING_STATUSES",
    "IN_FORCE",
    "NO_LONGER",
    "NO_NOTICE",
    "AgreementFacts",
    "AmendmentFact",
    "CurrentEnd",
    "NextDecision",
    "NoticeFact",
    "PartnershipFact",
    "PartnershipState",
    "StatusOnDay",
    "StatusSpan",
    "agreement_status",
    "current_end",
    "days_before",
    "days_of_change",
    "ending_soon_from",
    "last_day_to_decide",
    "last_end",
    "may_be_suspended",
    "next_decision",
    "notice_effect",
    "nth_end",
    "partnership_state",
    "reminded_from",
    "status_span",
    "suspension_of_tie",
    "turning_days",
    "years_since",
]
