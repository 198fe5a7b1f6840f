"""Inflected names to base forms, against the gazetteer and the document's own nominatives."""

from __future__ import annotations

import pytest

from solmu.intake.reading.inflection import title_base_form
from solmu.intake.reading.lexicon import lexicon
from solmu.intake.reading.names import Names
from solmu.places.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("written", "base", "case"),
    [
        ("Shanghaissa", "Shanghai", "ine"),
        ("Shanghain", "Shanghai", "gen"),
        ("Tartosta", "Tartto", "ela"),
        ("Hatsinan", "Hatsina", "gen"),
        ("Deyangin", "Deyang", "gen"),
        ("Castrop-Rauxelin", "Castrop-Rauxel", "gen"),
        ("Zaporižžjan", "Zaporižžja", "gen"),
        ("Lahden", "Lahti", "gen"),
        ("Helsingissä", "Helsinki", "ine"),
        ("Turun", "Turku", "gen"),
        ("Seinäjoelta", "Seinäjoki", "abl"),
        ("Tampereella", "Tampere", "ade"),
        ("Lappeenrannassa", "Lappeenranta", "ine"),
        ("Pécsiin", "Pécs", "ill"),
        ("Kööpenhaminaan", "Kööpenhamina", "ill"),
        ("San Franciscon", "San Francisco", "gen"),
        ("Kiel", "Kiel", "nom"),
    ],
)
def test_resolve_finds_the_base_form(written: str, base: str, case: str, gazetteer: Gazetteer) -> None:
    name = Names(gazetteer).resolve(written, "fi")
    assert name is not None
    assert (name.base, name.case) == (base, case)


def test_resolve_prefers_what_the_document_lists(gazetteer: Gazetteer) -> None:
    names = Names(gazetteer)
    names.remember(["Skagaströnd"])
    name = names.resolve("Skagaströndin", "fi")
    assert name is not None
    assert (name.base, name.is_known) == ("Skagaströnd", False)


def test_resolve_knows_no_unknown_name(gazetteer: Gazetteer) -> None:
    assert Names(gazetteer).resolve("Xyzzyborgin", "fi") is None


@pytest.mark.parametrize(
    ("words", "code"),
    [("Venäjällä", "RU"), ("Yhdysvallat", "US"), ("Tanskan", "DK"), ("Kaupunki", None)],
)
def test_country_in_any_case(words: str, code: str | None, gazetteer: Gazetteer) -> None:
    assert Names(gazetteer).country(words, "fi") == code


def test_title_base_form_of_essive_and_translative() -> None:
    fi = lexicon("fi")
    assert title_base_form("vuoden ystävyyskaupunkina", fi) == "vuoden ystävyyskaupunki"
    assert title_base_form("Euroopan ympäristöpääkaupungiksi", fi) == "Euroopan ympäristöpääkaupunki"
