"""What the city's settings say of signing in."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from solmu.core.city import city_from
from solmu.core.errors import SolmuError
from solmu.core.sign_in import Provider, SignIn, is_safe_issuer

CITY = """[city]
name = "Rantala"
country = "FI"
latitude = 60.1
longitude = 24.9
languages = ["fi"]
"""
PROVIDER = """[sign_in.provider]
name = "City account"
issuer = "https://login.example.org"
client_id = "solmu"
[sign_in.provider.roles]
admins = "administrator"
staff = "contributor"
"""


def sign_in(text: str) -> SignIn:
    return city_from(tomllib.loads(CITY + text), Path("config.toml")).sign_in


def test_without_a_table_passwords_sign_in() -> None:
    assert sign_in("") == SignIn(second_factor=(), passwords=True, provider=None)


def test_a_service_that_knows_leaked_passwords_is_read() -> None:
    read = sign_in('[sign_in]\nleaked_passwords = "https://leaks.example.org"')
    assert read == SignIn(leaked_passwords="https://leaks.example.org")


def test_a_provider_is_read() -> None:
    read = sign_in('[sign_in]\nsecond_factor = ["administrator"]\npasswords = false\n' + PROVIDER)
    assert read == SignIn(
        second_factor=("administrator",),
        passwords=False,
        provider=Provider(
            name="City account",
            issuer="https://login.example.org",
            client_id="solmu",
            roles={"admins": "administrator", "staff": "contributor"},
        ),
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[sign_in]\nsecond_factor = ["mayor"]', "second_factor"),
        ('[sign_in]\nsecond_factor = "officer"', "second_factor"),
        ("[sign_in]\npasswords = 1", "passwords"),
        ("[sign_in]\npasswords = false", "passwords"),
        ("[sign_in]\nprovider = 1", "provider"),
        ("[sign_in]\nleaked_passwords = true", "leaked_passwords"),
        ('[sign_in]\nleaked_passwords = "http://leaks.example.org"', "leaked_passwords"),
        (PROVIDER.replace("https://", "http://"), "issuer"),
        (PROVIDER.replace('"solmu"', '""'), "client_id"),
        (PROVIDER.replace('"contributor"', '"system"'), "roles"),
        (PROVIDER.partition("[sign_in.provider.roles]")[0], "roles"),
        (PROVIDER.replace("client_id", 'scopes = ["email"]\nclient_id'), "scopes"),
        (PROVIDER + "[sign_in.provider.units]\nstaff = 1", "units"),
    ],
)
def test_what_is_wrong_is_named(text: str, key: str) -> None:
    with pytest.raises(SolmuError, match=rf"sign_in\.(provider\.)?{key} cannot be"):
        sign_in(text)


def test_the_first_line_that_fits_gives_the_role() -> None:
    provider = sign_in(PROVIDER).provider
    assert provider is not None
    groups = (("staff", "admins"), ("staff",), ("everyone",), ())
    assert [provider.role_of(each) for each in groups] == ["administrator", "contributor", None, None]


def test_every_line_that_fits_gives_a_unit() -> None:
    provider = Provider("", "", "", units={"a": "u1", "b": "u2", "c": "u1"})
    assert provider.units_of(("c", "a", "x")) == ("u1",)


@pytest.mark.parametrize(
    ("issuer", "is_safe"),
    [
        ("https://login.example.org/realms/city", True),
        ("http://127.0.0.1:4000", True),
        ("http://localhost:4000", True),
        ("http://login.example.org", False),
        ("http://localhost.example.org", False),
        ("https://", False),
        ("https://login.example.org?x=1", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
    ],
)
def test_an_issuer_is_asked_over_an_encrypted_connection(issuer: str, is_safe: bool) -> None:
    assert is_safe_issuer(issuer) is is_safe
