"""What records are called at the desk, and choices of them for forms; each one query or two, whatever the number."""

from __future__ import annotations

from django.utils.translation import get_language

from solmu.places.queries import shown_name_of
from solmu.places.sorting import sort_key
from solmu.registry.models import Agreement, Membership, Organisation, Partnership, Theme
from solmu.registry.naming import text_in
from solmu.registry.queries.names import names_of_agreements


def reading_language() -> str:
    return (get_language() or "en").partition("-")[0]


def partner_name(partnership: Partnership) -> str:
    """The partner city in the reader's language; its names must be prefetched (`partner__names`)."""
    return shown_name_of(partnership.partner, reading_language()).text


def partnerships_in_alphabet() -> list[Partnership]:
    """Every partnership with its city's names, in the reader's alphabet; two queries."""
    return list(
        Partnership.objects.live()
        .filter(partner__sort_keys__language=reading_language())
        .order_by("partner__sort_keys__key", "pk")
        .select_related("record", "partner")
        .prefetch_related("partner__names")
    )


def partnership_choices() -> list[tuple[str, str]]:
    """Every partnership's id with its city's name, in the reader's alphabet; two queries."""
    return [(row.pk, partner_name(row)) for row in partnerships_in_alphabet()]


def agreement_choices() -> list[tuple[str, str]]:
    """Every agreement's id with its name, by partner; four queries."""
    names, language = names_of_agreements(Agreement.objects.live()), reading_language()
    return in_alphabet([(key, names.of(key, language)) for key in names.rows])


def membership_choices() -> list[tuple[str, str]]:
    """The home city's memberships by the name of the network; one query."""
    rows = Membership.objects.live().filter(organisation__is_home=True).select_related("network")
    return in_alphabet([(row.pk, text_in(row.network.name, reading_language())) for row in rows])


def theme_choices() -> list[tuple[str, str]]:
    """The city's themes, in the city's own order; one query."""
    return [(row.pk, text_in(row.name, reading_language())) for row in Theme.objects.live()]


def organisation_choices(*kinds: str) -> list[tuple[str, str]]:
    """Organisations, of some kinds where asked, with the city each is in; two queries."""
    rows = Organisation.objects.live().select_related("place").prefetch_related("place__names")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return in_alphabet([(row.pk, organisation_name(row)) for row in rows])


def organisation_name(row: Organisation) -> str:
    """*Lintulan lukio (Lintula)*; of a city its name alone. The place's names must be prefetched."""
    name = text_in(row.name, reading_language())
    where = shown_name_of(row.place, reading_language()).text if row.place else ""
    return f"{name} ({where})" if where and where not in name else name


def in_alphabet(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices by their words, in the reader's alphabet."""
    return sorted(choices, key=lambda choice: sort_key(choice[1], reading_language()))
