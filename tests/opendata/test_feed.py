"""The feed of what changed in public, read as strictly as RFC 4287 and feed validators do."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.city import current_city
from solmu.core.models import AuditEntry, Source
from solmu.opendata.feeds import changes as feeds
from solmu.opendata.feeds.changes import MOST, changes_feed, feed_path
from solmu.opendata.views.feeds import _changes_at
from solmu.portal.addresses import feed_address
from solmu.registry.actions.partnerships import end_partnership
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.actions.stories import add_story
from solmu.registry.models import Organisation, Partnership
from solmu.registry.queries.changes import ENDED, PUBLISHED, public_changes
from tests.opendata.test_activities import activity
from tests.portal import published
from tests.registry import founding

pytestmark = pytest.mark.sqlite

LANGUAGES = ("fi", "sv", "en")
SITE = "https://ties.example.org"
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
BY = founding.BY


@pytest.fixture(autouse=True)
def site(settings: Any) -> None:
    settings.SITE_ADDRESS = SITE
    _changes_at.cache_clear()


def read(content: bytes) -> ElementTree.Element:
    """The feed; whatever the RFC or validators hold against it is an error."""
    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    assert faults(root) == []
    return root


UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def faults(root: ElementTree.Element) -> list[str]:
    found = []
    for element in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            values = element.findall(ATOM + name)
            found += [f"{name} is not there once, or is empty"] * (len(values) != 1 or not values[0].text)
        told = [each.text or "" for name in ("updated", "published") for each in element.findall(ATOM + name)]
        found += [f"no RFC 3339 moment: {each}" for each in told if not MOMENT.fullmatch(each)]
        links = element.findall(f"{ATOM}link")
        found += [f"no whole address: {each.get('href')}" for each in links if "://" not in each.get("href", "")]
        alternates = [(each.get("type"), each.get("hreflang")) for each in links if each.get("rel") == "alternate"]
        found += ["no alternate, or two of one kind"] * (not alternates or len(alternates) != len(set(alternates)))
    if len(root.findall(f"{ATOM}author/{ATOM}name")) != 1:
        found.append("no author")
    ids = [each.findtext(f"{ATOM}id") for each in (root, *entries(root))]
    found += ["an id twice"] * (len(ids) != len(set(ids)))
    found += [f"no id: {each}" for each in ids if not UUID.fullmatch(each or "")]
    moments = [each.findtext(f"{ATOM}updated") or "" for each in entries(root)]
    found += ["not newest first"] * (moments != sorted(moments, reverse=True))
    if moments and root.findtext(f"{ATOM}updated") != moments[0]:
        found.append("not updated with its newest entry")
    return found


def entries(root: ElementTree.Element) -> list[ElementTree.Element]:
    return root.findall(f"{ATOM}entry")


def titles(client: Client, language: str = "en") -> list[str]:
    return [each.findtext(f"{ATOM}title") or "" for each in entries(read(feed(client, language)))]


def feed(client: Client, language: str = "en") -> bytes:
    response = client.get(f"/{language}/feed.atom")
    assert response.status_code == 200
    return bytes(response.content)


def story(source: Source, **title: str) -> None:
    made = add_story(by=BY, source=source, title=LazyI18nString(title), text=LazyI18nString({"fi": "Lauloi."}))
    publish_record(by=BY, source=source, record=made.record)


def written_on(day: str) -> None:
    """Whatever was written so far was written on that day, at noon."""
    AuditEntry.objects.update(at=f"{day}T12:00:00.000000+00:00")


# --- what stands in it ------------------------------------------------------------------------------------------------


def test_whatever_was_published_is_told_in_every_language(source: Source, tartu: Partnership, client: Client) -> None:
    founding.agreement(source, tartu, signed="1998-09-04", valid_until="..", kind="sister_city_agreement")
    activity(source, tartu)
    story(source, fi="Kuoro")
    assert set(titles(client, "en")) == {
        "Partner: Tartu",
        "Agreement: Tartu: sister-city agreement, 1998",
        "A visit",
        "Kuoro",
    }
    assert set(titles(client, "fi")) == {
        "Kumppani: Tartto",
        "Sopimus: Tartto: ystävyyskaupunkisopimus, 1998",
        "Vierailu",
        "Kuoro",
    }
    assert set(titles(client, "sv")) == {"Partner: Dorpat", "Avtal: Dorpat: vänortsavtal, 1998", "Besök", "Kuoro"}


def test_title_in_another_language_says_so(source: Source, client: Client) -> None:
    story(source, fi="Kuoro")
    for language, marked in (("fi", None), ("sv", "fi")):
        root = read(feed(client, language))
        assert root.get(f"{XML}lang") == language
        [entry] = entries(root)
        assert entry.find(f"{ATOM}title").get(f"{XML}lang") == marked  # type: ignore[union-attr]


def test_every_entry_leads_to_its_page(source: Source, tartu: Partnership, client: Client) -> None:
    founding.agreement(source, tartu, signed="1998")
    activity(source, tartu)
    story(source, en="Choir")
    found = entries(read(feed(client)))
    assert len(found) == 4
    for entry in found:
        address = entry.find(f"{ATOM}link").get("href", "").removeprefix(SITE)  # type: ignore[union-attr]
        assert client.get(address, follow=True).status_code == 200, address


def test_what_is_internal_or_removed_is_not_told(source: Source, tartu: Partnership, client: Client) -> None:
    founding.agreement(source, tartu, signed="1998", is_published=False)
    removed = founding.agreement(source, tartu, signed="1999")
    remove_record(by=BY, source=source, record=removed.record, reason="Recorded by mistake.")
    assert titles(client) == ["Partner: Tartu"]


def test_agreement_that_expires_is_told_on_the_day_after_its_end(source: Source, tartu: Partnership) -> None:
    made = founding.agreement(source, tartu, signed="2019", valid_until="2020-12-31")
    written_on("2020-03-01")
    told = [
        (each.what, each.at.date()) for each in public_changes(date(2021, 6, 1), "UTC", 50) if each.record_id == made.pk
    ]
    assert told == [(ENDED, date(2021, 1, 1)), (PUBLISHED, date(2020, 3, 1))]
    before = [each.what for each in public_changes(date(2020, 12, 31), "UTC", 50) if each.record_id == made.pk]
    assert before == [PUBLISHED]


def test_agreement_that_was_over_when_it_was_published_is_no_news(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, signed="1999", valid_until="2004")
    written_on("2020-03-01")
    assert {each.what for each in public_changes(date(2026, 1, 1), "UTC", 50)} == {PUBLISHED}


def test_partnership_that_ends_is_told_when_it_was_recorded(source: Source, tartu: Partnership, client: Client) -> None:
    written_on("2020-03-01")
    end_partnership(by=BY, source=source, partnership=tartu, on=founding.on("2020-02-01"), reason="Its reason.")
    assert titles(client) == ["Partnership ended: Tartu", "Partner: Tartu"]
    latest = public_changes(current_city().today(), "UTC", 50)[0]
    assert (latest.what, latest.at.year) == (ENDED, datetime.now(UTC).year)


def test_moment_of_an_entry_and_its_id_stay(source: Source, tartu: Partnership, client: Client) -> None:
    def told() -> list[tuple[str | None, str | None]]:
        return [(each.findtext(f"{ATOM}id"), each.findtext(f"{ATOM}updated")) for each in entries(read(feed(client)))]

    before = told()
    founding.agreement(source, tartu, signed="1998")
    assert told()[1:] == before
    assert not {key for key, _at in told()} & {each.findtext(f"{ATOM}id") for each in entries(read(feed(client, "fi")))}


def test_at_most_so_many(source: Source, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST", 3)
    published.add_partners(4, shared=False)
    assert len(titles(client)) == 3
    assert MOST == 50


def test_empty_feed_is_one(home: Organisation, client: Client) -> None:
    assert titles(client) == []


def test_hostile_words_break_no_feed(source: Source, client: Client) -> None:
    words = "<b>&amp;]]></title>\"'"
    founding.partnership(source, founding.place(source, en=words))
    assert titles(client) == [f"Partner: {words}"]


# --- how it is sent ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_feed_says_where_it_is(home: Organisation, client: Client, language: str) -> None:
    response = client.get(f"/{language}/feed.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = read(response.content)
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{SITE}/{language}/feed.atom", "alternate": f"{SITE}/{language}/"}
    assert feed_path(language) == feed_address(language) == f"/{language}/feed.atom"
    page = client.get(f"/{language}/").content.decode()
    assert f'<link rel="alternate" type="application/atom+xml" href="/{language}/feed.atom">' in page


def test_what_has_not_changed_is_not_sent_again(source: Source, tartu: Partnership, client: Client) -> None:
    first = client.get("/en/feed.atom")
    again = client.get("/en/feed.atom", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    founding.agreement(source, tartu, signed="1998")
    assert client.get("/en/feed.atom", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_same_record_gives_the_same_bytes(source: Source, tartu: Partnership) -> None:
    city = current_city()
    assert len({changes_feed(city, date(2026, 1, 1), "en", SITE).content for _ in range(2)}) == 1


@pytest.mark.parametrize("number", [1, 30])
def test_queries_are_the_same_whatever_the_number(home: Organisation, client: Client, number: int) -> None:
    published.add_partners(number)
    with CaptureQueriesContext(connection) as queries:
        feed(client)
    assert len(queries) <= 3
    with CaptureQueriesContext(connection) as queries:
        feed(client)
    assert len(queries) == 1
