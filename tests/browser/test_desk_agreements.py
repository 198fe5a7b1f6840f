"""A new officer finds the expired memorandum first, renews it, publishes its signed file and sees it on the portal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from tests.desk.agreements.conftest import PDF

Enter = Callable[..., Account]
PASSWORD = "a quiet river bend"


@pytest.fixture
def site(example_city: None, live_server: LiveServer) -> str:
    """The address of the example city."""
    return str(live_server.url)


def step(page: Page, name: str, **fields: str) -> None:
    """Takes a step of the page's: its button, its fields, and the same button below them."""
    link = page.locator(".steps, .rest").get_by_role("link", name=name, exact=True)
    if not link.count():
        page.get_by_text("Other steps").click()
    link.click()
    for label, text in fields.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(text)
    page.locator("form.letter").get_by_role("button", name=name).click()
    expect(page.locator("main .notice.success")).to_be_visible()


def test_expired_memorandum_is_renewed_published_and_seen_on_the_portal(
    page: Page, site: str, violations: Callable[[Page], list[str]], complaints: list[str]
) -> None:
    account = add_account(by=system_actor(), email="anna@example.org", role="officer", name="Anna", password=PASSWORD)
    Account.objects.filter(pk=account.pk).update(language="en")
    page.goto(f"{site}/desk/")
    page.get_by_label("E-mail address").fill("anna@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()

    first = page.locator(".matters li").first
    expect(first).to_contain_text("memorandum of understanding")
    first.get_by_role("link", name="Start the renewal").click()
    page.locator("form.letter").get_by_role("button", name="Start the renewal").click()
    expect(page.locator(".stages [aria-current]")).to_contain_text("Planned")
    assert violations(page) == []

    page.locator(".checks").get_by_role("button").first.click()
    expect(page.locator(".checks li.done")).to_have_count(1)
    step(page, "Take to the next stage")
    step(page, "Set dates and terms", In_force_from="1.1.2026", In_force_until="31.12.2029")
    step(page, "Make drafts")
    expect(page.locator("td", has_text="version 1")).to_have_count(2)
    step(page, "Take to the next stage")
    step(page, "Take to the next stage")
    step(page, "Record the decision", Who_decided="City board", Decided_on="2.2.2026")
    step(page, "Record a signature", Signed_on="3.3.2026")
    step(page, "Record a signature", Signed_on="4.3.2026")

    page.get_by_role("link", name="its own page").click()
    page.get_by_role("link", name="Add a document").click()
    page.get_by_label("File").set_input_files({"name": "signed.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_label("It is signed").check()
    page.get_by_label("Title").fill("Signed memorandum")
    assert violations(page) == []
    page.get_by_role("button", name="Save").click()
    step(page, "Publish")
    assert violations(page) == []

    page.goto(f"{site}/desk/agreements/")
    page.locator("tbody").get_by_role("link", name="2026–2029").click()
    expect(page.locator(".what")).to_contain_text("In force")
    page.get_by_role("link", name="Publish, owner, merge, remove").click()
    page.locator(".steps").get_by_role("link", name="Publish", exact=True).click()
    for box in page.locator("form.letter input[type=text]").all():
        box.fill("Signed in Finnish only")
    page.locator("form.letter").get_by_role("button", name="Publish").click()
    page.get_by_role("link", name="everybody, on the public site").click()
    expect(page.get_by_role("link", name="Signed memorandum")).to_be_visible()
    expect(page.locator("main")).to_contain_text("2029")
    assert complaints == []


def test_register_fits_a_telephone_and_its_drawing_is_told_by_the_list(
    page: Page, site: str, enter: Enter, violations: Callable[[Page], list[str]], complaints: list[str]
) -> None:
    enter(page.context, "officer")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}/desk/agreements/")
    assert violations(page) == []
    drawn = page.locator("svg.years.narrow .title")
    assert drawn.count() == page.locator("tbody tr").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Status").select_option("expired")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("svg.years.narrow a").first.click()
    expect(page.locator("h1")).to_contain_text("until 2019")
    assert complaints == []
