"""A city whose people sign in, and a provider of single sign-on that really runs."""

from __future__ import annotations

import json
import os
import re
import select
import socket
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.core.cache import cache
from pytest_django.live_server_helper import LiveServer

from house.processes import environment
from house.set_up import TEST_PROVIDER, node_and_npm
from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from solmu.desk.signing_in.provider import asking
from tests.desk.signing_in.at_the_door import PASSWORD
from tests.portal import published

SECRET = "only for tests, and long enough for the provider"
CLIENT = "solmu-desk"
KEY_ID = "test-key"


@dataclass(frozen=True)
class RunningProvider:
    """A provider that runs on this machine, with the key it signs with."""

    issuer: str
    key: rsa.RSAPrivateKey

    def knows(self, who: str, /, **claims: Any) -> None:
        """Let it know somebody, with these claims."""
        body = json.dumps(claims).encode()
        request = urllib.request.Request(f"{self.issuer}/people/{who}", data=body, method="PUT")
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 200

    def signs(self, claims: dict[str, Any], **header: str) -> str:
        """A token with its own signature, whatever it says."""
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": KEY_ID, "typ": "logout+jwt"} | header)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _key_with_its_public_part() -> tuple[rsa.RSAPrivateKey, dict[str, Any]]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    jwk: dict[str, Any] = jwt.algorithms.RSAAlgorithm.to_jwk(key, as_dict=True)
    jwk.pop("key_ops", None)
    return key, {**jwk, "kid": KEY_ID, "use": "sig", "alg": "RS256"}


def _run_provider(desk: str, **more: str) -> Iterator[RunningProvider]:
    issuer = f"http://127.0.0.1:{_free_port()}"
    key, jwk = _key_with_its_public_part()
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uris": [f"{desk}/desk/oidc/back/"],
        "post_logout_redirect_uris": [f"{desk}/desk/sign-in/"],
        "backchannel_logout_uri": f"{desk}/desk/oidc/back-channel-logout/",
        "backchannel_logout_session_required": True,
    }
    node, _ = node_and_npm()
    told = {"ISSUER": issuer, "CLIENT": json.dumps(client), "JWKS": json.dumps({"keys": [jwk]})} | more
    with tempfile.TemporaryFile("w+") as words:
        process = subprocess.Popen(
            [node, TEST_PROVIDER / "provider.mjs"],
            env=environment(**told),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=words,
            text=True,
        )
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], 60)
            if not ready or process.stdout.readline() != "listening\n":
                words.seek(0)
                pytest.fail(f"the provider does not run: {words.read()}")
            yield RunningProvider(issuer, key)
        finally:
            process.terminate()
            process.wait(timeout=20)
            assert process.stdout is not None
            process.stdout.close()


@pytest.fixture(scope="session")
def _provider(live_server: LiveServer) -> Iterator[RunningProvider]:
    yield from _run_provider(live_server.url)


@pytest.fixture(scope="session")
def _sparing_provider(live_server: LiveServer) -> Iterator[RunningProvider]:
    yield from _run_provider(live_server.url, CLAIMS_ONLY_ASKED="1")


@pytest.fixture(autouse=True)
def quick_hashes(settings) -> None:
    """Argon2 costs a fifth of a second and a hundred megabytes, ten times over for recovery codes."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No description of a provider is kept from one test to the next."""
    asking.forget()


def sign_in_by(instance: Path, provider: RunningProvider, *, roles: str, more: str = "", units: str = "") -> None:
    """Have the city's settings name a provider."""
    path = instance / "config.toml"
    without = re.sub(r"\n\[sign_in\].*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    path.write_text(
        f'{without}\n[sign_in]\n{more}\n[sign_in.provider]\nname = "City account"\nissuer = "{provider.issuer}"\n'
        f'client_id = "{CLIENT}"\n[sign_in.provider.roles]\n{roles}\n[sign_in.provider.units]\n{units}\n',
        encoding="utf-8",
    )
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1))


Named = Callable[..., None]


@pytest.fixture
def provider(transactional_db: None, instance: Path, settings, _provider: RunningProvider) -> RunningProvider:
    """A provider that the city's settings name: its officers and its educators may use the desk."""
    published.found_city(instance)
    cache.clear()
    settings.OIDC_SECRET = SECRET
    sign_in_by(instance, _provider, roles='"officers" = "officer"\n"education" = "contributor"')
    return _provider


@pytest.fixture
def sparing_provider(
    transactional_db: None, instance: Path, settings, _sparing_provider: RunningProvider
) -> RunningProvider:
    """A provider that tells of groups only when asked once more."""
    published.found_city(instance)
    cache.clear()
    settings.OIDC_SECRET = SECRET
    sign_in_by(instance, _sparing_provider, roles='"officers" = "officer"')
    return _sparing_provider


@pytest.fixture
def anna(city: object) -> Account:
    account = add_account(by=system_actor(), email="anna@example.org", role="officer", name="Anna", password=PASSWORD)
    Account.objects.filter(pk=account.pk).update(language="en")
    return account


@pytest.fixture
def mailed(settings) -> list[mail.EmailMessage]:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "desk@example.org"
    return mail.outbox
