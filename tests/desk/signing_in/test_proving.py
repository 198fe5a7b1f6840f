"""Proving once more who one is, before what opens an account is changed."""

from __future__ import annotations

import logging
import re
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from solmu.desk.signing_in.recovery_codes import codes_left
from tests.desk.signing_in.at_the_door import (
    PASSWORD,
    add_app,
    browser,
    code_of,
    post,
    security,
    sign_in,
    signed_in,
)

pytestmark = pytest.mark.sqlite

CODES = "/desk/second-factor/recovery-codes/"
PROVED = "account_authentication_methods"


def long_ago(client: Client) -> None:
    """Whatever the session's person has proved was a day ago."""
    session = client.session
    session[PROVED] = [each | {"at": time.time() - 86400} for each in session[PROVED]]
    session.save()


def led_to(client: Client, path: str) -> str:
    return client.get(path).headers.get("Location", "").partition("?")[0]


def with_app() -> tuple[Client, str, list[str]]:
    """Somebody who signed in with an app a day ago; its key, and the recovery codes."""
    client = signed_in()
    secret, codes = add_app(client)
    long_ago(client)
    cache.clear()
    return client, secret, codes


def test_every_factor_is_asked_for_one_after_the_other(anna: Account) -> None:
    client, _secret, codes = with_app()
    assert led_to(client, CODES) == "/desk/sign-in/again/"
    after_password = post(client, f"/desk/sign-in/again/?next={CODES}", password=PASSWORD, next=CODES)
    assert after_password.headers["Location"] == CODES
    assert led_to(client, CODES) == "/desk/sign-in/again/code/"
    post(client, f"/desk/sign-in/again/code/?next={CODES}", code=codes[0], next=CODES)
    assert client.get(CODES).status_code == 200


def test_a_code_alone_is_not_enough(anna: Account) -> None:
    client, secret, _codes = with_app()
    post(client, "/desk/sign-in/again/code/", code=code_of(secret))
    assert led_to(client, "/desk/second-factor/passkey/") == "/desk/sign-in/again/"


@pytest.mark.parametrize("path", ["app/", "app/remove/", "passkey/", "recovery-codes/"])
def test_nothing_is_changed_without_it(anna: Account, path: str) -> None:
    client, _secret, _codes = with_app()
    token = client.cookies["desk-form"].value
    answer = client.post(f"/desk/second-factor/{path}", {"csrfmiddlewaretoken": token})
    assert answer.headers["Location"].startswith("/desk/sign-in/again/?next=")
    assert codes_left(anna) == 10


def test_what_was_sent_is_done_after_the_proof(anna: Account) -> None:
    client, _secret, codes = with_app()
    token = client.cookies["desk-form"].value
    client.post(CODES, {"csrfmiddlewaretoken": token})
    post(client, f"/desk/sign-in/again/?next={CODES}", password=PASSWORD, next=CODES)
    answer = post(client, f"/desk/sign-in/again/code/?next={CODES}", code=codes[0], next=CODES)
    assert len(re.findall(r"<li><code>", answer.content.decode())) == 10


def test_who_has_no_factor_here_is_asked_for_none(anna: Account) -> None:
    account = add_account(by=system_actor(), email="maija@example.org", role="administrator", name="Maija")
    client = browser()
    client.force_login(account)
    assert client.get("/desk/second-factor/app/").status_code == 200


def test_ending_sessions_asks_for_one_factor(anna: Account) -> None:
    client, secret, _codes = with_app()
    post(client, "/desk/sign-in/again/code/", code=code_of(secret))
    answer = client.post("/desk/sessions/end/", {"csrfmiddlewaretoken": client.cookies["desk-form"].value})
    assert answer.headers["Location"] == "/desk/sessions/"


def test_a_wrong_proof_is_logged(anna: Account, caplog) -> None:
    client, _secret, _codes = with_app()
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        post(client, "/desk/sign-in/again/", password="wrong")
        post(client, "/desk/sign-in/again/code/", code="000000")
        post(client, "/desk/password/", oldpassword="wrong", password1="a quiet river bend again")
    assert security(caplog)[-3:] == [f"proof-failed account={anna.pk} from=192.0.2.0/24"] * 3


def test_a_link_that_was_guessed_is_logged(anna: Account, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        answer = browser().get(f"/desk/password/forgotten/{anna.pk}-guessed/")
    assert answer.status_code == 410
    assert security(caplog)[-1] == "link-unknown account=- from=192.0.2.0/24"


# --- other people's accounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["new-person", "edit-person", "person-step"])
def test_an_administrator_proves_it_before_changing_how_others_sign_in(anna: Account, name: str) -> None:
    add_account(by=system_actor(), email="admin@example.org", role="administrator", name="Aino", password=PASSWORD)
    client = browser()
    sign_in(client, email="admin@example.org")
    given = {"new-person": [], "edit-person": [anna.pk], "person-step": [anna.pk, "close"]}[name]
    path = reverse(f"desk:{name}", args=given)
    assert client.get(path).status_code == 200
    long_ago(client)
    assert led_to(client, path) == "/desk/sign-in/again/"
    assert client.get("/desk/people/").status_code == 200
