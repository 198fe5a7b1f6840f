"""Where each kind of record has its page at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.urls import reverse

from solmu.registry.models import Organisation
from solmu.registry.vocabulary import NETWORK_KINDS, RecordKind

PAGES: Mapping[str, str] = MappingProxyType(
    {
        RecordKind.PARTNERSHIP: "partner",
        RecordKind.AGREEMENT: "agreement",
        RecordKind.INSTITUTION_LINK: "institution-link",
        RecordKind.COVERAGE_STATEMENT: "coverage",
        RecordKind.ORGANISATION: "organisation",
        RecordKind.RECOGNITION: "recognition",
        RecordKind.MEMBERSHIP: "membership",
        RecordKind.COMMITMENT: "commitment",
        RecordKind.DECISION: "decision",
        RecordKind.ACTIVITY: "activity",
        RecordKind.CONTACT: "contact",
        RecordKind.STORY: "story",
        RecordKind.UNIT: "unit",
        RecordKind.THEME: "theme",
    }
)
"""The name of the address of each kind that has a page of its own; the others have the page every record has."""


def page_of(record_id: str, kind: str) -> str:
    """The address of a record's page; at most one query, for an organisation."""
    if kind == RecordKind.ORGANISATION and _is_network(record_id):
        return reverse("desk:network", args=[record_id])
    name = PAGES.get(kind)
    return reverse(f"desk:{name}", args=[record_id]) if name else reverse("desk:record", args=[record_id])


def _is_network(record_id: str) -> bool:
    return Organisation.objects.filter(pk=record_id, kind__in=NETWORK_KINDS).exists()
