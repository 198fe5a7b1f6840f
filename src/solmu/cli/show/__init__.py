"""`solmu show`: what is recorded, on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import click

from solmu.cli.instance import (
    Day,
    interface_language,
    json_option,
    language_option,
    on_option,
    open_instance,
    print_json,
    print_table,
)
from solmu.cli.show.facts import activities, institutions, networks, recognitions, sources, themes
from solmu.cli.show.keeping import commitments, contacts
from solmu.cli.show.known import known
from solmu.cli.show.listing import Asked, Listing
from solmu.cli.show.partner import partner
from solmu.cli.show.ties import agreements, partnerships
from solmu.core.errors import SolmuError

KINDS = (
    "partnerships",
    "partner",
    "agreements",
    "networks",
    "institutions",
    "recognitions",
    "activities",
    "commitments",
    "contacts",
    "themes",
    "sources",
)


@click.command()
@click.argument("what", metavar="|".join(KINDS), type=click.Choice(KINDS))
@click.argument("name", required=False)
@on_option
@click.option("--known", "known_day", type=Day(), help="What was published on a day, as far as it is public now.")
@language_option
@json_option
def show(
    what: str, name: str | None, day: date | None, known_day: date | None, language: str | None, as_json: bool
) -> None:
    """Show what is recorded, today or on another day. `show partner NAME` shows everything about one partner."""
    city = open_instance()
    if day and known_day:
        raise SolmuError("--on tells of a day with today's knowledge, --known what was published on one. Give one.")
    if what == "partner" and not name:
        raise SolmuError("Name the partner: solmu show partner NAME")
    if what != "partner" and name:
        raise SolmuError(f"solmu show {what} takes no name. Leave “{name}” out.")
    from django.utils.translation import override

    asked = Asked(city, day or city.today(), interface_language(city, language))
    with override(asked.language):
        tables = known(asked, what, known_day) if known_day else TABLES[what](asked, name)
        if as_json:
            print_json([shape for table in tables for shape in table.shapes])
            return
        for table in tables:
            print_table(table.title, table.headings, table.rows, table.empty)


TABLES: dict[str, Callable[[Asked, str | None], list[Listing]]] = {
    "partnerships": partnerships,
    "partner": partner,
    "agreements": agreements,
    "networks": networks,
    "institutions": institutions,
    "recognitions": recognitions,
    "activities": activities,
    "commitments": commitments,
    "contacts": contacts,
    "themes": themes,
    "sources": sources,
}
