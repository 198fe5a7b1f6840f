"""Pages as they stood on a day: what they show, where their links lead, which days there are."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_script_prefix

from solmu.core.city import current_city
from solmu.core.throttling import Throttle
from solmu.portal.views import other_days
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.portal.test_pages import words_of
from tests.registry import founding

pytestmark = pytest.mark.sqlite  # every address is also asked for on both databases, by test_urls

DAY = "2015-06-01"


@pytest.fixture(autouse=True)
def fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_days, "throttle", Throttle(other_days.MOST, other_days.SPAN))


def banner(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page[page.index('<aside class="day-banner"') : page.index("</aside>")].replace("\N{NO-BREAK SPACE}", " ")


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_agreement_that_has_ended_since_was_in_force(example: None, client: Client) -> None:
    shanghai = published.partner_pages(client, "en")["shanghai"]
    assert "was in force until 2019" in words_of(client, shanghai)
    then = words_of(client, f"/on/{DAY}{shanghai}")
    assert "is in force until 2019" in then or "in force" in then
    assert "was in force until 2019" not in then


def test_partner_that_was_none_yet_is_not_listed(city: object, client: Client) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en="Oldham"), since=founding.on("1990"))
    founding.partnership(source, founding.place(source, en="Newham"), since=founding.on("2016"))
    assert set(published.partner_pages(client, "en")) == {"oldham", "newham"}
    page = client.get(f"/on/{DAY}/en/").content.decode()
    assert "Oldham" in page
    assert "Newham" not in page


def test_agreement_not_made_yet_says_so(city: object, client: Client) -> None:
    source = founding.page()
    tie = founding.partnership(source, founding.place(source, en="Oldham"), since=founding.on("1990"))
    founding.agreement(source, tie, signed="2016", valid_until="2030")
    [address] = published.agreement_pages(client, "en")
    response = client.get(f"/on/{DAY}{address}")
    assert response.status_code == 404
    assert "On this day there was nothing yet to show here." in response.content.decode()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Tämä sivu kertoo, miten asiat olivat 1.6.2015, nykytiedon mukaan."),
        ("sv", "Den här sidan visar hur det såg ut den 1 juni 2015 enligt vad som är känt i dag."),
        ("en", "This page shows how it stood on 1 June 2015, with what is known today."),
    ],
)
def test_banner_says_which_day(example: None, client: Client, language: str, sentence: str) -> None:
    for address in (f"/{language}/", published.partner_pages(client, language)["shanghai"]):
        told = banner(client, f"/on/{DAY}{address}")
        assert sentence in told
        assert f'<a href="{address}">' in told
        assert f'value="{DAY}"' in told


def test_page_of_today_offers_another_day_and_has_no_banner(example: None, client: Client) -> None:
    page = client.get("/en/").content.decode()
    assert "day-banner" not in page
    assert "See how it stood on a day" in page
    assert 'name="page" value="/en/"' in page


# --- links ------------------------------------------------------------------------------------------------------------


def test_links_stay_on_the_day_and_what_is_live_stays_live(example: None, client: Client) -> None:
    for address in ("/en/", "/en/agreements/", published.partner_pages(client, "en")["shanghai"]):
        page = client.get(f"/on/{DAY}{address}").content.decode()
        pages = set(re.findall(r'href="([^"#]*/(?:fi|sv|en)/[^"]*)"', page))
        live = {link for link in pages if not link.startswith(f"/on/{DAY}/")}
        about = {link for link in live if link.split("/")[2] in {*other_days.PRESENT_ONLY, "a-z"}}
        assert live - about == {"/en/", address, "/en/calendar/activities.ics", "/en/feed.atom"}
        assert {f"/on/{DAY}/{language}/" for language in LANGUAGES} <= {link[:18] for link in pages - live}
        assert not re.findall(rf"/on/{DAY}/(?:static|on)/", page)


def test_links_of_a_day_lead_somewhere(example: None, client: Client) -> None:
    for start in (f"/on/{DAY}/sv/", f"/on/{DAY}{published.partner_pages(client, 'sv')['shanghai']}"):
        page = client.get(start).content.decode()
        for link in set(re.findall(r'href="(/on/[^"#]*)', page)):
            response = client.get(link)
            assert response.status_code in (200, 302), link


def test_old_name_in_an_address_leads_to_the_present_one_of_that_day(example: None, client: Client) -> None:
    address = published.partner_pages(client, "en")["shanghai"]
    response = client.get(f"/on/{DAY}{address.rsplit('/', 1)[0]}/canton")
    assert (response.status_code, response.headers["Location"]) == (301, f"/on/{DAY}{address}")


def test_pages_about_the_service_have_no_day(example: None, client: Client) -> None:
    for name in ("about", "accessibility", "privacy", "feedback"):
        response = client.get(f"/on/{DAY}/fi/{name}/")
        assert (response.status_code, response.headers["Location"]) == (302, f"/fi/{name}/")


@pytest.mark.parametrize("way", ["on", "known"])
def test_query_goes_along_where_an_address_leads_elsewhere(example: None, client: Client, way: str) -> None:
    day = current_city().today()
    searched = client.get(f"/{way}/{day}/fi/search/?q=oulu&kind=partners")
    assert searched.headers["Location"] == "/fi/search/?q=oulu&kind=partners"

    address = f"/{way}/{day}{published.partner_pages(client, 'en')['shanghai']}"
    old = client.get(f"{address.rsplit('/', 1)[0]}/canton?from=mail")
    assert old.headers["Location"] == f"{address}?from=mail"


def test_a_page_that_fails_leaves_the_next_one_whole(
    example: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("solmu.portal.views.home.home_page", lambda reader: 1 / 0)
    assert client.get(f"/on/{DAY}/en/").status_code == 500
    assert get_script_prefix() == "/"


# --- days -------------------------------------------------------------------------------------------------------------


def test_days_are_those_from_the_first_fact_to_today(city: object, client: Client) -> None:
    source = founding.page()
    founding.partnership(source, founding.place(source, en="Oldham"), since=founding.on("1990-05"))
    hidden = founding.place(source, en="Hidden")
    founding.partnership(source, hidden, since=founding.on("1950"), is_published=False)
    today = current_city().today()
    days = {day: client.get(f"/on/{day}/en/").status_code for day in (
        "1990-04-30", "1990-05-01", str(today), str(today + timedelta(days=1)),
        "2015-02-30", "0000-00-00", "9999-12-31",
    )}  # fmt: skip
    assert days == {
        "1990-04-30": 404, "1990-05-01": 200, str(today): 200, str(today + timedelta(days=1)): 404,
        "2015-02-30": 404, "0000-00-00": 404, "9999-12-31": 404,
    }  # fmt: skip
    assert "from 1 May 1990, when the first recorded fact began" in words_of(client, "/on/1990-04-30/en/")


def test_empty_record_has_no_days(city: object, client: Client) -> None:
    assert client.get(f"/on/{DAY}/en/").status_code == 404


@pytest.mark.parametrize("rest", ["robots.txt", "en/nowhere/", "on/2015-06-01/en/", "static/solmu/portal.css", "de/"])
def test_nothing_else_has_a_day(example: None, client: Client, rest: str) -> None:
    assert client.get(f"/on/{DAY}/{rest}").status_code == 404


def test_day_without_a_page_leads_to_the_home_page_of_the_day(example: None, client: Client) -> None:
    response = client.get(f"/on/{DAY}/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/on/{DAY}/fi/")


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ({"day": DAY, "page": "/en/agreements/"}, f"/on/{DAY}/en/agreements/"),
        ({"day": DAY, "page": ""}, f"/on/{DAY}/en/"),
        ({"day": DAY, "page": "//evil.example/en/"}, f"/on/{DAY}/en/"),
        ({"day": DAY, "page": "https://evil.example/en/"}, f"/on/{DAY}/en/"),
        ({"day": DAY, "page": "/en/nowhere/"}, f"/on/{DAY}/en/"),
    ],
)
def test_form_leads_to_the_page_of_the_day(example: None, client: Client, asked: dict[str, str], leads_to: str) -> None:
    response = client.get("/en/days/", asked)
    assert (response.status_code, response.headers["Location"]) == (302, leads_to)


@pytest.mark.parametrize("day", ["yesterday", "1.6.2015", "1200-01-01", "20150601", "2015-W23-1"])
def test_form_says_what_is_wrong_with_a_day(example: None, client: Client, day: str) -> None:
    response = client.get("/en/days/", {"day": day, "page": "/en/agreements/"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert 'name="page" value="/en/agreements/"' in page


def test_form_alone_says_which_days_there_are(example: None, client: Client) -> None:
    response = client.get("/fi/days/")
    assert response.status_code == 200
    assert re.search(r'type="date"[^>]* min="\d{4}-\d\d-\d\d" max="\d{4}-\d\d-\d\d"', response.content.decode())


# --- what programs are told -------------------------------------------------------------------------------------------


def test_search_engines_are_asked_to_leave_days_alone(example: None, client: Client) -> None:
    for address in (f"/on/{DAY}/en/", "/on/1200-01-01/en/", f"/on/{DAY}/en/partners/222222222222/x", "/en/days/"):
        assert client.get(address).headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/en/").headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_too_many_pages_are_refused_with_a_sentence(
    example: None, client: Client, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(other_days, "throttle", Throttle(2, other_days.SPAN))
    statuses = [client.get(f"/on/{DAY}/{language}/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    response = client.get(f"/on/{DAY}/{language}/")
    assert response.headers["Retry-After"] == "600"
    assert f'<html lang="{language}"' in response.content.decode()
    assert client.get(f"/{language}/").status_code == 200
    assert client.get(f"/on/{DAY}/{language}/", REMOTE_ADDR="192.0.2.7").status_code == 200


@pytest.mark.parametrize("number", [1, 20])
def test_queries_are_few_whatever_the_number_of_records(city: object, client: Client, number: int) -> None:
    published.add_partners(number)
    counted = {}
    for address in ("/en/", "/en/agreements/", *list(published.partner_pages(client, "en").values())[:1]):
        client.get(f"/on/{DAY}{address}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/on/{DAY}{address}").status_code == 200
        counted[address] = len(queries)
    # As many as the page of today, and one for the first day that can be shown.
    assert max(counted.values()) <= 13, counted
