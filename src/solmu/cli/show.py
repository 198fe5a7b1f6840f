"""`solmu show`: what is recorded, on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import click

from solmu.cli.instance import (
    interface_language,
    json_option,
    language_option,
    on_option,
    open_instance,
    print_json,
    print_table,
)
from solmu.core.city import City
from solmu.core.errors import SolmuError

KINDS = (
    "partnerships",
    "partner",
    "agreements",
    "networks",
    "institutions",
    "recognitions",
    "activities",
    "themes",
    "sources",
)


@click.command()
@click.argument("what", metavar="|".join(KINDS), type=click.Choice(KINDS))
@click.argument("name", required=False)
@on_option
@language_option
@json_option
def show(what: str, name: str | None, day: date | None, language: str | None, as_json: bool) -> None:
    """Show what is recorded, today or on another day. `show partner NAME` shows everything about one partner."""
    city = open_instance()
    if what == "partner" and not name:
        raise SolmuError("Name the partner: solmu show partner NAME")
    if what != "partner" and name:
        raise SolmuError(f"solmu show {what} takes no name. Leave “{name}” out.")
    from django.utils.translation import override

    asked = Asked(city, day or city.today(), interface_language(city, language))
    with override(asked.language):
        tables = TABLES[what](asked, name)
        if as_json:
            print_json([shape for table in tables for shape in table.shapes])
            return
        for table in tables:
            print_table(table.title, table.headings, table.rows, table.empty)


@dataclass(frozen=True)
class Asked:
    """What is asked for: of which day, in which language."""

    city: City
    day: date
    language: str

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language, *(other for other in self.city.languages if other != self.language))


@dataclass(frozen=True)
class Listing:
    """One table for people, and the same as objects in the claims format."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    shapes: list[dict[str, Any]]
    empty: str


# --- tables -----------------------------------------------------------------------------------------------------------


def _shown(value: str | None) -> str:
    """An EDTF date as the reader writes it."""
    from solmu.core.dates import PartialDate
    from solmu.core.wording import shown_date

    return shown_date(PartialDate.from_edtf(value)) if value else "–"


