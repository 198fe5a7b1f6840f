"""Permanent addresses: an opaque id and, for the reader, a name that may change."""

from __future__ import annotations

from django.urls import reverse

from solmu.core.models import Record
from solmu.places.names import fold
from solmu.registry.vocabulary import RecordKind

_PAGES = {RecordKind.PARTNERSHIP: "portal:partner", RecordKind.AGREEMENT: "portal:agreement"}


def slug(name: str) -> str:
    """A name as it stands in an address: *Køge* → `koge`; `record` for one without letters an address can carry."""
    return "-".join(word for word in fold(name).split() if word.isascii()) or "record"


def home_address(language: str) -> str:
    return reverse("portal:home", args=[language])


def partners_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("partners", language, choice, page)


def partner_address(language: str, record_id: str, name: str) -> str:
    return reverse("portal:partner", args=[language, record_id, slug(name)])


def list_address(name: str, language: str, choice: str = "", page: int = 1) -> str:
    """The address of a list with filters and pages, by its name in `urls.py`; a list's first page has no number."""
    segments = {"choice": choice} if choice else {}
    return reverse(f"portal:{name}", kwargs={"language": language, **segments, **({"page": page} if page > 1 else {})})


def agreements_address(language: str, choice: str = "", page: int = 1) -> str:
    return list_address("agreements", language, choice, page)


def agreement_address(language: str, record_id: str, name: str) -> str:
    return reverse("portal:agreement", args=[language, record_id, slug(name)])


def about_address(language: str) -> str:
    return reverse("portal:about", args=[language])


def accessibility_address(language: str) -> str:
    return reverse("portal:accessibility", args=[language])


def privacy_address(language: str) -> str:
    return reverse("portal:privacy", args=[language])


def feedback_address(language: str) -> str:
    return reverse("portal:feedback", args=[language])


def feedback_sent_address(language: str, record_id: str) -> str:
    return reverse("portal:feedback_sent", args=[language, record_id])


def calendar_address(language: str) -> str:
    """The feed of activities, as readers know it: it is another front's, and fronts ask nothing of each other."""
    return f"/{language}/calendar/activities.ics"


def public_page(language: str, record_id: str) -> str:
    """The page of a published record of a kind that has pages, else empty; it leads to the address with the name."""
    kinds = Record.objects.filter(pk=record_id, is_published=True).values_list("kind", flat=True)
    page = _PAGES.get(RecordKind(kind)) if (kind := kinds.first()) else None
    return reverse(page, args=[language, record_id, slug("")]) if page else ""
