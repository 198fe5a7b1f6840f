"""Every kind of page of the desk in a real browser: what axe and the console say, in each colouring and on a telephone.

The pictures of the guides are made here: SOLMU_WRITE_DOCS=1 python3 run test tests/browser/test_desk_pages.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from solmu.core.models import Account
from solmu.desk.areas import AREAS
from solmu.desk.help.guides import guide
from tests.browser.conftest import OF_COLOURS
from tests.desk.conftest import desk_of
from tests.desk.test_matrix import addresses, known

__all__ = ["desk_of", "known"]

WRITES_DOCS = os.environ.get("SOLMU_WRITE_DOCS") == "1"
COLOURS = (("dark", "none"), ("light", "active"))
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@pytest.fixture
def example(example_city: None) -> None:
    """The example city, for what is shared with the tests of the desk."""


@pytest.fixture
def administrator(page: Page, example: None, enter: Callable[..., Account]) -> Account:
    """Who asks: signed in, in this browser."""
    return enter(page.context, "administrator")


@pytest.fixture
def site(administrator: Account, live_server: LiveServer) -> str:
    """The address of the example city; an administrator is signed in to its desk."""
    return str(live_server.url)


@dataclass(frozen=True)
class Kind:
    """A kind of page: where one stands, and whether another before it was made by the same template."""

    address: str
    is_made_alike: bool


@pytest.fixture
def kinds(known: dict[str, str], administrator: Account, desk_of: Callable[[Account], Client]) -> dict[str, Kind]:
    """Each kind of page, as an administrator of the example city has them."""
    desk, found, templates = desk_of(administrator), {}, set()
    for name, address, _view in addresses(known):
        if name in found:
            continue
        answer = desk.get(address)
        if answer.status_code == 200 and answer.templates:
            template = answer.templates[0].name
            found[name] = Kind(address, template in templates)
            templates.add(template)
    return {**found, "not there": Kind("/desk/partners/nothing/", is_made_alike=False)}


def test_axe_and_console_find_nothing_and_nothing_is_too_wide(
    page: Page,
    site: str,
    kinds: dict[str, Kind],
    violations: Callable[..., list[str]],
    complaints: list[str],
    record_property: Callable[[str, object], None],
) -> None:
    """What hangs on the colours or the width is asked again in each, of every template once."""
    wrong: dict[str, list[str]] = {}
    for name, kind in kinds.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light", forced_colors="none")
        page.goto(site + kind.address)
        found = violations(page)
        for scheme, forced in () if kind.is_made_alike else COLOURS:
            page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
            found += [f"{scheme}, forced {forced}: {each}" for each in violations(page, *OF_COLOURS)]
        page.set_viewport_size({"width": 320, "height": 640})
        if not kind.is_made_alike:
            found += [f"at 320 px: {each}" for each in violations(page, "target-size")]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 320:
            found.append(f"{wide} px wide in a window of 320")
        if found:
            wrong[f"{name} {kind.address}"] = found
    record_property("said", f"The desk in a browser: {len(kinds)} kinds of page.")

    assert wrong == {}
    assert complaints == [NOT_FOUND]  # of the page there is not


def test_help_leads_from_each_area_to_its_guide_and_picture(
    page: Page, site: str, known: dict[str, str], administrator: Account, complaints: list[str]
) -> None:
    page.set_viewport_size({"width": 960, "height": 600})
    for language in ("fi", "sv", "en") if WRITES_DOCS else ("sv",):
        Account.objects.filter(pk=administrator.pk).update(language=language)
        for area in AREAS:
            written = guide(area.key, language)
            assert written is not None, f"{area.key} has no guide in {language}"
            page.goto(site + area.address)
            if WRITES_DOCS:
                page.screenshot(path=written.picture)
            page.locator(".top .own a").first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text(written.heading)
            assert (
                page.locator(".pictured img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 960
            )
    assert complaints == []
