"""Why a claim needs eyes."""

from __future__ import annotations

from solmu.places.gazetteer import Gazetteer
from tests.intake.reading.said import claims_of


def test_unknown_place_is_named(gazetteer: Gazetteer) -> None:
    (claim,) = claims_of("Twin cities\n\n- Xyzzyborg, Sweden\n- Xyzzyham, Norway\n", gazetteer)[:1]
    assert [reason.code for reason in claim.reasons] == ["unknown_place"]
    assert "Xyzzyborg" in claim.reasons[0].sentence


def test_ambiguous_place_has_candidates_and_no_guess(gazetteer: Gazetteer) -> None:
    (claim,) = claims_of("Our twin city Cambridge is lively.", gazetteer)
    assert claim.fields["partner"] == {"name": "Cambridge", "country": None}
    assert [reason.code for reason in claim.reasons] == ["ambiguous_place"]
    assert {candidate.country for candidate in claim.candidates} >= {"GB", "US"}


def test_stated_country_settles_a_place(gazetteer: Gazetteer) -> None:
    (claim,) = claims_of("Our twin city Cambridge (United Kingdom) is lively.", gazetteer)
    assert (claim.fields["partner"]["country"], claim.reasons) == ("GB", ())


def test_impossible_day_keeps_the_year(gazetteer: Gazetteer) -> None:
    claims = claims_of("Kiel on ystävyyskaupunkimme. Sopimus Kielin kanssa allekirjoitettiin 31.2.1998.", gazetteer)
    (claim,) = [claim for claim in claims if claim.kind == "agreement"]
    assert claim.fields["signed"] == "1998"
    assert [reason.code for reason in claim.reasons] == ["impossible_day"]
    assert "31.2.1998" in claim.reasons[0].sentence


def test_one_side_missing(gazetteer: Gazetteer) -> None:
    (claim,) = claims_of("Katedralskolan har sedan 1999 en vänskola i Kaunas.", gazetteer, home="Umeå")
    assert [reason.code for reason in claim.reasons] == ["one_side_missing"]


def test_two_first_agreements_of_one_year_are_possibly_one(gazetteer: Gazetteer) -> None:
    text = (
        "Ensimmäinen yhteistyöpöytäkirja Kielin kanssa allekirjoitettiin 1999."
        " Ensimmäinen MoU Kielin kanssa tehtiin 1999."
    )
    claims = [claim for claim in claims_of(text, gazetteer) if claim.kind == "agreement"]
    assert [[reason.code for reason in claim.reasons] for claim in claims] == [
        ["possibly_same_agreement"],
        ["possibly_same_agreement"],
    ]
