from __future__ import annotations

from typing import Any

import pytest

from solmu.core.errors import SolmuError
from solmu.core.models import AuditEntry, Source
from solmu.places.models import Place
from solmu.registry.actions.founding import found_home_city, load_places, load_themes
from solmu.registry.models import Organisation, Theme
from tests.registry import founding
from tests.registry.founding import BY

TARTU = {"country": "EE", "latitude": 58.4, "longitude": 26.7, "names": [{"text": "Tartu", "language": "et"}]}


def test_home_city_is_founded_once(source: Source) -> None:
    home, again = founding.home(source), founding.home(source)

    assert home == again
    assert Organisation.objects.get().record.is_published
    assert {name.text for name in home.place.names.all()} == {"Rantala", "Strandby"}  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(action="add_organisation").count() == 1


def test_home_city_without_languages_goes_by_its_name(source: Source) -> None:
    from solmu.places.rules import Name

    home = found_home_city(by=BY, source=source, country="FI", names=[Name("Rantala")], latitude=60, longitude=25)

    assert str(home.name) == "Rantala"


def test_places_of_the_citys_file_are_loaded_once_and_named_more_later(source: Source) -> None:
    assert len(load_places(by=BY, source=source, entries=[TARTU])) == 1
    more = TARTU | {"names": [*TARTU["names"], {"text": "Tartto", "language": "fi", "genitive": "Tarton"}]}  # type: ignore[misc]

    assert load_places(by=BY, source=source, entries=[more, more]) == []

    assert sorted((name.language, name.text, name.genitive) for name in Place.objects.get().names.all()) == [
        ("et", "Tartu", ""),
        ("fi", "Tartto", "Tarton"),
    ]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"country": "EE"}, "Place 2 of the city's file has no country or no names"),
        ({"names": [{"text": "X"}]}, "Place 2 of the city's file has no country or no names"),
        ({"country": "EE", "names": [{"language": "fi"}]}, "Place 2 of the city's file has a name without its text"),
        ({"country": "EE", "names": [{"text": "X", "nominative": "X"}]}, "has a name with “nominative”"),
        ({"country": "EE", "names": [{"text": "X"}], "kind": "hamlet"}, "is no “hamlet”"),
        ({"country": "Viro", "names": [{"text": "X"}]}, "“Viro” is not a country code"),
    ],
)
def test_broken_place_is_named_and_nothing_is_loaded(source: Source, entry: dict, sentence: str) -> None:
    with pytest.raises(SolmuError, match=sentence):
        load_places(by=BY, source=source, entries=[TARTU, entry])

    assert Place.objects.count() == 0


def test_themes_are_loaded_in_order_in_the_citys_languages(source: Source) -> None:
    entries: list[dict[str, Any]] = [
        {"key": "culture", "fi": "kulttuuri", "en": "culture", "yso": "p26439"},
        {"key": "education", "fi": "koulutus", "de": "Bildung"},
    ]
    for _ in range(2):
        load_themes(by=BY, source=source, entries=entries, languages=("fi", "sv", "en"))

    assert [(theme.key, theme.position, theme.name.data, theme.yso) for theme in Theme.objects.all()] == [
        ("culture", 1, {"fi": "kulttuuri", "en": "culture"}, "p26439"),
        ("education", 2, {"fi": "koulutus"}, ""),
    ]


@pytest.mark.parametrize("entry", [{"fi": "kulttuuri"}, {"key": "culture"}, {"key": "culture", "de": "Kultur"}])
def test_broken_theme_is_named_and_nothing_is_loaded(source: Source, entry: dict) -> None:
    with pytest.raises(SolmuError, match="Theme 2 of the city's file has no key or no name"):
        load_themes(
            by=BY, source=source, entries=[{"key": "education", "fi": "koulutus"}, entry], languages=("fi", "sv")
        )

    assert Theme.objects.count() == 0
