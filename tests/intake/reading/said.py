"""Short texts read and claimed, as tests ask for them."""

from __future__ import annotations

from typing import Any

from solmu.intake.reading import Claim, Document, find_claims, read_document
from solmu.places.gazetteer import Gazetteer

HOME = "Tampere"


def claims_of(text: str, gazetteer: Gazetteer, *, name: str = "page.txt", home: str = HOME) -> list[Claim]:
    return find_claims(read_document(text.encode(), name), home=home, gazetteer=gazetteer)


def said(claim: Claim) -> dict[str, Any]:
    """The kind and what the text gives, without what it does not."""
    return {"kind": claim.kind} | {key: value for key, value in claim.fields.items() if value not in (None, False, [])}


def partners(claims: list[Claim]) -> list[tuple[str, str | None, str, str | None]]:
    """Name, country, relation and since of each partnership, in order."""
    return [
        (c.fields["partner"]["name"], c.fields["partner"]["country"], c.fields["relation"], c.fields["since"])
        for c in claims
        if c.kind == "partnership"
    ]


def of_kind(claims: list[Claim], kind: str) -> list[dict[str, Any]]:
    return [said(claim) for claim in claims if claim.kind == kind]


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
