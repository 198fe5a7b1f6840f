"""Journeys through the portal, each in one language and from one question to its answer.

Others stand with what they are about: by keyboard alone to the words of a source, between languages, without scripts
(test_portal), to a partner through suggestions (test_search), to an answer by the feedback form (test_feedback).
"""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Page, expect

from house.processes import ROOT

WRITES_DOCS = os.environ.get("SOLMU_WRITE_DOCS") == "1"


@pytest.fixture
def site(live_server, rich_city: None) -> str:
    """The address of a portal that has one of everything."""
    return str(live_server.url)


def picture(page: Page, name: str) -> None:
    """What the page looks like, into the docs' images where they are to be written."""
    if WRITES_DOCS:
        page.screenshot(path=ROOT / "docs" / "images" / f"{name}.png")


def test_journalist_asks_what_was_in_force_on_a_day(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(f"{site}/fi/")
    picture(page, "home")
    page.locator("#partners").get_by_role("link", name="Shanghai").click()
    expect(page.get_by_text("Seuraajaa ei ole kirjattu.").first).to_be_visible()
    picture(page, "partner")
    page.locator("form.day-form input[type=date]").fill("2018-06-01")
    page.locator("form.day-form button").click()
    assert "/on/2018-06-01/fi/partners/" in page.url
    expect(page.get_by_text("Tämä sivu kertoo, miten asiat olivat 1.6.2018")).to_be_visible()
    expect(page.locator(".in-force")).to_contain_text("voimassa")
    page.get_by_role("link", name="Sivu nykyisellään").click()
    assert "/on/" not in page.url
    assert complaints == []


def test_resident_narrows_the_partners_to_a_country(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(f"{site}/sv/")
    page.locator("nav.main").get_by_role("link", name="Partner").click()
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(10)
    page.locator("summary", has_text="Land").click()
    page.get_by_role("link", name=re.compile("^Ryssland")).click()
    expect(rows).to_have_count(2)
    expect(page.locator(".shown")).to_contain_text("Ryssland")
    page.get_by_role("link", name="Visa alla").click()
    expect(rows).to_have_count(10)
    assert complaints == []


def test_student_on_a_narrow_telephone_reads_a_story_and_what_it_is_about(
    page: Page, site: str, complaints: list[str]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/en/")
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Stories").click()
    page.locator("main").get_by_role("link", name="Songs").click()
    expect(page.get_by_role("img", name="A choir")).to_be_visible()
    expect(page.locator("main li").first).to_have_text("twice")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator("main").get_by_role("link", name="Shanghai").first.click()
    expect(page.locator("h1")).to_contain_text("Shanghai")
    assert complaints == []


def test_researcher_takes_a_figure_home(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(f"{site}/en/figures/")
    figure = page.locator("section", has=page.get_by_role("heading", name="Partners by country"))
    figure.locator("summary").click()
    expect(figure.get_by_role("row", name=re.compile("Russia"))).to_contain_text("2")
    with page.expect_download() as waiting:
        figure.get_by_role("link", name=re.compile("CSV")).click()
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert "Russia,2" in lines
    assert complaints == []


def test_company_follows_what_comes_and_finds_who_is_in_a_network(page: Page, site: str, complaints: list[str]) -> None:
    page.goto(f"{site}/en/activities/")
    expect(page.get_by_role("link", name=re.compile("iCalendar")).first).to_have_attribute(
        "href", "/en/calendar/activities.ics"
    )
    page.locator("main").get_by_role("link", name="Days of culture").click()
    expect(page.locator("main")).to_contain_text("June 2099")
    page.locator("nav.main").get_by_role("link", name="Networks").click()
    page.locator("main").get_by_role("link", name="Cities of the Coast").click()
    expect(page.locator("main")).to_contain_text("Maija Virta")
    expect(page.locator("main")).not_to_contain_text("Former Person")
    assert complaints == []
