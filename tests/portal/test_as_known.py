"""Pages of what had been published by a day: the facts of then, as far as they are public now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from solmu.core.city import current_city
from solmu.core.throttling import Throttle
from solmu.portal.views import as_known, other_days
from solmu.registry.actions.recording import recording
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.portal.test_other_days import banner
from tests.portal.test_pages import words_of
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls


@pytest.fixture(autouse=True)
def fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_days, "throttle", Throttle(other_days.MOST, other_days.SPAN))


@pytest.fixture
def then(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment at which pages of what was known are told of; a test sets it."""
    moments = [timezone.now()]
    monkeypatch.setattr(as_known, "end_of_day", lambda day, zone: moments[0])
    return moments


def today() -> str:
    return str(current_city().today())


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_what_is_known_today_is_what_the_portal_shows(example: None, client: Client) -> None:
    """The same words, but for what rests on sources and on other records than partners and agreements."""
    for address in ("/en/", *published.partner_pages(client, "en").values(), *published.agreement_pages(client, "en")):
        told = client.get(f"/known/{today()}{address}").content.decode()
        live = client.get(address).content.decode()
        assert headings(told) == headings(live), address
        statuses = [re.findall(r'class="status status-(\w+)', page) for page in (told, live)]
        assert statuses[0] == statuses[1], address


def headings(page: str) -> list[str]:
    main = page[page.index("<main") : page.index("</main")]
    return re.findall(r"(?s)<h1.*?>(.*?)</h1>", main)


def test_only_what_had_been_published_is_told(city: object, client: Client, then: list[datetime]) -> None:
    source = founding.page()
    first = founding.partnership(source, founding.place(source, en="Oldham"), since=founding.on("1990"))
    founding.agreement(source, first, signed="1991")
    then[0] = timezone.now()
    second = founding.partnership(source, founding.place(source, en="Newham"), since=founding.on("1990"))
    later = founding.agreement(source, first, signed="1992")
    page = client.get(f"/known/{today()}/en/").content.decode()
    assert "Oldham" in page
    assert "Newham" not in page
    assert later.pk not in page
    for record, kind in ((second, "partners"), (later, "agreements")):
        response = client.get(f"/known/{today()}/en/{kind}/{record.pk}/x")
        assert response.status_code == 404
        assert "Nothing of this had been published by this day" in response.content.decode()


def test_what_is_internal_now_is_not_told(city: object, client: Client, then: list[datetime]) -> None:
    source = founding.page()
    tie = founding.partnership(source, founding.place(source, en="Oldham"), since=founding.on("1990"))
    agreement = founding.agreement(source, tie, signed="1991")
    then[0] = timezone.now()
    with recording(by=founding.BY, action="withdraw", source=source) as journal:
        journal.update(tie.record, is_published=False)
    for address in ("/en/", f"/en/agreements/{agreement.pk}/x"):
        page = client.get(f"/known/{today()}{address}", follow=True)
        assert "Oldham" not in page.content.decode(), address
    assert client.get(f"/known/{today()}/en/partners/{tie.pk}/oldham").status_code == 404


