"""Claims: what a document asserts, before anyone has reviewed it, and their JSON (format 1)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any, Final

from solmu.intake.reading.documents.document import Document

FORMAT: Final = 1
LONGEST_EVIDENCE: Final = 400

# The fields of each kind, in the order they are written, with what stands where the text says nothing.
FIELDS: Final[dict[str, dict[str, Any]]] = {
    "partnership": {"partner": None, "relation": None, "since": None, "until": None, "status": None, "changes": []},
    "agreement": {
        "partners": [], "agreement_kind": None, "kind_as_written": None, "signed": None, "valid_from": None,
        "valid_until": None, "open_ended": False, "themes": [], "ordinal": None, "changes": [],
    },
    "membership": {"network": None, "since": None, "until": None, "role": None, "fee": None},
    "institution_link": {
        "level": None, "home": None, "partner_institution": None, "partner": None, "since": None, "covers_all": False,
    },
    "recognition": {
        "title": None, "giver": None, "occasion": None, "year": None, "recipient": None, "earlier_recipients": [],
    },
    "activity": {
        "title": None, "activity_kind": None, "start": None, "end": None, "direction": None, "partners": [],
        "participants": None,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the document and the fields they carry; `text` is exactly what stands from `start` to `end`."""

    start: int
    end: int
    text: str
    carries: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "text": self.text, "for": list(self.carries)}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a claim needs eyes: a code for programs, a sentence for people."""

    code: str
    sentence: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that a name in a claim may mean."""

    name: str
    country: str
    geonames_id: int | None
    admin1: str
    latitude: float
    longitude: float
    population: int

    def as_json(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in self.__slots__}


@dataclass(frozen=True, slots=True)
class Claim:
    """One assertion of a document. `fields` are those of its kind in `FIELDS`; `pattern` names its rule."""

    id: str
    kind: str
    fields: dict[str, Any]
    evidence: tuple[Evidence, ...]
    pattern: str
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[PlaceCandidate, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            **self.fields,
            "evidence": [piece.as_json() for piece in self.evidence],
            "reasons": [reason.as_json() for reason in self.reasons],
            "pattern": self.pattern,
            "candidates": [candidate.as_json() for candidate in self.candidates],
        }


def claim_id(document_sha256: str, kind: str, identity: Any) -> str:
    """The same for the same document and fact, whatever else was read about it."""
    key = json.dumps([document_sha256, kind, identity], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def to_json(document: Document, claims: list[Claim]) -> dict[str, Any]:
    """What `solmu intake FILE --json` prints."""
    return {
        "format": FORMAT,
        "document": {
            "name": document.name,
            "sha256": document.sha256,
            "language": document.language,
            "home": document.home,
        },
        "claims": [claim.as_json() for claim in claims],
    }
