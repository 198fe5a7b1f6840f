"""Writes of agreements: a module of verbs for each thing that happens to one."""

from __future__ import annotations

from solmu.registry.actions.agreements.amending import amend_agreement, extend_agreement, review_agreement
from solmu.registry.actions.agreements.belonging import put_under_partnership, take_from_partnership
from solmu.registry.actions.agreements.ending import (
    give_notice,
    terminate_agreement,
    withdraw_notice,
    withdraw_termination,
)
from solmu.registry.actions.agreements.lines import confirm_series, leave_series, propose_series
from solmu.registry.actions.agreements.making import (
    AGREEMENT_DATES,
    TERMS,
    Party,
    ThemeWording,
    abandon_draft,
    add_agreement,
    advance_agreement,
    change_agreement,
    draft_agreement,
    set_agreement_dates,
    set_agreement_terms,
    themes_named,
)
from solmu.registry.actions.agreements.signing import sign_agreement
from solmu.registry.actions.agreements.succeeding import record_no_successor, replace_agreement, succeed_agreement
from solmu.registry.actions.agreements.suspending import remove_suspension, resume_agreement, suspend_agreement
from solmu.registry.actions.themes import add_theme

__all__ = [
    "AGREEMENT_DATES",
    "TERMS",
    "Party",
    "ThemeWording",
    "abandon_draft",
    "add_agreement",
    "add_theme",
    "advance_agreement",
    "amend_agreement",
    "change_agreement",
    "confirm_series",
    "draft_agreement",
    "extend_agreement",
    "give_notice",
    "leave_series",
    "propose_series",
    "put_under_partnership",
    "record_no_successor",
    "remove_suspension",
    "replace_agreement",
    "resume_agreement",
    "review_agreement",
    "set_agreement_dates",
    "set_agreement_terms",
    "sign_agreement",
    "succeed_agreement",
    "suspend_agreement",
    "take_from_partnership",
    "terminate_agreement",
    "themes_named",
    "withdraw_notice",
    "withdraw_termination",
]
