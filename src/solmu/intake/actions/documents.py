"""Keeping a document that was read, with the claims found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError

from solmu.core.actions import add_source, store_file
from solmu.core.audit import recorded
from solmu.core.errors import SolmuError
from solmu.core.models import Account, Source
from solmu.core.vocabulary import SourceKind
from solmu.intake.models import Claim, SourceText
from solmu.intake.permissions import check_can_review_claims
from solmu.intake.reading.documents import Document

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
