"""A real browser: the system's Chromium, driven by Playwright. Every test of this folder is marked `browser`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from house.processes import ROOT
from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from tests.portal import published, riches

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OF_COLOURS = ("color-contrast", "link-in-text-block")
"""The rules of axe that hang on the colours: the others need not be asked in each."""
AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), headless=True, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser wrote to its console on `page`: errors and warnings, among them those of the content policy."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    """A page of a fresh profile; requests to any other host than this machine fail the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    abroad: list[str] = []
    page.on("request", lambda request: None if _is_here(request.url) else abroad.append(request.url))
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert abroad == []


@pytest.fixture
def example_city(transactional_db: None, instance: Path) -> None:
    """The example city, read and accepted."""
    published.accept_example()


@pytest.fixture
def rich_city(transactional_db: None, instance: Path) -> None:
    """The example city with one of everything."""
    riches.accept_riches()


@pytest.fixture
def enter(live_server: LiveServer) -> Callable[..., Account]:
    """Has somebody of a role signed in to the desk, in a browser of their own."""

    def signed_in(context: BrowserContext, role: str, *, name: str = "", language: str = "en") -> Account:
        name = name or role.title()
        account = add_account(by=system_actor(), email=f"{name.lower()}@desk.example", role=role, name=name)
        account.language = language
        account.save(update_fields=["language"])
        client = Client()
        client.force_login(account)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        address = f"{live_server.url}/desk/"
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        return account

    return signed_in


def _is_here(address: str) -> bool:
    return address.startswith(("http://localhost", "http://127.0.0.1", "data:", "about:", "blob:"))


@pytest.fixture
def violations() -> Callable[..., list[str]]:
    """Asks axe what is wrong with the page as it stands; each line names the rule and the elements.

    With the names of rules it asks after those alone: what does not hang on the colours or the width need not be asked
    again. A page that was asked before still has axe in it.
    """
    axe = AXE.read_text(encoding="utf-8")

    def ask(page: Page, *rules: str) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(axe)
        asked = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
        options = {**asked, "preload": False, "resultTypes": ["violations"]}
        found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
        return [
            f"{one['id']}: {one['help']}: {', '.join(str(node['target']) for node in one['nodes'])}" for one in found
        ]

    return ask
