"""Memberships, institution links, recognitions and activities."""

from __future__ import annotations

import pytest

from solmu.places.gazetteer import Gazetteer
from tests.intake.reading.said import claims_of, of_kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Tampere is a member of Eurocities, ICLEI and the Nordic Smart City Network.",
            [
                ("Eurocities", None, None, "member"),
                ("ICLEI", None, None, "member"),
                ("Nordic Smart City Network", None, None, "member"),
            ],
        ),
        (
            "The city joined the Covenant of Mayors in 2009 and left the CIVITAS network in 2018.",
            [("Covenant of Mayors", "2009", None, None), ("CIVITAS network", None, "2018", None)],
        ),
        (
            "Kaupunki on vuodesta 1987 mukana Merenkurkun neuvostossa ja vuodesta 2010 Energy Cities -verkostossa.",
            [("Merenkurkun neuvosto", "1987", None, None), ("Energy Cities", "2010", None, None)],
        ),
        (
            "Verkostot\n\nKuulumme verkostoihin:\n\n- Eurocities, liitännäisjäsen vuodesta 2019\n"
            "- ICLEI – Local Governments for Sustainability\n",
            [
                ("Eurocities", "2019", None, "associate"),
                ("ICLEI – Local Governments for Sustainability", None, None, None),
            ],
        ),
        ("Kuopio is a member of Eurocities.", []),
        ("We are considering joining Eurocities.", []),
    ],
)
def test_memberships(
    text: str, found: list[tuple[str, str | None, str | None, str | None]], gazetteer: Gazetteer
) -> None:
    claims = of_kind(claims_of(text, gazetteer), "membership")
    assert [(c["network"], c.get("since"), c.get("until"), c.get("role")) for c in claims] == found


def test_coverage_says_that_all_have_a_link(gazetteer: Gazetteer) -> None:
    text = "Kaikilla lukioilla on vuodesta 2016 saakka yhteistyölukio ystävyyskaupungissamme Shanghaissa."
    (claim,) = of_kind(claims_of(text, gazetteer), "institution_link")
    assert claim == {
        "kind": "institution_link",
        "level": "upper_secondary_school",
        "partner": {"name": "Shanghai", "country": "CN"},
        "since": "2016",
        "covers_all": True,
    }


def test_institution_link_names_both_sides(gazetteer: Gazetteer) -> None:
    text = "Dragonskolan har sedan 1994 en partnerskola i Würzburg, Röntgen-Gymnasium."
    (claim,) = of_kind(claims_of(text, gazetteer, home="Umeå"), "institution_link")
    assert (claim["home"], claim["partner_institution"], claim["since"]) == (
        "Dragonskolan",
        "Röntgen-Gymnasium",
        "1994",
    )


def test_recognition_with_earlier_recipients(gazetteer: Gazetteer) -> None:
    text = (
        "Euroopan komissio nimesi Tampereen Euroopan ympäristöpääkaupungiksi vuodelle 2021. Titteliä ovat aiemmin"
        " kantaneet Lissabon ja Oslo."
    )
    (claim,) = of_kind(claims_of(text, gazetteer), "recognition")
    assert claim == {
        "kind": "recognition",
        "title": "Euroopan ympäristöpääkaupunki",
        "giver": "Euroopan komissio",
        "year": "2021",
        "recipient": "Tampere",
        "earlier_recipients": ["Lissabon", "Oslo"],
    }


def test_activity_has_day_partner_and_people(gazetteer: Gazetteer) -> None:
    text = (
        "Twin cities\n\nA youth orchestra of 62 players from our twin city Regensburg performed here on 14 July 2023."
    )
    (claim,) = of_kind(claims_of(text, gazetteer), "activity")
    assert (claim["start"], claim["participants"], claim["direction"]) == ("2023-07-14", 62, "in")
    assert claim["partners"] == [{"name": "Regensburg", "country": "DE"}]
