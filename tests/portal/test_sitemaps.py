"""Sitemaps: every page that lasts and nothing else, each with its languages."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.portal.composing import sitemap
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.actions.stories import add_story
from tests.opendata.test_activities import activity
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

SITE = "https://ties.example.org"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_ADDRESS = SITE


def read(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def locations(root: ElementTree.Element) -> list[str]:
    found = [each.text or "" for each in root.iterfind("*/s:loc", NAMES)]
    assert all(each.startswith(f"{SITE}/") for each in found)
    return [each.removeprefix(SITE) for each in found]


def test_index_names_the_sitemaps_of_every_language(example: None, client: Client) -> None:
    root = read(client, "/sitemap.xml")
    assert root.tag == f"{{{NAMES['s']}}}sitemapindex"
    assert locations(root) == [f"/{language}/sitemap.xml" for language in LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_it_is_there_at_that_address_and_may_be_found(
    example: None, client: Client, language: str
) -> None:
    listed = locations(read(client, f"/{language}/sitemap.xml"))
    assert len(listed) == len(set(listed))
    for address in listed:
        response = client.get(address)
        assert response.status_code == 200, address
        assert f'<link rel="canonical" href="{SITE}{address}">' in response.content.decode()
    pages = [*published.partner_pages(client, language).values(), *published.agreement_pages(client, language)]
    assert {f"/{language}/", f"/{language}/partners/", *pages} <= set(listed)


def test_languages_of_a_page_are_those_the_page_names(example: None, client: Client) -> None:
    for url in list(read(client, "/sv/sitemap.xml"))[:20]:
        address = (url.findtext("s:loc", "", NAMES)).removeprefix(SITE)
        page = client.get(address).content.decode()
        named = {each.get("hreflang"): each.get("href") for each in url.iterfind("x:link", NAMES)}
        assert set(named) == {*LANGUAGES, "x-default"}
        for code, href in named.items():
            assert f'<link rel="alternate" hreflang="{code}" href="{href}">' in page


def test_what_is_internal_removed_or_yet_to_come_is_not_listed(city: object, client: Client) -> None:
    source = founding.page()
    shown = founding.partnership(source, founding.place(source, en="Oldham"))
    hidden = founding.partnership(source, founding.place(source, en="Hidden"), is_published=False)
    removed = founding.partnership(source, founding.place(source, en="Gone"))
    later = founding.agreement(source, shown, signed="2999", valid_until="..")
    remove_record(by=founding.BY, source=source, record=removed.record, reason="Recorded by mistake.")
    text = client.get("/en/sitemap.xml").content.decode()
    assert shown.pk in text
    for record in (hidden, removed, later):
        assert record.pk not in text


def test_record_says_since_when(example: None, client: Client) -> None:
    for url in read(client, "/fi/sitemap.xml"):
        is_record = url.findtext("s:loc", "", NAMES).count("/") > 5
        assert bool(url.findtext("s:lastmod", "", NAMES)) == is_record


def test_long_sitemaps_are_parted(example: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = locations(read(client, "/en/sitemap.xml"))
    monkeypatch.setattr(sitemap, "MOST", 7)
    parts = [each for each in locations(read(client, "/sitemap.xml")) if each.startswith("/en/")]
    assert parts[:2] == ["/en/sitemap.xml", "/en/sitemap-2.xml"]
    assert [address for part in parts for address in locations(read(client, part))] == whole
    assert client.get(f"/en/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_hostile_names_break_no_sitemap(city: object, client: Client) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en="<a href='x'>&]]>"))
    assert len(locations(read(client, "/en/sitemap.xml"))) > 1


def test_robots_are_told_of_the_sitemap(city: object, client: Client) -> None:
    assert f"\nSitemap: {SITE}/sitemap.xml\n" in client.get("/robots.txt").content.decode()


def test_without_an_address_of_its_own_it_names_the_one_it_was_asked_by(
    city: object, client: Client, settings: Any
) -> None:
    settings.SITE_ADDRESS = ""
    assert (
        "<loc>http://localhost/en/</loc>"
        in client.get("/en/sitemap.xml", headers={"host": "localhost"}).content.decode()
    )


@pytest.mark.parametrize("number", [1, 40])
def test_queries_are_few_whatever_the_number_of_records(city: object, client: Client, number: int) -> None:
    published.add_partners(number)
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/sitemap.xml")
    assert len(queries) <= 16, [query["sql"][:100] for query in queries]


def test_activities_stories_and_networks_are_listed(city: object, client: Client) -> None:
    source = founding.page()
    made = activity(source)
    story = add_story(
        by=founding.BY, source=source, title=LazyI18nString({"fi": "Kuoro"}), text=LazyI18nString({"fi": "Lauloi."})
    )
    publish_record(by=founding.BY, source=source, record=story.record)
    listed = locations(read(client, "/fi/sitemap.xml"))
    for record in (made, story):
        [address] = [each for each in listed if record.pk in each]
        assert client.get(address).status_code == 200
