"""Signing in, in a real browser: by password and code, by a passkey, with the keyboard alone and on a phone."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from tests.portal import published

PASSWORD = "a quiet river bend"
SHOTS = os.environ.get("SOLMU_SHOTS")


@pytest.fixture
def anna(transactional_db: None, instance: Path) -> Account:
    published.found_city(instance)
    cache.clear()
    account = add_account(by=system_actor(), email="anna@example.org", role="officer", name="Anna", password=PASSWORD)
    Account.objects.filter(pk=account.pk).update(language="en")
    return account


Look = Callable[[str], None]


@pytest.fixture
def look(page: Page, violations: Callable[[Page], list[str]], complaints: list[str]) -> Look:
    """Looks at the page as it stands: axe finds nothing, nothing is wider than a phone, the console is quiet."""

    def at(name: str) -> None:
        assert violations(page) == [], name
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} at {width}"
            if SHOTS and width > 320:
                page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
        assert complaints == [], name

    return at


def authenticator_app(secret: str) -> str:
    """What the app shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(page: Page, desk: LiveServer, path: str = "/desk/second-factor/") -> None:
    page.goto(f"{desk.url}/desk/sign-in/?next={path}")
    page.get_by_label("E-mail address").fill("anna@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_somebody_signs_in_by_password_and_code(page: Page, live_server: LiveServer, anna: Account, look: Look) -> None:
    page.goto(f"{live_server.url}/desk/sign-in/")
    look("sign-in")
    page.get_by_label("E-mail address").fill("anna@example.org")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_focused()
    look("sign-in-wrong")
    sign_in(page, live_server)
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    look("how")

    page.get_by_role("link", name="Add an authenticator app").click()
    look("add-app")
    secret = page.locator(".key code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(authenticator_app(secret))
    page.get_by_role("button", name="Add the app").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(page.locator(".codes li")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").split() == codes
    look("recovery-codes")
    page.get_by_role("link", name="I have written them down").click()
    look("how-with-app")

    page.goto(f"{live_server.url}/desk/sign-out/")
    look("sign-out")
    page.get_by_role("button", name="Sign out").click()
    look("signed-out")

    cache.clear()
    sign_in(page, live_server, "/desk/sessions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("One more step")
    look("code")
    page.get_by_label("Code").fill(authenticator_app(secret))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    look("sessions")


def test_somebody_signs_in_by_a_passkey(page: Page, live_server: LiveServer, anna: Account, look: Look) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, live_server)
    page.get_by_role("link", name="Add a passkey").click()
    look("add-passkey")
    page.get_by_label("Name of the passkey").fill("Laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("link", name="I have written them down").click()
    expect(page.locator(".rows strong")).to_have_text("Laptop")
    look("how-with-passkey")

    page.goto(f"{live_server.url}/desk/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/desk/sign-in/?next=/desk/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    assert Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).last_used_at is not None

    # After the password the passkey is the second factor.
    page.goto(f"{live_server.url}/desk/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, live_server, "/desk/sessions/")
    look("code-or-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you are signed in")


def test_a_passkey_that_is_not_known_is_said(page: Page, live_server: LiveServer, anna: Account) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": False,
            }
        },
    )
    page.goto(f"{live_server.url}/desk/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-trouble]")).to_have_text("The passkey was not used. Try again, or choose another way.")


def test_somebody_changes_the_password_by_keyboard_alone(
    page: Page, live_server: LiveServer, anna: Account, look: Look
) -> None:
    sign_in(page, live_server, "/desk/password/")
    look("change-password")
    page.locator("#oldpassword").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type("eleven green bicycles")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("#password1").get_attribute("type") == "text"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Your password was changed. Your other sessions have ended.")
    assert Account.objects.get(pk=anna.pk).check_password("eleven green bicycles")


@pytest.mark.parametrize(("language", "heading"), [("fi", "Kirjaudu"), ("sv", "Logga in"), ("en", "Sign in")])
def test_the_page_speaks_three_languages(
    page: Page, live_server: LiveServer, anna: Account, language: str, heading: str
) -> None:
    page.goto(f"{live_server.url}/desk/sign-in/?next=/desk/sessions/")
    page.get_by_role("navigation").get_by_role(
        "link", name={"fi": "Suomi", "sv": "Svenska", "en": "English"}[language]
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert re.search(r"next=%2Fdesk%2Fsessions%2F", page.url)
