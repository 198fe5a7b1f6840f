"""Leaving: at the provider, which tells the desk; at the desk, which leads to the provider; and tokens that lie."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from solmu.core.actions import add_account
from solmu.core.models import Account, Session, system_actor
from tests.desk.signing_in.conftest import CLIENT, KEY_ID, RunningProvider
from tests.desk.signing_in.surfing import Surfer
from tests.desk.signing_in.test_single_sign_on import WHO, sign_in

pytestmark = pytest.mark.sqlite  # what the provider says hangs on no database

ADDRESS = "/desk/oidc/back-channel-logout/"
EVENT = {"http://schemas.openid.net/event/backchannel-logout": {}}


@pytest.fixture
def maija(live_server: LiveServer, provider: RunningProvider) -> Session:
    """Somebody who has signed in by the provider."""
    provider.knows("maija", **WHO, groups=["officers"])
    sign_in(Surfer(), live_server, "maija")
    return Session.objects.get(account__email="maija@example.org")


def told(provider: RunningProvider, session: Session, **changed: Any) -> dict[str, Any]:
    """What a right logout token says, but for what is changed; a claim of None is left out."""
    now = int(time.time())
    claims = {
        "iss": provider.issuer,
        "aud": CLIENT,
        "iat": now,
        "exp": now + 120,
        "jti": f"one-{time.monotonic_ns()}",
        "events": EVENT,
        "sub": "maija",
        "sid": session.provider_session,
    } | changed
    return {name: value for name, value in claims.items() if value is not None}


def post(token: str | None) -> int:
    response = Client(enforce_csrf_checks=True).post(ADDRESS, {"logout_token": token} if token is not None else {})
    assert response.headers["Cache-Control"] == "no-store, private"
    assert not response.cookies
    return response.status_code


def security(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log of signing in was told."""
    return [record.getMessage() for record in caplog.records if record.name == "solmu.security"]


def left() -> int:
    return Session.objects.filter(account__email="maija@example.org").count()


# --- at the provider --------------------------------------------------------------------------------------------------


