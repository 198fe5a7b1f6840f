"""Permanent addresses: an opaque id and, for the reader, a name that may change."""

from __future__ import annotations

from django.urls import reverse

from solmu.places.names import fold


def slug(name: str) -> str:
    """A name as it stands in an address: *Køge* → `koge`; `record` for one without letters an address can carry."""
    return "-".join(word for word in fold(name).split() if word.isascii()) or "record"


def home_address(language: str) -> str:
    return reverse("portal:home", args=[language])


def partner_address(language: str, record_id: str, name: str) -> str:
    return reverse("portal:partner", args=[language, record_id, slug(name)])


def agreements_address(language: str) -> str:
    return reverse("portal:agreements", args=[language])


def agreement_address(language: str, record_id: str, name: str) -> str:
    return reverse("portal:agreement", args=[language, record_id, slug(name)])


def calendar_address(language: str) -> str:
    """The feed of activities, as readers know it: it is another front's, and fronts ask nothing of each other."""
    return f"/{language}/calendar/activities.ics"
