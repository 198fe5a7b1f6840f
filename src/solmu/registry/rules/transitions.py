"""What the state of an agreement or a partnership allows; what a person may is asked elsewhere (`permissions`).

Each question gives None where it is allowed, else the sentence that says why not and what to do instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from solmu.core.errors import Phrase

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

_STATES: Mapping[str, Phrase] = MappingProxyType(
    {
        "draft": Phrase("It is a draft."),
        "in_negotiation": Phrase("It is still being negotiated."),
        "approved": Phrase("It is approved but not signed."),
        "terminated": Phrase("It was terminated."),
        "replaced": Phrase("Another agreement has replaced it."),
        "expired": Phrase("It has ended."),
        "suspended": Phrase("It is suspended already."),
        "": Phrase("It has not been made by that day."),
    }
)

_STAGES: Mapping[str, Phrase] = MappingProxyType(
    {
        "draft": Phrase("draft"),
        "in_negotiation": Phrase("in negotiation"),
        "approved": Phrase("approved"),
    }
)

_REMEDIES: Mapping[tuple[str, frozenset[str]], Phrase] = MappingProxyType(
    {
        ("sign", UNSIGNED): Phrase("Record the decision that approves it first, then the signatures."),
        ("sign", OVER): Phrase("Check which agreement was signed."),
        ("suspend", frozenset({"suspended"})): Phrase("End that suspension first."),
        ("extend", OVER): Phrase("Make the agreement that follows it instead."),
        ("amend", OVER): Phrase("Make the agreement that follows it instead."),
        ("succeed", frozenset({"replaced"})): Phrase("Follow the one that replaced it."),
        ("record_no_successor", frozenset({"replaced"})): Phrase("Say it of the one that replaced it."),
    }
)

_REMEDY_UNSIGNED = Phrase("Change the draft, or have it signed first.")
_REMEDY_OVER = Phrase("Check the day, and which agreement is meant.")
_SIGNED = Phrase("It is signed. This step is only for what is not signed yet; amend it instead.")


def allowed(status: str, verb: str) -> Phrase | None:
    """Whether an agreement of this status (empty: not made by then) may go through the verb: None, or why not."""
    if status in TRANSITIONS[verb]:
        return None
    if status in RUNNING and TRANSITIONS[verb] <= UNSIGNED:
        return _SIGNED
    return Phrase("%(state)s %(remedy)s", state=_STATES[status], remedy=_remedy(status, verb))


def stage_allowed(stage: str, to: str) -> Phrase | None:
    """Whether an agreement not yet signed may go from one stage to another: None, or why not."""
    if to in NEXT_STAGES.get(stage, frozenset()):
        return None
    return Phrase(
        "%(state)s It cannot become “%(stage)s” from there. Choose another stage.",
        state=_STATES[stage],
        stage=_STAGES.get(to) or to.replace("_", " "),
    )


def _remedy(status: str, verb: str) -> Phrase:
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

_TIE_STATES: Mapping[str, Phrase] = MappingProxyType(
    {
        "": Phrase("Nothing says that it was suspended or ended by that day."),
        "active": Phrase("It is active."),
        "suspended": Phrase("It is suspended already."),
        "ended": Phrase("It has ended."),
    }
)

_TIE_REMEDIES: Mapping[str, Phrase] = MappingProxyType(
    {
        "suspend": Phrase("Check the day; the tie must be going on to be suspended."),
        "resume": Phrase("Check the day; only a tie that rests, is suspended or has ended can be taken up again."),
        "end": Phrase("Check the day, or take the tie up again first."),
    }
)


def tie_allowed(status: str, verb: str) -> Phrase | None:
    """Whether a partnership of this status may go through the verb: None, or why not."""
    if status in TIE_TRANSITIONS[verb]:
        return None
    return Phrase("%(state)s %(remedy)s", state=_TIE_STATES[status], remedy=_TIE_REMEDIES[verb])
