"""A second factor after the password: codes of an app, recovery codes, and where one is demanded."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache

from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from tests.desk.signing_in.at_the_door import (
    PASSWORD,
    TOO_MANY,
    add_app,
    browser,
    code_of,
    errors,
    post,
    security,
    sign_in,
    signed_in,
)

pytestmark = pytest.mark.sqlite


def test_a_code_is_asked_for_after_the_password(anna: Account, caplog) -> None:
    secret, _codes = add_app(signed_in())
    cache.clear()
    client = browser()
    response = sign_in(client, next="/desk/sessions/")
    assert response.headers["Location"] == "/desk/sign-in/code/"
    assert client.get("/desk/sessions/").status_code == 302
    wrong = post(client, "/desk/sign-in/code/", code="000000")
    assert errors(wrong) == ["Code: The code is wrong, or was used already. Wait for the next one."]
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        response = post(client, "/desk/sign-in/code/", code=code_of(secret))
    assert response.headers["Location"] == "/desk/sessions/"
    assert security(caplog)[-1] == f"signed-in account={anna.pk} from=192.0.2.0/24 how=password+totp"


def test_a_code_is_taken_once(anna: Account) -> None:
    secret, _codes = add_app(signed_in())
    cache.clear()
    code = code_of(secret)
    first, second = browser(), browser()
    sign_in(first)
    sign_in(second)
    answers = [post(client, "/desk/sign-in/code/", code=code).status_code for client in (first, second)]
    assert answers == [302, 200]


def test_a_code_of_another_moment_is_refused(anna: Account) -> None:
    secret, _codes = add_app(signed_in())
    cache.clear()
    client = browser()
    sign_in(client)
    answers = [post(client, "/desk/sign-in/code/", code=code_of(secret, steps)).status_code for steps in (-2, 2)]
    assert answers == [200, 200]


def test_who_has_an_app_is_not_led_to_remove_it(anna: Account) -> None:
    client = signed_in()
    add_app(client)
    assert client.get("/desk/second-factor/app/").headers["Location"] == "/desk/second-factor/"


def test_codes_are_not_guessed(anna: Account) -> None:
    secret, _codes = add_app(signed_in())
    cache.clear()
    client = browser()
    sign_in(client)
    told = [errors(post(client, "/desk/sign-in/code/", code=f"00000{number}")) for number in range(6)]
    assert told[5] == [f"Code: {TOO_MANY[0]}"]
    assert errors(post(client, "/desk/sign-in/code/", code=code_of(secret))) == [f"Code: {TOO_MANY[0]}"]


def test_the_apps_key_is_not_kept_in_the_clear(anna: Account) -> None:
    from allauth.mfa.models import Authenticator

    secret, _codes = add_app(signed_in())
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_changing_how_one_signs_in_asks_once_more(anna: Account, settings) -> None:
    client = signed_in()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    pages = ("second-factor/app/", "second-factor/passkey/", "sessions/end/")
    answers = [client.get(f"/desk/{page}").headers.get("Location", "").partition("?")[0] for page in pages[:2]]
    assert answers == ["/desk/sign-in/again/"] * 2


def test_a_second_factor_can_be_demanded(anna: Account, instance) -> None:
    path = instance / "config.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[sign_in]\nsecond_factor = ["officer"]\n', encoding="utf-8")
    client = signed_in()
    page = client.get("/desk/", follow=True)
    assert page.request["PATH_INFO"] == "/desk/second-factor/"
    assert "Your role works at the desk only with a second factor." in page.content.decode()
    add_app(client)
    assert client.get("/desk/").status_code == 200
    reader = add_account(by=system_actor(), email="reader@example.org", role="reader", password=PASSWORD)
    other = browser()
    sign_in(other, email=reader.email)
    assert other.get("/desk/").status_code == 200


def test_officers_are_asked_for_a_second_factor(anna: Account) -> None:
    page = signed_in().get("/desk/second-factor/").content.decode()
    assert "Your account is opened by a password alone. Add a passkey or an authenticator app." in page
