"""From a claim to the registry's actions: one function per kind of claim.

Each finds what the record already has, adds what is missing through the registry's own actions and notes every effect,
so that the acceptance can be withdrawn. Nothing is filled in that the claim does not say.
"""

from __future__ import annotations

from collections.abc import Callable

from solmu.core.models import Record
from solmu.intake.actions.acceptance.agreements import take_agreement
from solmu.intake.actions.acceptance.entering import Acceptance
from solmu.intake.actions.acceptance.events import take_activity, take_recognition
from solmu.intake.actions.acceptance.institutions import take_institution_link, take_membership
from solmu.intake.actions.acceptance.partnerships import take_partnership
from solmu.intake.vocabulary import EffectKind
from solmu.registry.actions.citations import cite

__all__ = ["Acceptance", "take_into_record"]

TAKERS: dict[str, Callable[[Acceptance], Record]] = {
    "partnership": take_partnership,
    "agreement": take_agreement,
    "membership": take_membership,
    "institution_link": take_institution_link,
    "recognition": take_recognition,
    "activity": take_activity,
}

COMPARED = frozenset(
    {"since", "until", "signed", "valid_from", "valid_until", "year", "start", "end", "direction", "participants"}
)
"""Fields that say one thing for ever: where two sources differ, one of them is wrong. A status may change."""


def take_into_record(acceptance: Acceptance) -> Record:
    """Put the claim into the record and cite its words; gives the record it became or was already.

    Raises SolmuError, with nothing done, where a place or an institution it needs is not known.
    """
    record = TAKERS[acceptance.content["kind"]](acceptance)
    for piece in acceptance.content["evidence"]:
        for name in piece["for"] or [""]:
            citation = cite(
                by=acceptance.by,
                source=acceptance.source,
                record=record,
                field=name,
                quote=piece["text"],
                start=piece["start"],
                end=piece["end"],
                value=_compared(acceptance, name),
            )
            if citation:
                acceptance.note(EffectKind.CITED, record, part_id=citation.pk)
    return record


def _compared(acceptance: Acceptance, name: str) -> str:
    """What the claim says of a field that can be compared with what other sources say."""
    value = acceptance.content.get(name) if name in COMPARED else None
    return "" if value is None else str(value)
