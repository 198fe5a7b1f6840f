"""Reads of the files the public may have: images of records and documents of agreements."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from solmu.registry.models import AgreementDocument, RecordImage
from solmu.registry.rules.documents import PDF
from solmu.registry.vocabulary import Publicity

_SHOWN = {"removed_at__isnull": True, "merged_into__isnull": True, "is_published": True}


def _of(record: str) -> dict[str, Any]:
    return {f"{record}__{name}": value for name, value in _SHOWN.items()}


def public_image(record_id: str) -> RecordImage | None:
    """The image of a published record; one query."""
    return RecordImage.objects.filter(record=record_id, **_of("record")).select_related("file").first()


def public_documents() -> QuerySet[AgreementDocument]:
    """The documents that are published, of agreements that are; what is not public by law is never among them."""
    rows = AgreementDocument.objects.filter(is_published=True, publicity=Publicity.PUBLIC, **_of("agreement__record"))
    return rows.select_related("file").order_by("language", "version", "pk")


def documents_of(agreement_id: str) -> list[AgreementDocument]:
    """The published documents of an agreement by language and version; one query."""
    return list(public_documents().filter(agreement=agreement_id))


def documents_not_accessible() -> list[AgreementDocument]:
    """The published PDFs that are not marked accessible, with their agreements: what an accessibility statement lists.

    By title; one query. The names of the agreements' partners are not loaded.
    """
    rows = public_documents().filter(file__media_type=PDF, is_accessible=False).select_related("file", "agreement")
    return sorted(rows, key=lambda row: (row.title, row.language, row.version, row.pk))