def test_status_is_that_of_the_day(example: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged on the day that is asked of, from what was known by then."""
    shanghai = published.partner_pages(client, "en")["shanghai"]
    assert "was in force until 2019" in words_of(client, f"/known/{today()}{shanghai}")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Tämä sivu kertoo, mitä oli julkaistu viimeistään"),
        ("sv", "Den här sidan visar vad som hade publicerats senast den"),
        ("en", "This page shows what had been published by"),
    ],
)
def test_banner_says_what_it_is(example: None, client: Client, language: str, sentence: str) -> None:
    address = published.partner_pages(client, language)["shanghai"]
    told = banner(client, f"/known/{today()}{address}")
    assert sentence in told
    assert f'<a href="{address}">' in told
    assert 'name="way" value="known"' in told


# --- links and days ---------------------------------------------------------------------------------------------------


def test_links_stay_with_what_was_known_or_lead_to_the_present(example: None, client: Client) -> None:
    before = f"/known/{today()}"
    for address in (
        "/sv/",
        published.partner_pages(client, "sv")["shanghai"],
        published.agreement_pages(client, "sv")[0],
    ):
        page = client.get(before + address).content.decode()
        links = set(re.findall(r'href="(/[^"#]*)"', page))
        for link in links:
            assert link.startswith("/static/") or client.get(link).status_code in (200, 302), link
        main = page[page.index("<main") : page.index("</main")]
        assert all(link.startswith(before) for link in re.findall(r'href="(/[^"#]*)"', main))
        assert {link.removeprefix(before)[:4] for link in links if link.startswith(before)} == {"/fi/", "/sv/", "/en/"}


def test_old_name_leads_to_the_name_of_then(example: None, client: Client) -> None:
    address = published.partner_pages(client, "en")["shanghai"]
    response = client.get(f"/known/{today()}{address.rsplit('/', 1)[0]}/canton")
    assert (response.status_code, response.headers["Location"]) == (301, f"/known/{today()}{address}")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("fi", "Rekisteri alkaa"), ("sv", "Registret börjar"), ("en", "The record begins on")],
)
def test_before_the_record_begins_it_says_when_it_does(
    example: None, client: Client, language: str, sentence: str
) -> None:
    day = current_city().today() - timedelta(days=1)
    response = client.get(f"/known/{day}/{language}/")
    assert response.status_code == 404
    assert sentence in response.content.decode()
    assert "noindex" in response.headers["X-Robots-Tag"]


def test_days_to_come_and_days_there_are_not_are_not_found(example: None, client: Client) -> None:
    tomorrow = current_city().today() + timedelta(days=1)
    for day in (tomorrow, "2026-02-30", "0000-01-01"):
        assert client.get(f"/known/{day}/en/").status_code == 404


def test_empty_record_says_that_nothing_is_recorded(db: None, instance: object, client: Client) -> None:
    assert other_days.day_record_begins() is None or client.get("/known/2020-01-01/en/").status_code == 404


def test_form_leads_there(example: None, client: Client) -> None:
    shanghai = published.partner_pages(client, "en")["shanghai"]
    for page, leads_to in ((shanghai, shanghai), ("/en/networks/", "/en/"), ("", "/en/")):
        response = client.get("/en/days/", {"way": "known", "day": today(), "page": page})
        assert response.headers["Location"] == f"/known/{today()}{leads_to}"
    assert client.get("/en/days/", {"way": "known", "day": "1999-01-01"}).status_code == 422


def test_lists_lead_to_the_page_that_has_them_and_others_to_themselves(example: None, client: Client) -> None:
    found = {
        rest: client.get(f"/known/2026-01-01/{rest}").headers.get("Location")
        for rest in ("en/agreements/", "en/partners/", "en/about/", "")
    }
    assert found == {
        "en/agreements/": "/known/2026-01-01/en/",
        "en/partners/": "/known/2026-01-01/en/#partners",
        "en/about/": "/en/about/",
        "": "/known/2026-01-01/fi/",
    }


def test_too_many_are_refused(example: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_days, "throttle", Throttle(1, other_days.SPAN))
    assert [client.get(f"/known/{today()}/en/").status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("number", [1, 40])
def test_queries_are_few_whatever_the_number_of_records(city: object, client: Client, number: int) -> None:
    published.add_partners(number)
    partner = next(iter(published.partner_pages(client, "en").values()))
    for address in ("/en/", partner, published.agreement_pages(client, "en")[0]):
        client.get(f"/known/{today()}{address}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/known/{today()}{address}").status_code == 200
        assert len(queries) <= 12, [query["sql"][:120] for query in queries]


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_is_not_to_be_found(example: None, client: Client, language: str) -> None:
    response = client.get(f"/known/{today()}/{language}/")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_known_day_leads_home_in_english_where_the_interface_has_none_of_the_citys_languages(
    city: object, client: Client, instance: Path
) -> None:
    config = instance / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('["sv", "fi"]', '["de"]'), encoding="utf-8")
    assert client.get(f"/known/{today()}/").headers["Location"] == f"/known/{today()}/en/"
