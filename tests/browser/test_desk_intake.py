"""A page is dropped at the desk and reviewed, in a real browser, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from solmu.core.models import Account
from solmu.intake.models import Claim
from solmu.registry.models import Partnership
from tests.portal import published

PAGE = b"# Partners abroad\n\nSister cities:\n\n- Tartu, Estonia\n- Kiel, Germany\n- Lund, Sweden\n- Hamar, Norway\n"


@pytest.fixture
def desk(
    page: Page, transactional_db: None, instance: Path, live_server: LiveServer, enter: Callable[..., Account]
) -> str:
    """The desk's address, where an officer is signed in."""
    published.found_city(instance)
    enter(page.context, "officer")
    return f"{live_server.url}/desk/intake/"


def states() -> list[str]:
    return list(Claim.objects.order_by("position").values_list("state", flat=True))


def test_page_is_dropped_and_reviewed_by_keyboard(
    page: Page, desk: str, violations: Callable[[Page], list[str]], complaints: list[str]
) -> None:
    page.goto(desk)
    assert violations(page) == []
    page.get_by_label("Drop files here").set_input_files(
        {"name": "page.md", "mimeType": "text/markdown", "buffer": PAGE}
    )
    page.get_by_role("button", name="Read them").press("Enter")
    current, notice = page.locator(".claim.now"), page.locator(".notice")
    expect(current).to_contain_text("Tartu, Estonia")
    assert page.locator(".words mark.now").first.inner_text() == "Sister cities"
    assert violations(page) == []

    page.keyboard.press("a")
    expect(notice).to_contain_text("Accepted: Partnership")
    expect(current).to_contain_text("Kiel, Germany")
    expect(current).to_be_focused()
    page.keyboard.press("x")
    expect(notice).to_contain_text("Rejected: Partnership")
    expect(current).to_contain_text("Lund, Sweden")
    page.keyboard.press("l")
    expect(notice).to_contain_text("Put off: Partnership")
    assert states() == ["accepted", "rejected", "later", "open"]

    page.keyboard.press("z")
    expect(notice).to_contain_text("Undone: Partnership")
    expect(current).to_contain_text("Lund, Sweden")
    page.keyboard.press("ArrowDown")
    expect(current).to_contain_text("Hamar, Norway")
    page.keyboard.press("ArrowUp")
    expect(current).to_contain_text("Lund, Sweden")
    assert states() == ["accepted", "rejected", "open", "open"]

    page.get_by_label("Reason, if you reject it").press_sequentially("axlz")
    assert page.get_by_label("Reason, if you reject it").input_value() == "axlz"
    assert states() == ["accepted", "rejected", "open", "open"]
    assert violations(page) == []

    current.focus()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Correct a claim")
    page.get_by_label("Since").fill("September 1998")
    page.get_by_label("Since").press("Enter")
    expect(current).to_contain_text("September 1998")
    assert Partnership.objects.live().count() == 1
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_keys_that_are_switched_off_do_nothing(page: Page, desk: str) -> None:
    page.goto(desk)
    page.get_by_label("Drop files here").set_input_files(
        {"name": "page.md", "mimeType": "text/markdown", "buffer": PAGE}
    )
    page.get_by_role("button", name="Read them").click()
    page.get_by_role("button", name="Turn keys off").click()
    expect(page.get_by_role("button", name="Turn keys on")).to_be_visible()

    page.keyboard.press("a")
    page.keyboard.press("x")
    page.get_by_role("button", name="Later").click()

    expect(page.locator(".notice")).to_contain_text("Put off: Partnership")
    assert states() == ["later", "open", "open", "open"]
