"""A partner's page: visits and events, stories, image, whom to ask; and how much it asks of the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.registry.actions.citations import cite
from solmu.registry.actions.contacts import add_contact, agree_to_publish
from solmu.registry.actions.institutions import add_coverage_statement
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import set_owner
from solmu.registry.actions.publicity import publish_record
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.actions.stories import set_image
from solmu.registry.models import Organisation, Partnership
from solmu.registry.vocabulary import Direction, Extent, InstitutionLevel
from tests.portal.test_activities import activity
from tests.portal.test_lists import partner
from tests.portal.test_pages import words_of
from tests.portal.test_stories import story
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.pictures import png

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

DAY = on("2026-11-24").earliest


@pytest.fixture
def source(city: Organisation) -> Source:
    return founding.page("A partner")


@pytest.fixture
def tartu(source: Source) -> Partnership:
    return partner("Tartu", "EE")


def page_of(tie: Partnership, language: str = "en") -> str:
    return f"/{language}/partners/{tie.pk}/tartu"


def contact(source: Source, tie: Partnership, name: str, *, agrees: bool, is_published: bool) -> None:
    where = founding.city(source, tie.partner)
    row = add_contact(
        by=BY, source=source, organisation=where, name=name, title="Secretary", email=f"{name.lower()}@example.org",
        telephone="+372 1", purpose=LazyI18nString({"en": "Visits"}), day=DAY, keep_for=Term(24),
    )  # fmt: skip
    if agrees:
        agree_to_publish(by=BY, source=source, contact=row)
    if is_published:
        publish_record(by=BY, source=source, record=row.record)


def unit(source: Source, tie: Partnership, *, is_published: bool) -> None:
    row = add_unit(
        by=BY, source=source, organisation=founding.home(source), name=LazyI18nString({"en": "International affairs"}),
        email="international@example.org", telephone="+358 9 1",
    )  # fmt: skip
    if is_published:
        publish_record(by=BY, source=source, record=row.record)
    set_owner(by=BY, source=source, record=tie.record, unit=row)


def picture(source: Source, tie: Partnership) -> None:
    set_image(
        by=BY, source=source, record=tie.record, content=png(), name="a.png", credit="A Person", licence="CC BY 4.0",
        alternative=LazyI18nString({"fi": "Tori", "sv": "Ett torg", "en": "A square"}), languages=("fi", "sv", "en"),
    )  # fmt: skip


def test_partner_tells_the_last_and_next_visits_and_the_latest_activities(
    source: Source, tartu: Partnership, client: Client
) -> None:
    for year in range(2015, 2022):
        activity(source, f"Visit of {year}", tartu, starts=f"{year}-05", direction=Direction.OUT)
    activity(source, "Coming soon", tartu, starts="2090-01", direction=Direction.IN)
    activity(source, "Coming later", tartu, starts="2091", direction=Direction.IN)
    activity(source, "Internal", tartu, starts="2024", is_published=False, direction=Direction.IN)
    activity(source, "By the city", starts="2023-02", organisations=[founding.city(source, tartu.partner)])
    words = words_of(client, page_of(tartu))
    assert "Last visit there May 2021" in words
    assert "Next visit from there January 2090" in words
    assert "Last visit from there" not in words
    for shown in ("By the city", *(f"Visit of {year}" for year in range(2018, 2022))):
        assert shown in words, shown
    for unseen in ("Visit of 2017", "Internal"):
        assert unseen not in words, unseen
    assert "10 activities in all" in words
    assert f'href="/en/activities/partner-{tartu.pk}/"' in client.get(page_of(tartu)).content.decode()
    assert client.get(f"/en/activities/partner-{tartu.pk}/").status_code == 200


def test_partner_tells_its_activity_index_and_what_that_counts(
    source: Source, tartu: Partnership, client: Client
) -> None:
    assert "Activity index" not in words_of(client, page_of(tartu))
    activity(source, "Ten people", tartu, starts="2025-05", participants=10)
    activity(source, "Internal", tartu, starts="2025-06", is_published=False)
    told = "Activity index: 6 in 2025, 3 so far in 2026. What the index counts"
    assert told in words_of(client, page_of(tartu))
    assert 'href="/en/figures/#activity-index"' in client.get(page_of(tartu)).content.decode()
    assert 'id="activity-index"' in client.get("/en/figures/").content.decode()
    earlier = words_of(client, f"/on/2025-12-31{page_of(tartu)}")
    assert "Activity index: 0 in 2024, 6 so far in 2025." in earlier


def test_partner_shows_stories_and_its_image(source: Source, tartu: Partnership, client: Client) -> None:
    story(source, "Choirs met", partnership=tartu, written=on("2024"))
    story(source, "Not yet", partnership=tartu, is_published=False)
    story(source, "Later", partnership=tartu, written=on("2090"))
    picture(source, tartu)
    page = client.get(page_of(tartu)).content.decode()
    assert "Choirs met" in page
    assert "Not yet" not in page
    assert "Later" not in page
    assert 'alt="A square"' in page
    assert "Picture: A Person, CC BY 4.0" in page


def test_partner_names_whom_to_ask_where_that_is_public(source: Source, tartu: Partnership, client: Client) -> None:
    unit(source, tartu, is_published=True)
    contact(source, tartu, "Maari", agrees=True, is_published=True)
    contact(source, tartu, "Silent", agrees=False, is_published=True)
    contact(source, tartu, "Unpublished", agrees=True, is_published=False)
    words = words_of(client, page_of(tartu))
    assert (
        "Whom to ask International affairs , Rantala international@example.org , +358 9 1 "
        "Maari , Secretary maari@example.org , +372 1" in words
    )
    assert "silent" not in words.lower()
    assert "unpublished" not in words.lower()


def test_a_unit_that_is_internal_is_not_named(source: Source, tartu: Partnership, client: Client) -> None:
    unit(source, tartu, is_published=False)
    page = client.get(page_of(tartu)).content.decode()
    assert "International affairs" not in page
    assert "Whom to ask" not in page


@pytest.mark.parametrize(
    ("language", "told"),
    [("fi", ("Viimeisin vierailu sinne", "Keneltä kysyä")), ("sv", ("Senaste besök där", "Vem kan jag fråga"))],
)
def test_partner_is_told_in_every_language(
    source: Source, tartu: Partnership, client: Client, language: str, told: tuple[str, ...]
) -> None:
    activity(source, "Trip", tartu, starts="2020", direction=Direction.OUT)
    unit(source, tartu, is_published=True)
    words = words_of(client, page_of(tartu, language))
    for each in told:
        assert each in words, each


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_richest_partner_asks_at_most_twelve_times(source: Source, tartu: Partnership, client: Client) -> None:
    def more(name: str) -> None:
        by: dict[str, Any] = {"by": BY, "source": source}
        made = founding.agreement(source, tartu, signed="2010", valid_until="2030", themes=["Culture"])
        cite(**by, record=made.record, field="kind", quote="Words.", start=0, end=6)
        activity(source, f"Visit {name}", tartu, starts="2020", direction=Direction.OUT, agreement=made, participants=9)
        story(source, f"Story {name}", partnership=tartu)
        add_coverage_statement(
            **by, level=InstitutionLevel.SCHOOL, extent=Extent.NUMBER, number=3, partnership=tartu,
            stated_from=on("2016"), is_published=True,
        )  # fmt: skip
        add_recognition(
            **by, title=LazyI18nString({"en": f"Medal {name}"}), giver=founding.city(source, tartu.partner),
            recipient_as_written="Rantala", is_published=True,
        )  # fmt: skip
        contact(source, tartu, name, agrees=True, is_published=True)

    unit(source, tartu, is_published=True)
    picture(source, tartu)
    more("Anu")
    few = {address: queries(client, address) for address in (page_of(tartu), "/en/")}
    for name in ("Bea", "Cia", "Dea"):
        more(name)
    many = {address: queries(client, address) for address in few}
    assert few == many
    assert max(many.values()) <= 12
    assert "According to the city 3 have a partner (since 2016)." in words_of(client, page_of(tartu))
