"""The portal in a real browser: what axe and the console say of every kind of page, and journeys through it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OF_COLOURS
from tests.portal import published
from tests.portal.published import LANGUAGES
from tests.portal.riches import kinds_of_page

NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.fixture
def site(live_server, rich_city: None) -> str:
    """The address of a portal that shows the example city."""
    return str(live_server.url)


@pytest.fixture
def empty_site(live_server, transactional_db: None, instance) -> str:
    """The address of a portal whose record is empty."""
    published.found_city(instance)
    return str(live_server.url)


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("fi", "light", 1280), ("sv", "dark", 320), ("en", "light", 360)],
)
def test_axe_and_console_find_nothing_and_nothing_is_too_wide(
    page: Page,
    complaints: list[str],
    violations: Callable[..., list[str]],
    site: str,
    language: str,
    scheme: str,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for kind, address in kinds_of_page(language).items():
        page.emulate_media(color_scheme=scheme, forced_colors="none")  # type: ignore[arg-type]
        page.goto(site + address)
        found[kind] = violations(page)
        if language == "en":
            page.emulate_media(color_scheme="dark", forced_colors="active")
            found[kind] += [f"forced colours: {each}" for each in violations(page, *OF_COLOURS)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found[kind].append(f"{wide} px wide in a window of {width}")
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}
    assert [complaint for complaint in complaints if complaint != NOT_FOUND] == []
    assert len(complaints) == 2, complaints  # the two pages there are not


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_empty_pages(
    page: Page, complaints: list[str], violations: Callable[[Page], list[str]], empty_site: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for language in LANGUAGES:
        for name in ("", "agreements/"):
            page.goto(f"{empty_site}/{language}/{name}")
            assert violations(page) == []
    assert complaints == []


def test_keyboard_leads_from_home_to_the_words_of_a_source(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#content")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("id", "content")
    press_until(page, "svg a[href$='/shanghai']")
    assert page.locator(":focus text").first.evaluate("text => getComputedStyle(text).strokeWidth") == "8px"
    press_until(page, "#partners a[href$='/shanghai']")
    assert is_seen(page)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Shanghai")
    press_until(page, "a[href='#source-1']")
    assert is_seen(page)
    page.keyboard.press("Enter")
    quoted = page.locator("#source-1")
    expect(quoted).to_be_in_viewport()
    assert "1998" in quoted.inner_text()


def press_until(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what the selector finds; no more often than a page has places to stop at."""
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.locator(":focus").evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached with the Tab key.")


def is_seen(page: Page) -> bool:
    """Whether the focus is drawn around the element."""
    return bool(page.locator(":focus").evaluate("element => getComputedStyle(element).outlineStyle !== 'none'"))


def test_every_partner_on_the_map_leads_to_its_page(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    drawn = page.locator("svg a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    listed = page.locator("#partners a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(listed) == 10
    assert set(drawn) == set(listed)


def test_map_and_list_light_a_partner_together(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    row, place = page.locator("#partners tr", has_text="Shanghai"), page.locator(".world a[href$='/shanghai']")
    for reach in (lambda: row.hover(), lambda: place.focus()):
        reach()
        expect(row).to_have_class("lit")
        expect(place).to_have_class(re.compile(r"\blit\b"))
        page.locator("h1").hover()
        page.locator("#content").focus()
        expect(page.locator(".lit")).to_have_count(0)


def test_language_changes_and_the_page_stays(page: Page, site: str) -> None:
    page.goto(site + kinds_of_page("fi")["partner with much"])
    record = page.url.split("/")[-2]
    for name, language in (("Svenska", "sv"), ("English", "en"), ("Suomi", "fi")):
        page.get_by_role("link", name=name).first.click()
        assert page.url.split("/")[3:6] == [language, "partners", record]
        expect(page.locator("html")).to_have_attribute("lang", language)


def test_menu_opens_on_a_narrow_screen(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/en/")
    menu = page.locator("details.menu")
    expect(menu.get_by_role("link", name="Agreements")).to_be_hidden()
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    menu.get_by_role("link", name="Agreements").click()
    assert page.url == f"{site}/en/agreements/"


def test_pages_work_without_javascript(page: Page, site: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain = context.new_page()
    plain.goto(f"{site}/en/")
    plain.locator("#partners").get_by_role("link", name="Shanghai").click()
    assert plain.url.endswith("/shanghai")
    assert plain.locator("h1").inner_text() == "Shanghai"
    context.close()
