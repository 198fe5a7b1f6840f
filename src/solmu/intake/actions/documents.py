"""Keeping a document that was read, with the claims found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import IntegrityError

from solmu.core.actions import add_source, store_file
from solmu.core.audit import recorded
from solmu.core.city import City
from solmu.core.errors import SolmuError
from solmu.core.models import Account, Source
from solmu.core.vocabulary import SourceKind
from solmu.intake.models import Claim, SourceText
from solmu.intake.permissions import check_can_review_claims
from solmu.intake.reading import find_claims, read_document, to_json, with_home
from solmu.intake.reading.documents import Document
from solmu.places.gazetteer import Gazetteer
from solmu.places.names import fold

MEDIA_TYPES = {"text": "text/plain", "markdown": "text/markdown", "html": "text/html"}


@dataclass(frozen=True)
class KeptDocument:
    """A document in the record; `is_new` is False where it was read before and nothing was added."""

    source: Source
    is_new: bool


def keep_document(
    *,
    by: Account,
    document: Document,
    content: bytes,
    claims: Sequence[dict[str, Any]],
    read_on: date,
    is_public: bool,
    address: str = "",
) -> KeptDocument:
    """Keep a document's file, its text and its claims. A document with the same bytes is kept once.

    `claims` are in the claims format; the media type is that of the document's format. Raises SolmuError where the
    address is none.
    """
    check_can_review_claims(by)
    if address and not address.startswith(("http://", "https://")):
        raise SolmuError("“%(address)s” is not an address. Write it whole, beginning with https://.", address=address)
    if known := _kept(document):
        return known
    try:
        source = _keep(by, document, content, claims, read_on, is_public=is_public, address=address)
    except IntegrityError:  # somebody kept the same document at this moment
        if known := _kept(document):
            return known
        raise
    return KeptDocument(source, is_new=True)


def take_in_document(
    *,
    by: Account,
    content: bytes,
    name: str,
    city: City,
    gazetteer: Gazetteer,
    read_on: date,
    is_public: bool,
    address: str = "",
) -> KeptDocument:
    """Read a file and keep it with its claims; raises SolmuError for what cannot be read, and for another city's."""
    check_can_review_claims(by)
    document = with_home(read_document(content, name), gazetteer)
    refuse_another_city(document, city)
    document = replace(document, home=document.home or city.name)
    return keep_document(
        by=by,
        document=document,
        content=content,
        claims=to_json(document, find_claims(document, gazetteer=gazetteer))["claims"],
        read_on=read_on,
        is_public=is_public,
        address=address,
    )


def refuse_another_city(document: Document, city: City) -> None:
    """Raise SolmuError where the document is another city's page."""
    names = {fold(name.nominative) for name in city.names.values()} | {fold(city.name)}
    if document.home and fold(document.home) not in names:
        raise SolmuError(
            "%(name)s is a page of another city (%(home)s). What this record keeps is read from pages of %(city)s.",
            name=document.name,
            home=document.home,
            city=city.name,
        )


def _kept(document: Document) -> KeptDocument | None:
    known = SourceText.objects.filter(sha256=document.sha256).select_related("source").first()
    return KeptDocument(known.source, is_new=False) if known else None


def _keep(
    by: Account,
    document: Document,
    content: bytes,
    claims: Sequence[dict[str, Any]],
    read_on: date,
    *,
    is_public: bool,
    address: str,
) -> Source:
    with recorded(by=by, action="keep_document") as journal:
        source = add_source(
            by=by,
            kind=SourceKind.PAGE if document.format == "html" or address else SourceKind.DOCUMENT,
            title=document.title or _first_heading(document) or document.name,
            read_on=read_on,
            is_public=is_public,
            address=address,
            language="" if document.language == "und" else document.language,
            file=store_file(by=by, content=content, name=document.name, media_type=MEDIA_TYPES[document.format]),
        )
        SourceText.objects.create(
            source=source,
            sha256=document.sha256,
            text=document.text,
            language=source.language,
            home=document.home or "",
        )
        Claim.objects.bulk_create(
            Claim(source=source, position=position, kind=claim["kind"], content=claim)
            for position, claim in enumerate(claims, start=1)
        )
        journal.details(source.pk, claims=len(claims))
    return source


def _first_heading(document: Document) -> str:
    """The document's first heading or, in plain text, its first line, where that is short enough to be a title."""
    for block in document.blocks[:1]:
        words = document.text[block.start : block.end]
        if len(words) <= 120:
            return words
    return ""