def test_who_signs_out_at_the_provider_is_signed_out_here(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    surfer = Surfer()
    sign_in(surfer, live_server, "maija")
    surfer.go(f"{provider.issuer}/session/end")
    surfer.send(logout="yes")
    assert (surfer.page.status, left()) == (200, 0)
    assert surfer.go(f"{live_server.url}/desk/sessions/").path == "/desk/sign-in/"


def test_only_the_session_that_was_left_ends(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    here, there = Surfer(), Surfer()
    sign_in(here, live_server, "maija")
    sign_in(there, live_server, "maija")
    here.go(f"{provider.issuer}/session/end")
    here.send(logout="yes")
    pages = [each.go(f"{live_server.url}/desk/sessions/").path for each in (here, there)]
    assert pages == ["/desk/sign-in/", "/desk/sessions/"]


# --- at the desk ------------------------------------------------------------------------------------------------------


def test_who_signs_out_here_is_led_to_the_provider(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    surfer = Surfer()
    sign_in(surfer, live_server, "maija")
    surfer.go(f"{live_server.url}/desk/sign-out/")
    page = surfer.send()
    assert (page.heading, left()) == ("You have signed out", 0)
    address = page.link("Sign out at City account too")
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    assert address.startswith(f"{provider.issuer}/session/end?")
    assert (asked["client_id"], asked["post_logout_redirect_uri"]) == (
        [CLIENT],
        [f"{live_server.url}/desk/sign-in/"],
    )
    surfer.go(address)
    assert surfer.send(logout="yes").address == f"{live_server.url}/desk/sign-in/"
    # The provider asks again who it is.
    surfer.go(f"{live_server.url}/desk/oidc/start/")
    assert surfer.page.address.startswith(f"{provider.issuer}/interaction/")


# --- logout tokens ----------------------------------------------------------------------------------------------------


def test_a_right_token_ends_the_session(provider: RunningProvider, maija: Session, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        assert (post(provider.signs(told(provider, maija))), left()) == (200, 0)
    assert security(caplog)[-1] == f"signed-out-by-provider account={maija.account_id} from=127.0.0.0/24"


def test_a_token_without_a_session_ends_all_of_the_person(
    live_server: LiveServer, provider: RunningProvider, maija: Session
) -> None:
    sign_in(Surfer(), live_server, "maija")
    assert (left(), post(provider.signs(told(provider, maija, sid=None))), left()) == (2, 200, 0)


def test_a_token_of_another_person_ends_nothing(provider: RunningProvider, maija: Session) -> None:
    assert (post(provider.signs(told(provider, maija, sub="matti", sid=None))), left()) == (200, 1)
    assert (post(provider.signs(told(provider, maija, sub="matti"))), left()) == (200, 1)


def test_sessions_by_password_are_the_persons_own(provider: RunningProvider, maija: Session) -> None:
    account = add_account(by=system_actor(), email="matti@example.org", role="reader")
    Client().force_login(account)
    assert post(provider.signs(told(provider, maija, sid=None))) == 200
    assert list(Session.objects.exclude(account=None).values_list("account", flat=True)) == [account.pk]


def test_a_token_is_taken_once(provider: RunningProvider, maija: Session, live_server: LiveServer, caplog) -> None:
    token = provider.signs(told(provider, maija, sid=None))
    first = post(token)
    sign_in(Surfer(), live_server, "maija")
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        second = post(token)
    assert (first, second, left()) == (200, 400, 1)
    assert security(caplog)[-1] == "logout-token-refused account=- from=127.0.0.0/24 why=it-was-used-already"


def without_key(claims: dict[str, Any]) -> str:
    return jwt.encode(claims, None, algorithm="none", headers={"kid": KEY_ID, "typ": "logout+jwt"})


def by_the_public_key(provider: RunningProvider) -> Callable[[dict[str, Any]], str]:
    """Signed with the public key as if it were a shared secret, by hand: a library refuses to."""
    public = provider.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def sign(claims: dict[str, Any]) -> str:
        parts = [
            base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
            for part in ({"alg": "HS256", "typ": "logout+jwt", "kid": KEY_ID}, claims)
        ]
        signature = hmac.new(public, b".".join(parts), hashlib.sha256).digest()
        return b".".join([*parts, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()

    return sign


def test_a_token_signed_in_a_way_that_is_not_believed_is_refused(provider: RunningProvider, maija: Session) -> None:
    claims = told(provider, maija)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    right = provider.signs(claims)
    head, body, signature = right.split(".")
    changed = json.loads(base64.urlsafe_b64decode(body + "=="))
    changed["sub"] = "matti"
    tampered = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=").decode()
    tokens = {
        "none": without_key(claims),
        "public key as a secret": by_the_public_key(provider)(claims),
        "client secret": jwt.encode(claims, "x" * 32, algorithm="HS256", headers={"kid": KEY_ID, "typ": "logout+jwt"}),
        "another key": jwt.encode(claims, other, algorithm="RS256", headers={"kid": KEY_ID, "typ": "logout+jwt"}),
        "an unknown key": jwt.encode(claims, other, algorithm="RS256", headers={"kid": "unknown", "typ": "logout+jwt"}),
        "another algorithm": jwt.encode(
            claims, provider.key, algorithm="RS512", headers={"kid": KEY_ID, "typ": "logout+jwt"}
        ),
        "another kind": provider.signs(claims, typ="JWT"),
        "tampered": f"{head}.{tampered}.{signature}",
        "signature cut off": f"{head}.{body}.",
        "critical header": jwt.encode(
            claims, provider.key, algorithm="RS256", headers={"kid": KEY_ID, "typ": "logout+jwt", "crit": ["x"]}
        ),
        "no token": "not a token",
        "empty": "",
    }
    assert {name: post(token) for name, token in tokens.items()} == dict.fromkeys(tokens, 400)
    assert (post(None), left()) == (400, 1)
    # The right one still ends it: none of the others used its id up.
    assert (post(right), left()) == (200, 0)


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://login.example.org"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-client"},
    "others as well": {"aud": [CLIENT, "another-client"]},
    "no audience": {"aud": None},
    "given to another": {"azp": "another-client"},
    "over": {"exp": 1_700_000_000},
    "over by two minutes": {"exp": int(time.time()) - 120},
    "made in a while": {"iat": int(time.time()) + 3600},
    "made long ago": {"iat": int(time.time()) - 3600},
    "no moment": {"iat": None},
    "a moment in words": {"iat": "now"},
    "no id": {"jti": None},
    "an empty id": {"jti": ""},
    "no event": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event in words": {"events": "logout"},
    "a nonce": {"nonce": "of an ID token"},
    "no end": {"exp": None},
    "nobody": {"sub": None, "sid": None},
    "a list of people": {"sub": ["maija"]},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_token_that_says_what_it_should_not_is_refused(
    provider: RunningProvider, maija: Session, wrong: dict[str, Any]
) -> None:
    assert (post(provider.signs(told(provider, maija, **wrong))), left()) == (400, 1)


def test_an_id_token_is_no_logout_token(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    surfer = Surfer()
    sign_in(surfer, live_server, "maija")
    surfer.go(f"{live_server.url}/desk/sign-out/")
    Account.objects.get()
    address = surfer.send().link("Sign out at City account too")
    id_token = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)["id_token_hint"][0]
    assert post(id_token) == 400


def test_only_a_post_ends_anything(provider: RunningProvider, maija: Session) -> None:
    token = provider.signs(told(provider, maija))
    assert (Client().get(ADDRESS, {"logout_token": token}).status_code, left()) == (405, 1)


def test_without_a_provider_there_is_no_such_address(city: object) -> None:
    assert Client().post(ADDRESS, {"logout_token": "any"}).status_code == 404
