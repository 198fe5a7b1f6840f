"""Documents of a made-up city with claims built by hand, in the claims format; evidence is found in the text."""

from __future__ import annotations

from datetime import date
from typing import Any

from solmu.core.actions import add_source
from solmu.core.audit import head_line
from solmu.core.models import Source, system_actor
from solmu.core.vocabulary import SourceKind
from solmu.intake.models import AcceptanceEffect, Claim, SourceText
from solmu.registry.models import (
    Activity,
    Agreement,
    AgreementPartnership,
    AgreementSeries,
    AgreementSuspension,
    Citation,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Organisation,
    Partnership,
    PartnershipChange,
    Recognition,
)

FIELDS: dict[str, dict[str, Any]] = {
    "partnership": {
        "partner": None, "relation": "sister_city", "since": None, "until": None, "status": None, "changes": [],
    },
    "agreement": {
        "partners": [], "agreement_kind": "memorandum_of_understanding", "kind_as_written": None, "signed": None,
        "valid_from": None, "valid_until": None, "open_ended": False, "themes": [], "ordinal": None, "changes": [],
    },
    "membership": {"network": None, "since": None, "until": None, "role": None, "fee": None},
    "institution_link": {
        "level": "school", "home": None, "partner_institution": None, "partner": None, "since": None,
        "covers_all": False,
    },
    "recognition": {
        "title": None, "giver": None, "occasion": None, "year": None, "recipient": None, "earlier_recipients": [],
    },
    "activity": {
        "title": None, "activity_kind": "visit", "start": None, "end": None, "direction": None, "partners": [],
        "participants": None,
    },
}  # fmt: skip

TARTU = {"name": "Tartto", "country": "EE"}
UMEA = {"name": "Uumaja", "country": "SE"}


def claim(kind: str, text: str = "", cites: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    """A claim in the claims format. `cites` gives for each field the words of `text` that carry it."""
    evidence: dict[tuple[int, int], dict[str, Any]] = {}
    for name, words in (cites or {}).items():
        start = text.find(words)
        assert start >= 0, f"{words!r} does not stand in the text"
        piece = {"start": start, "end": start + len(words), "text": words, "for": []}
        evidence.setdefault((start, len(words)), piece)["for"].append(name)
    unknown = set(fields) - set(FIELDS[kind])
    assert not unknown, unknown
    return {
        "id": f"{kind}-{len(evidence)}",
        "kind": kind,
        **FIELDS[kind],
        **fields,
        "evidence": list(evidence.values()),
        "reasons": [],
        "pattern": "by-hand",
        "candidates": [],
    }


def kept(*claims: dict[str, Any], text: str = "", is_public: bool = True, language: str = "fi") -> list[Claim]:
    """A document in the record with these claims, to review."""
    number = SourceText.objects.count() + 1
    source = add_source(
        by=system_actor(),
        kind=SourceKind.PAGE,
        title=f"Page {number}",
        read_on=date(2026, 11, 24),
        is_public=is_public,
        language=language,
    )
    SourceText.objects.create(source=source, sha256=f"{number:064d}", text=text, language=language, home="Rantala")
    return [
        Claim.objects.create(source=source, position=position, kind=content["kind"], content=content)
        for position, content in enumerate(claims, start=1)
    ]


def source_of(claims: list[Claim]) -> Source:
    return claims[0].source


LIVE = (
    Organisation, Partnership, Agreement, AgreementSeries, InstitutionLink, CoverageStatement, Recognition, Membership,
    Activity,
)  # fmt: skip
PARTS = (PartnershipChange, AgreementPartnership, AgreementSuspension, Citation, AcceptanceEffect)


def counts() -> dict[str, int]:
    """How many live records of each kind there are, and how many of the parts that an acceptance adds to them."""
    numbers = {model.__name__: model.objects.live().count() for model in LIVE}
    live = {str(key) for model in LIVE for key in model.objects.live().values_list("pk", flat=True)}
    for model in PARTS:
        owner = {
            PartnershipChange: "partnership_id",
            AgreementPartnership: "agreement_id",
            AgreementSuspension: "agreement_id",
        }.get(model, "record_id")  # type: ignore[call-overload]
        numbers[model.__name__] = model.objects.filter(**{f"{owner}__in": live}).count()
    return numbers


def everything() -> tuple[dict[str, int], str]:
    return counts(), head_line()
