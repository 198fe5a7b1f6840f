"""The plain values shapes are made of: text by language, dates as EDTF, places and organisations by id and name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN, End
from solmu.core.models import Record
from solmu.places.models import Place
from solmu.places.rules import names_on
from solmu.registry.models import Organisation
from solmu.registry.vocabulary import OrganisationKind

Shape = dict[str, Any]


def by_language(value: LazyI18nString | str) -> dict[str, str]:
    """A text as a mapping of language to words; one without a language stands under the empty key."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {language: text for language, text in data.items() if text}
    return {"": str(data)} if data else {}


def date_form(value: End) -> str | None:
    return None if value is None or value is OPEN else str(value)


def place_form(place: Place) -> Shape:
    names: dict[str, str] = {}
    rows = sorted(place.names.all(), key=lambda name: (name.kind != "official", name.language, name.text))
    every = [row.as_name() for row in rows]
    for name in names_on(every) or every:
        names.setdefault(name.language, name.text)
    return {"place": place.pk, "names": names, "country": place.country}


def organisation_form(organisation: Organisation | None) -> Shape | None:
    if organisation is None:
        return None
    return {"id": organisation.pk, "name": by_language(organisation.name)}


def amount_form(value: Decimal | None) -> str | None:
    """An amount of money with its two decimals: a number in JSON might lose a cent."""
    return None if value is None else f"{value:.2f}"


def image_form(record: Record) -> Shape | None:
    """The image of a record: its file by hash, its words for those who do not see it, who made it, its licence."""
    image = getattr(record, "image", None)
    if image is None:
        return None
    return {
        "sha256": image.file.sha256,
        "media_type": image.file.media_type,
        "alternative": by_language(image.alternative),
        "credit": image.credit,
        "licence": image.licence,
    }


def partner_forms(ties: Iterable[Any], organisations: Iterable[Organisation]) -> list[Shape]:
    """The partner cities of an agreement or activity: those of its partnerships, and other cities that take part."""
    cities = [each for each in organisations if each.kind == OrganisationKind.CITY and not each.is_home]
    places = [each.partnership.partner for each in ties] + [city.place for city in cities if city.place]
    return [place_form(place) for place in {place.pk: place for place in places}.values()]
