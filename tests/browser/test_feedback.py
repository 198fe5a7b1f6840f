"""Feedback in a real browser: written by keyboard alone, mended where it was wrong, sent without a cookie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from solmu.core.throttling import Throttle
from solmu.participation.models import Enquiry
from solmu.portal.views import feedback
from tests.browser.test_portal import press_until
from tests.portal import published


@pytest.fixture(autouse=True)
def throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages of other tests do not count."""
    monkeypatch.setattr(feedback, "throttle", Throttle(feedback.MOST_AN_HOUR, timedelta(hours=1)))
    monkeypatch.setattr(feedback, "throttle_of_day", Throttle(feedback.MOST_OF_ONE_A_DAY, timedelta(days=1)))


@pytest.fixture
def site(live_server, transactional_db: None, instance) -> str:
    published.found_city(instance)
    return str(live_server.url)


@pytest.mark.parametrize(
    ("language", "colours", "width"), [("sv", "light", 320), ("en", "dark", 1280), ("fi", "forced", 360)]
)
def test_axe_and_console_find_nothing_when_it_is_sent(
    page: Page,
    complaints: list[str],
    violations: Callable[[Page], list[str]],
    site: str,
    language: str,
    colours: str,
    width: int,
) -> None:
    if colours == "forced":
        page.emulate_media(forced_colors="active")
    else:
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/{language}/feedback/")
    page.click("main button[type=submit]")
    expect(page.locator(".summary a")).to_have_count(1)
    assert violations(page) == []
    page.fill("#message", "Missä?")
    page.click("main button[type=submit]")
    page.wait_for_url("**/feedback/sent/**")
    assert violations(page) == []
    assert complaints == []
    assert page.context.cookies() == []


def test_keyboard_alone_writes_mends_and_sends(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    press_until(page, 'footer a[href="/en/feedback/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/feedback/")
    press_until(page, 'input[name="kind"]')
    page.keyboard.press("ArrowDown")
    press_until(page, "#email")
    page.keyboard.type("reader")
    press_until(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator("#email")).to_have_value("reader")

    press_until(page, '.summary a[href="#message"]')
    page.keyboard.press("Enter")
    expect(page.locator("#message")).to_be_focused()
    page.keyboard.type("I could not read the map.")
    press_until(page, "#email")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("reader@example.org")
    press_until(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/feedback/sent/**")

    enquiry = Enquiry.objects.get()
    expect(page.locator(".facts strong")).to_have_text(enquiry.pk)
    assert (enquiry.kind, enquiry.message, enquiry.email) == (
        "accessibility", "I could not read the map.", "reader@example.org",
    )  # fmt: skip


def test_form_on_another_site_sends_nothing(page: Page, site: str) -> None:
    """A page elsewhere has its visitor's browser send the form: the browser says where it comes from."""
    action = f"{site}/en/feedback/"
    page.set_content(f'<form method="post" action="{action}"><input name="message" value="x"><button>Go</button>')
    with page.expect_navigation():
        page.click("button")

    expect(page.locator(".summary")).to_be_visible()
    assert Enquiry.objects.count() == 0
