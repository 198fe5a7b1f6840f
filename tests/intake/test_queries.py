from __future__ import annotations

from typing import Any

import pytest

from solmu.core.models import system_actor
from solmu.intake.actions.review import accept_claim
from solmu.intake.queries import claimed_place, doubts_of
from solmu.intake.vocabulary import HOLDING_DOUBTS
from solmu.places.gazetteer import Gazetteer
from solmu.places.models import Place
from tests.intake.document import TARTU, claim, kept
from tests.registry import founding

pytestmark = pytest.mark.usefixtures("home")

DAY = founding.on("2026-11-24").earliest


@pytest.fixture
def doubts(gazetteer: Gazetteer) -> Any:
    """The doubts of a claim beside those that are accepted already: (code, about)."""

    def asked(content: dict[str, Any], *known: dict[str, Any]) -> list[tuple[str, str]]:
        for each in kept(*known):
            accept_claim(by=system_actor(), claim=each, gazetteer=gazetteer)
        return [(each.doubt.value, each.about) for each in doubts_of(content, gazetteer, DAY)]

    return asked


TIE = claim("partnership", partner=TARTU, since="1992", status="active")
PACT = claim("agreement", partners=[TARTU], signed="2001", valid_until="2006", ordinal="first")
MEMBER = claim("membership", network="Itämeren liitto", since="1991", role="member")
ALL = claim("institution_link", covers_all=True, since="2016")


@pytest.mark.parametrize(
    ("content", "known", "expected"),
    [
        (TIE, [], []),
        (TIE, [TIE], [("already_there", "")]),
        (TIE | {"since": "1992-05"}, [TIE], [("already_there", "")]),
        (TIE | {"since": "1993"}, [TIE], [("contradicts_record", "1992")]),
        (TIE | {"relation": "contact"}, [TIE], [("contradicts_record", "sister_city")]),
        (TIE | {"status": "ended"}, [TIE], [("contradicts_record", "active")]),
        (PACT, [], []),
        (PACT, [PACT], [("already_there", "2006")]),
        (PACT | {"valid_until": "2007"}, [PACT], [("contradicts_record", "2006")]),
        (PACT | {"signed": "2011", "valid_until": "2016"}, [PACT], []),
        (PACT | {"agreement_kind": "cooperation_protocol"}, [PACT], [("possibly_same_agreement", "")]),
        (PACT | {"agreement_kind": "cooperation_protocol", "signed": "2002"}, [PACT], []),
        (PACT | {"agreement_kind": "cooperation_protocol", "ordinal": None}, [PACT], []),
        (MEMBER, [MEMBER], [("already_there", "")]),
        (MEMBER | {"since": "1995"}, [MEMBER], [("contradicts_record", "1991")]),
        (ALL, [ALL], [("already_there", "")]),
        (ALL | {"since": "2018"}, [ALL], [("contradicts_record", "2016")]),
        (claim("recognition", title="Palkinto"), [claim("recognition", title="PALKINTO")], [("already_there", "")]),
        (claim("activity", title="Vierailu"), [claim("activity", title="Vierailu")], [("already_there", "")]),
        (TIE | {"partner": {"name": "Xyzzyvikby", "country": None}}, [], [("unknown_place", "Xyzzyvikby")]),
        (TIE | {"partner": {"name": "Brest", "country": None}}, [], [("ambiguous_place", "Brest")]),
        (TIE | {"reasons": [{"code": "impossible_day"}, {"code": "new_code"}]}, [], [("impossible_day", "")]),
        (TIE | {"reasons": [{"code": "unknown_place"}]}, [], []),  # asked anew: the record may know it
    ],
)
def test_doubts_of_a_claim(doubts: Any, content: dict, known: list, expected: list) -> None:
    assert doubts(content, *known) == expected


def test_doubts_that_hold_a_claim_back() -> None:
    assert {doubt.value for doubt in HOLDING_DOUBTS} == {
        "unknown_place",
        "ambiguous_place",
        "one_side_missing",
        "contradicts_record",
    }


def test_ambiguous_place_comes_with_its_candidates(gazetteer: Gazetteer) -> None:
    found = claimed_place({"name": "Brest"}, gazetteer)

    assert {"BY", "FR"} <= {candidate.country for candidate in found.candidates}


def test_place_of_the_citys_own_file_counts_as_known(gazetteer: Gazetteer, settings_source: Any) -> None:
    place = founding.place(settings_source, "Brest", "FR")

    assert claimed_place({"name": "brest"}, gazetteer).place == place


def test_two_recorded_places_of_one_name_are_ambiguous(gazetteer: Gazetteer, settings_source: Any) -> None:
    for country in ("FR", "BY"):
        founding.place(settings_source, "Xyzzyvikby", country)

    assert claimed_place({"name": "Xyzzyvikby"}, gazetteer).doubt == "ambiguous_place"
    assert claimed_place({"name": "Xyzzyvikby", "country": "FR"}, gazetteer).place == Place.objects.get(country="FR")
