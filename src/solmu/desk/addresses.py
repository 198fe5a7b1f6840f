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
        RecordKind.RECOGNITION: "recognition",
        RecordKind.MEMBERSHIP: "membership",
        RecordKind.ACTIVITY: "activity",
        RecordKind.COMMITMENT: "commitment",
        RecordKind.CONTACT: "contact",
        RecordKind.STORY: "story",
        RecordKind.THEME: "theme",
        RecordKind.UNIT: "unit",
        RecordKind.DECISION: "decision",
    }
)
"""The name of each kind's address. An organisation's follows from what it is; an agreement history has none."""


def page_of(record_id: str, kind: str) -> str:
    """The address of a record's page; at most one query, for an organisation."""
    if kind == RecordKind.ORGANISATION:
        found = Organisation.objects.filter(pk=record_id).values_list("kind", flat=True).first()
        return reverse("desk:network" if found in NETWORK_KINDS else "desk:organisation", args=[record_id])
    name = PAGES.get(kind)
    return reverse(f"desk:{name}", args=[record_id]) if name else reverse("desk:record", args=[record_id])
