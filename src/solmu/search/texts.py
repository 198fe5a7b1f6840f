"""The words each kind of record is found by, taken from its public shape and from public shapes beside it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import override

from solmu.core.wording import lower_first
from solmu.places.countries import country_name
from solmu.places.models import PlaceName
from solmu.registry.models import Organisation, Partnership, Theme
from solmu.registry.queries.names import portions
from solmu.registry.records import Shape, by_language
from solmu.registry.vocabulary import (
    ActivityKind,
    AgreementKind,
    InstitutionLevel,
    OrganisationKind,
    RecordKind,
    Relation,
)
from solmu.search.vocabulary import Field

_NAMED_BY_US = (RecordKind.PARTNERSHIP, RecordKind.AGREEMENT, RecordKind.COVERAGE_STATEMENT)

Text = tuple[Field, str, str]
"""A field, the language (empty: nobody said), the words."""


@dataclass
class Beside:
    """What stands beside shapes and is public too: names of places of all times, abbreviations, names of themes."""

    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    themes: dict[str, dict[str, str]] = field(default_factory=dict)
    partners: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Place and country of each published partnership that a story names."""


def beside(shapes: Collection[Shape]) -> Beside:
    """What these shapes need beside them; a number of queries that does not grow with them."""
    found = Beside()
    ties = {shape["partnership"] for shape in shapes if shape["kind"] == RecordKind.STORY and shape["partnership"]}
    for some in portions(sorted(ties)):
        for key, place, country in (
            Partnership.objects.published().filter(pk__in=some).values_list("pk", "partner_id", "partner__country")
        ):
            found.partners[key] = (place, country)
    places = {each["place"] for shape in shapes for each in _places(shape)} | {
        place for place, _country in found.partners.values()
    }
    for some in portions(sorted(places)):
        rows = PlaceName.objects.filter(place__in=some).order_by("language", "text", "pk")
        for place, language, text in rows.values_list("place_id", "language", "text"):
            found.names.setdefault(place, []).append((language, text))
    organisations = {each["id"] for shape in shapes for each in _organisations(shape)}
    for some in portions(sorted(organisations)):
        rows = Organisation.objects.published().filter(pk__in=some).exclude(abbreviation="")
        found.abbreviations |= dict(rows.values_list("pk", "abbreviation"))
    themes = {
        key
        for shape in shapes
        if shape["kind"] == RecordKind.AGREEMENT
        for wording in shape["themes"]
        for key in wording["themes"]
    }
    for some in portions(sorted(themes)):
        found.themes |= {row.pk: by_language(row.name) for row in Theme.objects.published().filter(pk__in=some)}
    return found


def texts_of(shape: Shape, titles: Mapping[str, str], around: Beside) -> list[Text]:
    """Every text a record is found by, most telling first; the titles are what it is called in each language.

    Of kinds that have a title or names of their own the shape says in which language these are.
    """
    named = shape["kind"] in _NAMED_BY_US
    found = [(Field.NAME, language, words) for language, words in titles.items() if named]
    found += _TEXTS[shape["kind"]](shape, around)
    found += _label(RecordKind, shape["kind"])
    seen: dict[tuple[str, str], Text] = {}
    for text in sorted(found, key=lambda each: -each[0]):
        if text[2]:
            seen.setdefault((text[1], text[2]), text)
    return list(seen.values())


def day_of(shape: Shape) -> str:
    """When it was or began, as EDTF; empty where nobody knows, and for what goes on (partners, themes, networks)."""
    names = {
        RecordKind.AGREEMENT: ("valid_from", "signed", "valid_until"),
        RecordKind.ACTIVITY: ("start", "end"),
        RecordKind.RECOGNITION: ("year",),
        RecordKind.STORY: ("written",),
    }
    return next((shape[name] for name in names.get(shape["kind"], ()) if shape[name]), "")


def _places(shape: Shape) -> list[Shape]:
    """The places that a shape names: its partner or partners, and where it happened."""
    named = [shape.get("partner"), shape.get("place"), *shape.get("partners", ())]
    return [each for each in named if each]


def _organisations(shape: Shape) -> list[Shape]:
    named = [shape.get(key) for key in ("network", "organisation", "home", "partner_institution")]
    named += [*shape.get("organisations", ()), *shape.get("networks", ())]
    named += [party["organisation"] for party in shape.get("parties", ())]
    return [each for each in named if each]


def _each(where: Field, text: Mapping[str, str] | str | None) -> Iterator[Text]:
    if isinstance(text, str):
        yield where, "", text
    for language, words in (text or {}).items() if not isinstance(text, str) else ():
        yield where, language, words


def _named_place(where: Field, place: Shape, around: Beside, current: Field | None = None) -> Iterator[Text]:
    """All names of a place in all languages and times; those borne now count as `current`, where it is given."""
    borne = set(place["names"].values())
    for language, text in around.names.get(place["place"], ()):
        yield (current if current and text in borne else where), language, text
    yield from _country(place["country"])


def _country(code: str, where: Field = Field.KIND) -> Iterator[Text]:
    for language, _name in settings.LANGUAGES:
        yield where, language, country_name(code, language)


def _organisation(where: Field, each: Shape, around: Beside) -> Iterator[Text]:
    yield from _each(where, each["name"])
    if abbreviation := around.abbreviations.get(each["id"]):
        yield where, "", abbreviation


