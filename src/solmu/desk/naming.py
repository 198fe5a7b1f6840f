"""What records are called at the desk, and choices of them for forms; each one query or two, whatever the number."""

from __future__ import annotations

from django.utils.translation import get_language

from solmu.places.queries import shown_name_of
from solmu.registry.models import Partnership


def reading_language() -> str:
    return (get_language() or "en").partition("-")[0]


def partner_name(partnership: Partnership) -> str:
    """The partner city in the reader's language; its names must be prefetched (`partner__names`)."""
    return shown_name_of(partnership.partner, reading_language()).text


def partnership_choices() -> list[tuple[str, str]]:
    """Every partnership's id with its city's name, in the reader's alphabet; two queries."""
    rows = (
        Partnership.objects.live()
        .filter(partner__sort_keys__language=reading_language())
        .order_by("partner__sort_keys__key", "pk")
        .select_related("partner")
        .prefetch_related("partner__names")
    )
    return [(row.pk, partner_name(row)) for row in rows]