def _label(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value else "–"


def _joined(value: Any, between: str = ", ") -> str:
    return between.join(str(item) for item in value) if value else "–"


def partnerships(asked: Asked, name: str | None) -> list[Listing]:
    from solmu.registry.queries.on_day import partnership_objects

    return [_partnership_table(partnership_objects(asked.day, asked.languages, public_only=False), asked)]


def _partnership_table(objects: list[dict[str, Any]], asked: Asked) -> Listing:
    from django.utils.translation import gettext as _

    from solmu.places.countries import country_name
    from solmu.registry.vocabulary import PartnershipStatus, Relation

    return Listing(
        title=_("Partnerships"),
        headings=(_("Partner"), _("Country"), _("Kind"), _("Since"), _("Status")),
        rows=[
            (
                each["partner"]["name"],
                country_name(each["partner"]["country"], asked.language),
                _label(Relation, each["relation"]),
                _shown(each["since"]),
                _label(PartnershipStatus, each["status"]),
            )
            for each in objects
        ],
        shapes=objects,
        empty=_("No partnership is recorded. Read a document with solmu intake."),
    )


def agreements(asked: Asked, name: str | None, partnership_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.core.terms import Term
    from solmu.registry.queries.on_day import agreement_objects
    from solmu.registry.vocabulary import AgreementStatus

    objects = agreement_objects(
        asked.day,
        asked.languages,
        lead=Term(asked.city.lead_months),
        public_only=False,
        partnership_id=partnership_id,
    )
    return [
        Listing(
            title=_("Agreements"),
            headings=(_("Agreement"), _("Signed"), _("In force from"), _("In force until"), _("Status"), _("Themes")),
            rows=[
                (
                    each["name"],
                    _shown(each["signed"]),
                    _shown(each["valid_from"]),
                    _("until further notice") if each["open_ended"] else _shown(each["valid_until"]),
                    _label(AgreementStatus, each["status"]) + ("" if each["certain"] else " " + _("(not certain)")),
                    _joined(each["themes"], "; "),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No agreement is recorded."),
        )
    ]


def institutions(asked: Asked, name: str | None, partnership_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from solmu.registry.queries.on_day import institution_objects
    from solmu.registry.vocabulary import Extent, InstitutionLevel

    objects = institution_objects(asked.day, asked.languages, public_only=False, partnership_id=partnership_id)

    def pairs(each: dict[str, Any]) -> str:
        if "recorded_pairs" not in each:
            return f"{each['home']} – {each['partner_institution']}"
        number = each["recorded_pairs"]
        recorded = ngettext("%(number)d pair recorded", "%(number)d pairs recorded", number) % {"number": number}
        stated = _("As stated")
        return f"{stated}: {_label(Extent, each['extent'])}. {recorded}."

    return [
        Listing(
            title=_("Institutions"),
            headings=(_("Partner"), _("Kind"), _("Since"), _("What is known")),
            rows=[
                (
                    each["partner"]["name"] if each["partner"] else "–",
                    _label(InstitutionLevel, each["level"]),
                    _shown(each["since"]),
                    pairs(each),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No institution link is recorded."),
        )
    ]


def recognitions(asked: Asked, name: str | None, giver_place_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import recognition_objects

    objects = recognition_objects(asked.day, asked.languages, public_only=False, giver_place_id=giver_place_id)
    return [
        Listing(
            title=_("Recognitions"),
            headings=(_("Title"), _("Giver"), _("Recipient"), _("Year"), _("Earlier recipients")),
            rows=[
                (
                    each["title"],
                    each["giver"] or "–",
                    each["recipient"],
                    _shown(each["year"]),
                    _joined(each["earlier_recipients"]),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No recognition is recorded."),
        )
    ]


def networks(asked: Asked, name: str | None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import membership_objects
    from solmu.registry.vocabulary import MembershipRole

    objects = membership_objects(asked.day, asked.languages, public_only=False)
    return [
        Listing(
            title=_("Networks"),
            headings=(_("Network"), _("Role"), _("Since"), _("Until")),
            rows=[
                (each["network"], _label(MembershipRole, each["role"]), _shown(each["since"]), _shown(each["until"]))
                for each in objects
            ],
            shapes=objects,
            empty=_("No membership is recorded."),
        )
    ]


def activities(asked: Asked, name: str | None, partnership_id: str | None = None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import activity_objects
    from solmu.registry.vocabulary import ActivityKind

    objects = activity_objects(asked.day, asked.languages, public_only=False, partnership_id=partnership_id)
    return [
        Listing(
            title=_("Visits and events"),
            headings=(_("Title"), _("Kind"), _("Start"), _("End"), _("Partners"), _("Participants")),
            rows=[
                (
                    each["title"],
                    _label(ActivityKind, each["activity_kind"]),
                    _shown(each["start"]),
                    _shown(each["end"]),
                    _joined([partner["name"] for partner in each["partners"]]),
                    str(each["participants"] or "–"),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No activity is recorded."),
        )
    ]


def themes(asked: Asked, name: str | None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import theme_objects

    objects = theme_objects(asked.languages)
    return [
        Listing(
            title=_("Themes"),
            headings=(_("Theme"), "YSO"),
            rows=[(each["name"], each["yso"] or "–") for each in objects],
            shapes=objects,
            empty=_("No theme is recorded."),
        )
    ]


def sources(asked: Asked, name: str | None) -> list[Listing]:
    from django.utils.translation import gettext as _

    from solmu.registry.queries.on_day import source_objects

    objects = source_objects(public_only=False)
    return [
        Listing(
            title=_("Sources"),
            headings=(_("Title"), _("Read on"), _("Address"), _("Publicity")),
            rows=[
                (
                    each["title"],
                    _shown(each["read_on"]),
                    each["address"] or "–",
                    _("Public") if each["public"] else _("Internal"),
                )
                for each in objects
            ],
            shapes=objects,
            empty=_("No source is recorded."),
        )
    ]


def partner(asked: Asked, name: str | None) -> list[Listing]:
    """Everything about one partner, or about each where cities share the name; raises SolmuError where none has it."""
    from solmu.registry.queries.partnerships import partnerships_named

    found = partnerships_named(name or "")
    if not found:
        raise SolmuError(f"No partner called “{name}” is recorded. See them all with: solmu show partnerships")
    return [listing for each in found for listing in _everything_about(asked, each.pk, each.partner_id)]


def _everything_about(asked: Asked, key: str, place_id: str) -> list[Listing]:
    from solmu.registry.queries.on_day import partnership_objects

    return [
        _partnership_table(partnership_objects(asked.day, asked.languages, public_only=False, record_id=key), asked),
        *agreements(asked, None, key),
        *institutions(asked, None, key),
        *recognitions(asked, None, place_id),
        *activities(asked, None, key),
    ]


TABLES: dict[str, Callable[[Asked, str | None], list[Listing]]] = {
    "partnerships": partnerships,
    "partner": partner,
    "agreements": agreements,
    "networks": networks,
    "institutions": institutions,
    "recognitions": recognitions,
    "activities": activities,
    "themes": themes,
    "sources": sources,
}
