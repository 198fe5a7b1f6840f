"""What the state of an agreement or a partnership allows; what a person may is asked elsewhere (`permissions`).

Each question gives None where it is allowed, else the sentence that says why not and what to do instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

UNSIGNED = frozenset({"draft", "in_negotiation", "approved"})

OVER = frozenset({"terminated", "replaced", "expired"})

RUNNING = frozenset(
    {
        "signed_not_yet_in_force",
        "in_force",
        "ending_soon",
        "no_end_recorded",
        "in_force_not_applied",
        "suspended",
        "not_known",
    }
)
"""Signed and not known to have ended."""

NEXT_STAGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "draft": frozenset({"in_negotiation", "approved"}),
        "in_negotiation": frozenset({"approved", "draft"}),
        "approved": frozenset({"in_negotiation", "draft"}),
    }
)
"""Where an agreement that is not yet signed may go; what falls through goes back."""

TRANSITIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "advance": UNSIGNED,
        "sign": frozenset({"approved"}) | RUNNING,
        "suspend": RUNNING - {"suspended"},
        "resume": RUNNING,
        "give_notice": RUNNING,
        "extend": RUNNING,
        "amend": RUNNING,
        "review": RUNNING | OVER,
        "terminate": RUNNING,
        "succeed": RUNNING | {"expired", "terminated"},
        "record_no_successor": RUNNING | {"expired", "terminated"},
        "set_terms": UNSIGNED | RUNNING,
        "abandon": UNSIGNED,
    }
)
"""The statuses (`vocabulary.AgreementStatus`) in which each verb is allowed."""

_STATES: Mapping[str, str] = MappingProxyType(
    {
        "draft": "It is a draft",
        "in_negotiation": "It is still being negotiated",
        "approved": "It is approved but not signed",
        "terminated": "It was terminated",
        "replaced": "Another agreement has replaced it",
        "expired": "It has ended",
        "suspended": "It is suspended already",
        "": "It has not been made by that day",
    }
)

_REMEDIES: Mapping[tuple[str, frozenset[str]], str] = MappingProxyType(
    {
        ("sign", UNSIGNED): "Record the decision that approves it first, then the signatures.",
        ("sign", OVER): "Check which agreement was signed.",
        ("suspend", frozenset({"suspended"})): "End that suspension first.",
        ("extend", OVER): "Make the agreement that follows it instead.",
        ("amend", OVER): "Make the agreement that follows it instead.",
        ("succeed", frozenset({"replaced"})): "Follow the one that replaced it.",
        ("record_no_successor", frozenset({"replaced"})): "Say it of the one that replaced it.",
    }
)

_REMEDY_UNSIGNED = "Change the draft, or have it signed first."
_REMEDY_OVER = "Check the day, and which agreement is meant."
_SIGNED = "It is signed. This step is only for what is not signed yet; amend it instead."


def allowed(status: str, verb: str) -> str | None:
    """Whether an agreement of this status (empty: not made by then) may go through the verb: None, or why not."""
    if status in TRANSITIONS[verb]:
        return None
    if status in RUNNING and TRANSITIONS[verb] <= UNSIGNED:
        return _SIGNED
    return f"{_STATES[status]}. {_remedy(status, verb)}"


def stage_allowed(stage: str, to: str) -> str | None:
    """Whether an agreement not yet signed may go from one stage to another: None, or why not."""
    if to in NEXT_STAGES.get(stage, frozenset()):
        return None
    return f"{_STATES[stage]}. It cannot become “{to.replace('_', ' ')}” from there. Choose another stage."


def _remedy(status: str, verb: str) -> str:
    for (named, statuses), remedy in _REMEDIES.items():
        if named == verb and status in statuses:
            return remedy
    return _REMEDY_UNSIGNED if status in UNSIGNED else _REMEDY_OVER


TIE_TRANSITIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "suspend": frozenset({"", "active", "dormant"}),
        "resume": frozenset({"dormant", "suspended", "ended"}),
        "end": frozenset({"", "active", "dormant", "suspended"}),
    }
)
"""The statuses of a partnership (empty: not stated) in which each verb is allowed. An ended one may begin anew."""

_TIE_STATES: Mapping[str, str] = MappingProxyType(
    {
        "": "Nothing says that it was suspended or ended by that day",
        "active": "It is active",
        "suspended": "It is suspended already",
        "ended": "It has ended",
    }
)

_TIE_REMEDIES: Mapping[str, str] = MappingProxyType(
    {
        "suspend": "Check the day; the tie must be going on to be suspended.",
        "resume": "Check the day; only a tie that rests, is suspended or has ended can be taken up again.",
        "end": "Check the day, or take the tie up again first.",
    }
)


def tie_allowed(status: str, verb: str) -> str | None:
    """Whether a partnership of this status may go through the verb: None, or why not."""
    if status in TIE_TRANSITIONS[verb]:
        return None
    return f"{_TIE_STATES[status]}. {_TIE_REMEDIES[verb]}"
