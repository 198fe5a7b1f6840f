"""Agreements: kind, days, term, themes, place in the series."""

from __future__ import annotations

from solmu.places.gazetteer import Gazetteer
from tests.intake.reading.said import claims_of, of_kind


def test_relative_year_and_ordinal(gazetteer: Gazetteer) -> None:
    text = (
        "Vuonna 1998 Tampere ja Shanghai allekirjoittivat ystävyyskaupunkisopimuksen ja vuosi sen jälkeen tekivät"
        " ensimmäisen yhteistyöpöytäkirjan."
    )
    found = of_kind(claims_of(text, gazetteer), "agreement")
    assert [(c["agreement_kind"], c["signed"], c.get("ordinal")) for c in found] == [
        ("sister_city_agreement", "1998", None),
        ("cooperation_protocol", "1999", "first"),
    ]


def test_themes_of_the_list_below_in_order(gazetteer: Gazetteer) -> None:
    text = (
        "# Shanghai\n\nShanghai on ystävyyskaupunkimme. Yhteistyön perusta on Memorandum of Understanding."
        " Nykyinen sopimus on"
        " voimassa vuoteen 2019 asti, ja siinä on määritelty teemat:\n\n1. kauppa ja investoinnit\n2. koulutus\n"
    )
    (claim,) = of_kind(claims_of(text, gazetteer, name="a.md"), "agreement")
    assert claim["agreement_kind"] == "memorandum_of_understanding"
    assert (claim["ordinal"], claim["valid_until"]) == ("current", "2019")
    assert claim["themes"] == ["kauppa ja investoinnit", "koulutus"]


def test_term_counts_from_signature(gazetteer: Gazetteer) -> None:
    text = (
        "On 3 March 2021 the mayor signed a Memorandum of Understanding with Kobe on hydrogen and wind."
        " The memorandum runs for four years."
    )
    (claim,) = of_kind(claims_of(text, gazetteer), "agreement")
    assert (claim["signed"], claim["valid_until"], claim["themes"]) == (
        "2021-03-03",
        "2025-03-03",
        ["hydrogen", "wind"],
    )


def test_renewal_is_an_agreement_of_its_own(gazetteer: Gazetteer) -> None:
    text = "Vänorter\n\nVänortsavtalet med Schwerin undertecknades i maj 1996 och förnyades den 9 juni 2016."
    found = of_kind(claims_of(text, gazetteer, home="Umeå"), "agreement")
    assert [(c["signed"], c["agreement_kind"]) for c in found] == [
        ("1996-05", "sister_city_agreement"),
        ("2016-06-09", "sister_city_agreement"),
    ]


def test_denied_agreement_is_not_claimed(gazetteer: Gazetteer) -> None:
    assert of_kind(claims_of("Kielin kanssa ei ole tehty sopimusta vuonna 1999.", gazetteer), "agreement") == []


def test_open_end_is_said(gazetteer: Gazetteer) -> None:
    text = "Kiel on ystävyyskaupunkimme. Sopimus allekirjoitettiin 22. toukokuuta 1993, ja se on voimassa toistaiseksi."
    (claim,) = of_kind(claims_of(text, gazetteer), "agreement")
    assert (claim["signed"], claim["open_ended"]) == ("1993-05-22", True)


def test_memorandum_alone_makes_no_partnership(gazetteer: Gazetteer) -> None:
    text = "A memorandum of understanding with Graz was signed in 2015."
    assert [claim.kind for claim in claims_of(text, gazetteer)] == ["agreement"]


def test_dates_of_their_own_make_agreements_of_their_own(gazetteer: Gazetteer) -> None:
    text = "Umeå har vänortsavtal med Dubrovnik (Kroatien, 1996) och Liepaja (Lettland, 1992)."
    found = of_kind(claims_of(text, gazetteer, home="Umeå"), "agreement")
    assert [(c["partners"][0]["name"], c["signed"]) for c in found] == [("Dubrovnik", "1996"), ("Liepaja", "1992")]


def test_year_before_the_noun_tells_which_agreement_was_terminated(gazetteer: Gazetteer) -> None:
    text = (
        "Ystävyyskaupungit\n\n- Tver, Venäjä. Valtuusto irtisanoi vuoden 1962 ystävyyskaupunkisopimuksen 16.5.2022.\n"
    )
    (claim,) = of_kind(claims_of(text, gazetteer), "agreement")
    assert (claim["signed"], claim["valid_until"]) == ("1962", "2022-05-16")
    assert [(change["status"], change["on"]) for change in claim["changes"]] == [("terminated", "2022-05-16")]
