"""The first writes of an instance: the home city, the places its own file names, its themes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.audit import recorded
from solmu.core.errors import SolmuError
from solmu.core.models import Account, Source
from solmu.places.actions import add_place_name, register_place
from solmu.places.models import Place
from solmu.places.queries import places_named
from solmu.places.rules import Name
from solmu.places.vocabulary import PlaceKind
from solmu.registry.actions.agreements import add_theme
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Organisation, Theme
from solmu.registry.queries.partnerships import home_city
from solmu.registry.vocabulary import OrganisationKind


def found_home_city(
    *, by: Account, source: Source, country: str, names: Sequence[Name], latitude: float, longitude: float
) -> Organisation:
    """The home city as a place and an organisation; one that is there already is returned as it is."""
    if home := home_city():
        return home
    with recorded(by=by, action="found_home_city", source=source):
        place = register_place(
            by=by, source=source, country=country, names=names, latitude=latitude, longitude=longitude
        )
        texts = {name.language: name.text for name in names if name.language}
        return add_organisation(
            by=by,
            source=source,
            kind=OrganisationKind.CITY,
            name=LazyI18nString(texts or names[0].text),
            place=place,
            is_home=True,
            is_published=True,
        )


def load_places(*, by: Account, source: Source, entries: Sequence[dict[str, Any]]) -> list[Place]:
    """Register the places of a city's own file that are not recorded yet; a place that is gets the names it lacks.

    An entry has `country`, `names` (each `text`, and where known `language`, `kind`, `genitive`, `inessive`), and
    where known `latitude`, `longitude`, `kind`, `population`, `geonames_id`, `wikidata_id`. Raises SolmuError naming
    an entry without a country or a name.
    """
    added = []
    with recorded(by=by, action="load_places", source=source):
        for number, entry in enumerate(entries, start=1):
            if not (entry.get("country") and entry.get("names")):
                raise SolmuError(f"Place {number} of the city's file has no country or no names. Add them.")
            names = _names(entry["names"], number)
            known = {place.pk: place for name in names for place in places_named(name.text, entry["country"])}
            if known:
                for place in known.values() if len(known) == 1 else ():
                    for name in names:
                        _add_missing_name(by, source, place, name)
                continue
            facts = {
                key: entry[key]
                for key in ("latitude", "longitude", "population", "geonames_id", "wikidata_id")
                if key in entry
            }
            kind = entry.get("kind", PlaceKind.MUNICIPALITY)
            if kind not in PlaceKind.values:
                kinds = ", ".join(PlaceKind.values)
                raise SolmuError(f"Place {number} of the city's file is no “{kind}”. Its kind is one of {kinds}.")
            added.append(
                register_place(
                    by=by, source=source, country=entry["country"], names=names, kind=PlaceKind(kind), **facts
                )
            )
    return added


def _names(entries: Sequence[dict[str, Any]], number: int) -> list[Name]:
    known = {"text", "language", "kind", "genitive", "inessive"}
    for entry in entries:
        if unknown := sorted(set(entry) - known):
            raise SolmuError(f"Place {number} of the city's file has a name with “{unknown[0]}”. Leave it out.")
        if not entry.get("text"):
            raise SolmuError(f"Place {number} of the city's file has a name without its text. Add it.")
    return [Name(**entry) for entry in entries]


def _add_missing_name(by: Account, source: Source, place: Place, name: Name) -> None:
    """A name that was added to the city's file since; one the place has in that language stays as it is."""
    if not place.names.filter(language=name.language, text=name.text).exists():
        add_place_name(by=by, source=source, place=place, name=name)


def load_themes(*, by: Account, source: Source, entries: Sequence[dict[str, Any]], languages: Sequence[str]) -> None:
    """Add the city's themes in their order; those whose key is there already stay as they are."""
    known = set(Theme.objects.values_list("key", flat=True))
    with recorded(by=by, action="load_themes", source=source):
        for position, entry in enumerate(entries, start=1):
            if not entry.get("key") or not any(entry.get(language) for language in languages):
                raise SolmuError(f"Theme {position} of the city's file has no key or no name. Add them.")
            if entry["key"] not in known:
                name = LazyI18nString({language: entry[language] for language in languages if language in entry})
                facts = {"yso": entry.get("yso", ""), "goals": entry.get("goals", ())}
                add_theme(by=by, source=source, key=entry["key"], position=position, name=name, **facts)