@functools.cache  # every record of a kind asks for the same in every language
def _label(choices: type[models.TextChoices], value: str | None) -> tuple[Text, ...]:
    if not value:
        return ()
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append((Field.KIND, language, lower_first(str(choices(value).label))))
    return tuple(found)


def _years(*days: str | None) -> Iterator[Text]:
    for year in sorted({day[:4] for day in days if day and day[:4].isdigit()}):
        yield Field.KIND, "", year


def _partnership(shape: Shape, around: Beside) -> Iterator[Text]:
    yield from _named_place(Field.OTHER_NAME, shape["partner"], around, Field.NAME)
    yield from _country(shape["partner"]["country"], Field.COUNTRY)
    yield from _years(shape["since"])
    for change in shape["changes"]:
        yield from _label(Relation, change["relation"])
        yield from _each(Field.TEXT, change["wording"])


def _agreement(shape: Shape, around: Beside) -> Iterator[Text]:
    yield from _each(Field.NAME, shape["title"])
    for place in shape["partners"]:
        yield from _named_place(Field.PARTNER, place, around)
    for theme in shape["themes"]:
        yield from _each(Field.THEME, theme["wording"])
        for key in theme["themes"]:
            yield from _each(Field.THEME, around.themes.get(key))
    for party in shape["parties"]:
        if party["organisation"]:
            yield from _organisation(Field.ABOUT, party["organisation"], around)
    yield from _label(AgreementKind, shape["agreement_kind"])
    yield from _each(Field.KIND, shape["kind_as_written"])
    yield from _years(shape["signed"], shape["valid_from"], shape["valid_until"])
    for amendment in shape["amendments"]:
        yield from _each(Field.TEXT, amendment["wording"])
    for document in shape["documents"]:
        yield Field.TEXT, document["language"] or "", document["title"]


def _theme(shape: Shape, around: Beside) -> Iterator[Text]:
    yield from _each(Field.NAME, shape["name"])


def _membership(shape: Shape, around: Beside) -> Iterator[Text]:
    yield from _label(OrganisationKind, OrganisationKind.NETWORK)
    if shape["network"]:
        yield from _organisation(Field.NAME, shape["network"], around)
    if shape["organisation"]:
        yield from _organisation(Field.ABOUT, shape["organisation"], around)
    yield from _years(shape["since"], shape["until"])


def _institution_link(shape: Shape, around: Beside) -> Iterator[Text]:
    for each in (shape["home"], shape["partner_institution"]):
        if each:
            yield from _organisation(Field.NAME, each, around)
    if shape["partner"]:
        yield from _named_place(Field.PARTNER, shape["partner"], around)
    yield from _label(InstitutionLevel, shape["level"])
    yield from _years(shape["since"], shape["until"])


def _coverage_statement(shape: Shape, around: Beside) -> Iterator[Text]:
    if shape["partner"]:
        yield from _named_place(Field.PARTNER, shape["partner"], around)
    yield from _label(InstitutionLevel, shape["level"])
    yield from _years(shape["since"], shape["until"])


def _activity(shape: Shape, around: Beside) -> Iterator[Text]:
    yield from _each(Field.NAME, shape["title"])
    for place in shape["partners"]:
        yield from _named_place(Field.PARTNER, place, around)
    if shape["place"]:
        yield from _named_place(Field.ABOUT, shape["place"], around)
    yield from _each(Field.ABOUT, shape["place_as_written"])
    for theme in shape["themes"]:
        yield from _each(Field.THEME, theme["name"])
    for each in (*shape["organisations"], *shape["networks"]):
        yield from _organisation(Field.ABOUT, each, around)
    yield from _label(ActivityKind, shape["activity_kind"])
    yield from _years(shape["start"], shape["end"])
    yield from _each(Field.TEXT, shape["outcome"])


def _recognition(shape: Shape, around: Beside) -> Iterator[Text]:
    yield from _each(Field.NAME, shape["title"])
    yield from _each(Field.ABOUT, shape["giver"])
    yield from _each(Field.ABOUT, shape["recipient"])
    yield from _years(shape["year"])
    yield from _each(Field.TEXT, shape["occasion"])
    for recipient in shape["earlier_recipients"]:
        yield Field.TEXT, "", recipient


def _story(shape: Shape, around: Beside) -> Iterator[Text]:
    yield from _each(Field.NAME, shape["title"])
    if tie := around.partners.get(shape["partnership"]):
        place, country = tie
        for language, text in around.names.get(place, ()):
            yield Field.PARTNER, language, text
        yield from _country(country)
    yield from _years(shape["written"])
    yield from _each(Field.TEXT, shape["text"])


_TEXTS: Mapping[str, Callable[[Any, Beside], Iterator[Text]]] = {
    RecordKind.PARTNERSHIP: _partnership,
    RecordKind.AGREEMENT: _agreement,
    RecordKind.THEME: _theme,
    RecordKind.MEMBERSHIP: _membership,
    RecordKind.INSTITUTION_LINK: _institution_link,
    RecordKind.COVERAGE_STATEMENT: _coverage_statement,
    RecordKind.ACTIVITY: _activity,
    RecordKind.RECOGNITION: _recognition,
    RecordKind.STORY: _story,
}
