"""Partnerships in lists, tables, headings and prose of three languages."""

from __future__ import annotations

import pytest

from solmu.places.gazetteer import Gazetteer
from tests.intake.reading.said import claims_of, of_kind, partners


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Ystävyyskaupungit:\n\nKiel, Saksa\nLund, Ruotsi\n",
            [("Kiel", "DE", "sister_city", None), ("Lund", "SE", "sister_city", None)],
        ),
        (
            "Vänorter\n\nNorge: Skien\nFinland: Lojo\n",
            [("Skien", "NO", "sister_city", None), ("Lojo", "FI", "sister_city", None)],
        ),
        (
            "Partner cities\n\n- Ghent (Belgium), since 2011\n- Graz – Austria\n",
            [("Ghent", "BE", "partner_city", "2011"), ("Graz", "AT", "partner_city", None)],
        ),
        ("Ystävyyskaupunkimme on Norjassa sijaitseva Bodø vuodesta 1946.", [("Bodø", "NO", "sister_city", "1946")]),
        (
            "Olemme ystävyyskaupunkeja Tarton ja Kielin kanssa.",
            [("Tartto", "EE", "sister_city", None), ("Kiel", "DE", "sister_city", None)],
        ),
        (
            "Kiel has been our twin city since 1967 and Lund since 1972.",
            [("Kiel", "DE", "sister_city", "1967"), ("Lund", "SE", "sister_city", "1972")],
        ),
        (
            "Tampere ja Kiel ovat ystävyyskaupunkeja. Graz tuli joukkoon vuonna 1979, Lund kaksi vuotta aiemmin.",
            [
                ("Kiel", "DE", "sister_city", None),
                ("Graz", "AT", "sister_city", "1979"),
                ("Lund", "SE", "sister_city", "1977"),
            ],
        ),
    ],
)
def test_partners_are_claimed(
    text: str, found: list[tuple[str, str | None, str, str | None]], gazetteer: Gazetteer
) -> None:
    assert partners(claims_of(text, gazetteer)) == found


@pytest.mark.parametrize(
    "text",
    [
        "Kiel has asked to become our twin city; talks have begun.",
        "Ehdotus ystävyyskaupunkisuhteesta Kielin kanssa hylättiin.",
        "Kommunen har tackat nej till en vänortsförfrågan från Kiel.",
        "Lyypekki ei ole Tampereen ystävyyskaupunki.",
        "Järvenpään ystävyyskaupunkeja ovat Buxtehude, Jõgeva ja Vác.",
        "Turku has its own twin cities, among them Gothenburg and Bergen.",
        "Lisätietoja ystävyyskaupungeista antaa Sofia Hamburg.",
        "Ferries leave for Kiel and Travemünde every day.",
        "Chicago and Manchester were textile cities.",
    ],
)
def test_what_is_no_partner_is_not_claimed(text: str, gazetteer: Gazetteer) -> None:
    assert partners(claims_of(text, gazetteer)) == []


def test_list_under_another_citys_heading_is_not_claimed(gazetteer: Gazetteer) -> None:
    assert partners(claims_of("# Järvenpään ystävyyskaupungit\n\n- Rendsburg, Saksa\n", gazetteer, name="a.md")) == []


def test_status_with_day_and_decider(gazetteer: Gazetteer) -> None:
    text = "# Twin cities\n\n* Graz, Austria – twinned 1990; suspended by the city council on 11 April 2022\n"
    (claim,) = of_kind(claims_of(text, gazetteer, name="a.md"), "partnership")
    assert (claim["since"], claim["status"]) == ("1990", "suspended")
    assert claim["changes"] == [
        {"status": "suspended", "on": "2022-04-11", "decided_by": "city council", "reason": None}
    ]


def test_ended_partnership_has_its_end(gazetteer: Gazetteer) -> None:
    text = "Under 2017 avslutades vänortsförbindelsen med danska Thisted, som hade pågått sedan 1948."
    (claim,) = of_kind(claims_of(text, gazetteer, home="Umeå"), "partnership")
    assert (claim["since"], claim["until"], claim["status"]) == ("1948", "2017", "ended")


def test_heading_of_former_partners_says_they_ended(gazetteer: Gazetteer) -> None:
    (claim,) = of_kind(claims_of("# Former twin cities\n\n- Graz, Austria\n", gazetteer, name="a.md"), "partnership")
    assert claim["status"] == "ended"


def test_card_takes_country_and_year_from_below_its_heading(gazetteer: Gazetteer) -> None:
    text = "# Twin cities\n\n## Kiel\n\nGermany. Twin city since 1967.\n"
    assert partners(claims_of(text, gazetteer, name="a.md")) == [("Kiel", "DE", "sister_city", "1967")]


def test_table_in_two_languages_is_one_partnership(gazetteer: Gazetteer) -> None:
    page = (
        "<table><caption>Ystävyyskaupungit</caption><tr><th>Kaupunki<th>Maa<th>Vuodesta<tr><td>Uumaja<td>Ruotsi<td>1940</table>"
        "<table><caption>Vänorter</caption><tr><th>Stad<th>Land<th>Sedan<tr><td>Umeå<td>Sverige<td>1940</table>"
    )
    assert partners(claims_of(page, gazetteer, name="a.html", home="Vaasa")) == [
        ("Uumaja", "SE", "sister_city", "1940")
    ]
