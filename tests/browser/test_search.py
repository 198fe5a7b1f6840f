"""Searching in a real browser: by keyboard with suggestions, on a narrow telephone, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def site(live_server, example_city: None) -> str:
    """The address of a portal that shows the example city."""
    return str(live_server.url)


def test_partner_is_reached_by_keyboard_through_suggestions(
    page: Page, complaints: list[str], violations: Callable[[Page], list[str]], site: str
) -> None:
    page.goto(f"{site}/fi/")
    page.get_by_role("link", name="Haku").first.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox", name="Mitä etsit?")
    box.focus()
    page.keyboard.type("hats")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("1 ehdotus")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hatsina")
    assert complaints == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_on_pages_of_search_and_nothing_overflows(
    page: Page, complaints: list[str], violations: Callable[[Page], list[str]], site: str, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    for query in ("", "?q=shangai", "?q=xqzzy", "?q=" + "a" * 199):
        page.goto(f"{site}/sv/search/{query}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_search_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/search/")
    page.get_by_label("What are you looking for?").fill("Shanghaissa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="results for “Shanghaissa”")).to_be_visible()
    page.get_by_role("link", name="Shanghai", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shanghai")
    context.close()
