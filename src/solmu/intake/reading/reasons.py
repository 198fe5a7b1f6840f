"""Why a claim needs eyes: one small function per reason, each with its sentence.

These need the document and the gazetteer only. Reasons that compare with the record are given elsewhere, in the same
form. A sentence is a message id; what it names stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solmu.intake.reading.claims import Reason
from solmu.intake.reading.drafts import Draft
from solmu.places.gazetteer import ambiguous

Decider = Callable[[Draft, Sequence[Draft]], list[Reason]]


def unknown_place(draft: Draft, others: Sequence[Draft]) -> list[Reason]:
    """The gazetteer has no such place, or none in the country the document gives."""
    found = []
    for partner in draft.partners:
        if not partner.candidates:
            where = f" in {partner.country}" if partner.is_country_stated else ""
            found.append(
                Reason(
                    "unknown_place",
                    f"No place called {partner.name} is known{where}. Check the name, then choose the place.",
                )
            )
    return found


def ambiguous_place(draft: Draft, others: Sequence[Draft]) -> list[Reason]:
    """Several places bear the name, and nothing says which is meant."""
    return [
        Reason("ambiguous_place", f"{partner.name} may be any of several places. Choose the one that is meant.")
        for partner in draft.partners
        if ambiguous(partner.candidates)
    ]


def impossible_day(draft: Draft, others: Sequence[Draft]) -> list[Reason]:
    """The text gives a day that does not exist; its year is kept."""
    return [
        Reason(
            "impossible_day",
            f"The text says {words}, a day that does not exist; only the year was read. Correct the day.",
        )
        for words in dict.fromkeys(draft.faults)
    ]


def one_side_missing(draft: Draft, others: Sequence[Draft]) -> list[Reason]:
    """A link between institutions of which the text names one."""
    if draft.kind != "institution_link" or draft.get("covers_all"):
        return []
    missing = [name for name in ("home", "partner_institution") if not draft.get(name)]
    if not missing:
        return []
    side = "on our side" if missing[0] == "home" else "on the partner's side"
    if len(missing) == 2:
        side = "on either side"
    return [Reason("one_side_missing", f"The text names no institution {side}. Add it, or keep waiting for it.")]


def possibly_same(draft: Draft, others: Sequence[Draft]) -> list[Reason]:
    """Another agreement of the document with the same partner, year and place in its series."""
    if draft.kind != "agreement" or draft.get("ordinal") != "first" or not draft.get("signed"):
        return []
    year = str(draft.get("signed"))[:4]
    for other in others:
        if other is draft or other.kind != "agreement" or other.get("ordinal") != "first":
            continue
        if set(other.partners) & set(draft.partners) and str(other.get("signed") or "")[:4] == year:
            words = other.get("kind_as_written")
            return [
                Reason(
                    "possibly_same_agreement",
                    f"Possibly the same agreement as the first “{words}” of {year}. Accept both, or reject one.",
                )
            ]
    return []


DECIDERS: tuple[Decider, ...] = (unknown_place, ambiguous_place, impossible_day, one_side_missing, possibly_same)


def reasons_for(draft: Draft, others: Sequence[Draft]) -> tuple[Reason, ...]:
    """Every reason the deciders give, in their order."""
    return tuple(reason for decide in DECIDERS for reason in decide(draft, others))
