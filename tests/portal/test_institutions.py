"""Schools and institutions: who is tied to whom, and coverage as stated and as recorded."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from solmu.registry.actions.citations import cite
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import InstitutionLink, Organisation, Partnership
from solmu.registry.vocabulary import Extent, InstitutionLevel, OrganisationKind
from tests.portal.test_lists import choices, partner
from tests.portal.test_pages import cells, words_of
from tests.registry import founding
from tests.registry.founding import BY, on

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

SCHOOL = InstitutionLevel.UPPER_SECONDARY_SCHOOL


def school(name: str, home: Organisation | None = None, kind: str = SCHOOL) -> Organisation:
    place = home.place if home else None
    return add_organisation(
        by=BY, source=founding.page(), kind=OrganisationKind(kind), name=name, place=place, is_published=True
    )


def pair(home: str, other: str, tie: Partnership | None, **facts: Any) -> InstitutionLink:
    facts = {"level": SCHOOL, "is_published": True} | facts
    return add_institution_link(
        by=BY, source=founding.page(), home_institution=school(home, kind=facts["level"]),
        partner_institution=school(other, kind=facts["level"]), partnership=tie, **facts,
    )  # fmt: skip


def state(**facts: Any) -> None:
    facts = {"level": SCHOOL, "extent": Extent.ALL, "is_published": True} | facts
    add_coverage_statement(by=BY, source=founding.page(), **facts)


def test_pairs_stand_by_level_with_their_partner_and_time(city: Organisation, client: Client) -> None:
    tartu = partner("Tartu", "EE")
    pair("University of Rantala", "University of Tartu", tartu, level=InstitutionLevel.UNIVERSITY)
    pair("Söderby school", "Gymnasium", tartu, linked_from=on("2016"))
    pair("Alfa school", "Free school", None)
    pair("Internal school", "Other", tartu, is_published=False)
    assert cells(client, "/en/institutions/") == [
        ["Alfa school", "Free school", "not recorded", "Upper secondary schools", "not recorded"],
        ["Söderby school", "Gymnasium", "Tartu", "Upper secondary schools", "2016"],
        ["University of Rantala", "University of Tartu", "Tartu", "Universities", "not recorded"],
    ]
    assert choices(client, "/en/institutions/") == {
        "/en/institutions/level-upper_secondary_school/": "Upper secondary schools 2",
        "/en/institutions/level-university/": "Universities 1",
        f"/en/institutions/partner-{tartu.pk}/": "Tartu 2",
    }
    assert len(cells(client, f"/en/institutions/partner-{tartu.pk}/")) == 2
    assert "Level: Universities. 1 pair." in words_of(client, "/en/institutions/level-university/")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Kaupungin mukaan kaikilla on kumppani (vuodesta 2016). Kirjattu: 2/3."),
        ("sv", "Enligt staden har alla en partner (sedan 2016). Registrerat: 2 av 3."),
        ("en", "According to the city all have a partner (since 2016). Recorded: 2 of 3."),
    ],
)
def test_coverage_is_told_as_stated_and_as_recorded(
    city: Organisation, client: Client, language: str, sentence: str
) -> None:
    tartu, narva = partner("Tartu", "EE"), partner("Narva", "EE")
    school("Without a partner", city)
    pair("One", "A", tartu)
    pair("Two", "B", narva)
    state(stated_from=on("2016"))
    state(partnership=tartu, extent=Extent.SOME)
    words = words_of(client, f"/{language}/institutions/")
    assert sentence in words
    assert any(recorded in words for recorded in ("Kirjattu: 1/3.", "Registrerat: 1 av 3.", "Recorded: 1 of 3."))


def test_coverage_stands_where_it_is_asked_for(city: Organisation, client: Client) -> None:
    tartu, narva = partner("Tartu", "EE"), partner("Narva", "EE")
    for tie in (tartu, narva):
        pair(f"School of {tie.pk}", "Other", tie)
    pair("University", "Other university", tartu, level=InstitutionLevel.UNIVERSITY)
    state(partnership=tartu)
    told = "Tartu: upper secondary schools"
    shown = {
        choice: told in words_of(client, f"/en/institutions/{choice}")
        for choice in ("", f"level-{SCHOOL}/", "level-university/", f"partner-{tartu.pk}/", f"partner-{narva.pk}/")
    }
    assert list(shown.values()) == [True, True, False, True, False]


def test_internal_partner_is_named_nowhere(city: Organisation, client: Client) -> None:
    tie = partner("Hushville", "EE", is_published=False)
    pair("One", "A", tie)
    state(partnership=tie)
    assert cells(client, "/en/institutions/")[0][2] == "not recorded"
    assert "Hushville" not in client.get("/en/institutions/").content.decode()
    assert client.get(f"/en/institutions/partner-{tie.pk}/").status_code == 404


def test_pairs_name_their_sources(city: Organisation, client: Client) -> None:
    link = pair("One", "A", partner("Tartu", "EE"))
    cite(by=BY, source=founding.page(), record=link.record, field="level", quote="One has A.", start=0, end=10)
    page = client.get("/en/institutions/").content.decode()
    assert 'href="#source-1"' in page
    assert "One has A." in page


def test_page_without_pairs_says_what_will_be_there(city: Organisation, client: Client) -> None:
    assert "No pairs of institutions are recorded yet." in words_of(client, "/en/institutions/")


@pytest.mark.parametrize("number", [1, 20])
def test_institutions_ask_the_same_whatever_the_number_of_records(
    city: Organisation, client: Client, number: int
) -> None:
    for index in range(number):
        tie = partner(f"City{index}", "EE")
        pair(f"School {index}", "Other", tie)
        pair(f"Free {index}", "Other", None)
        state(partnership=tie)
        state(partner=tie.partner, level=InstitutionLevel.SCHOOL)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/en/institutions/").status_code == 200
    assert len(captured) == 8
