"""How people sign in, as the city's settings say: who must have a second factor, and a provider of single sign-on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from solmu.core.errors import SolmuError
from solmu.core.vocabulary import STORED_ROLES

Wrong = Callable[[str, object, str], SolmuError]
"""Makes the error for a key, the value it has and an example of one it can have."""

URGED = ("administrator", "officer")
"""Roles that are asked to add a second factor where the city does not say who must have one."""

LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider that signs people in.

    `roles` and `units` are read in their order: the first of its lines whose group a person is in gives the role, and
    every such line of `units` a unit that the person acts for, by its id.
    """

    name: str
    issuer: str
    client_id: str
    groups_claim: str = "groups"
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    roles: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)

    def role_of(self, groups: tuple[str, ...]) -> str | None:
        """The role that somebody in these groups has; none where no group gives one."""
        return next((role for group, role in self.roles.items() if group in groups), None)

    def units_of(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the units that somebody in these groups acts for."""
        return tuple(dict.fromkeys(unit for group, unit in self.units.items() if group in groups))


@dataclass(frozen=True)
class SignIn:
    """`second_factor` names the roles that cannot work without one; `passwords` is whether a password signs in.

    `leaked_passwords` is the address of a service that knows passwords from leaks; empty where none is asked.
    """

    second_factor: tuple[str, ...] = ()
    passwords: bool = True
    provider: Provider | None = None
    leaked_passwords: str = ""


def sign_in_from(table: Mapping[str, object], wrong: Wrong) -> SignIn:
    """What the table [sign_in] of the city's settings says; raises SolmuError naming a value that is wrong."""
    roles = table.get("second_factor", [])
    if not isinstance(roles, list) or any(role not in STORED_ROLES for role in roles):
        raise wrong("sign_in.second_factor", roles, '["administrator", "officer"]')
    named = table.get("provider")
    provider = None if named is None else _provider(named, wrong)
    passwords = table.get("passwords", True)
    if not isinstance(passwords, bool):
        raise wrong("sign_in.passwords", passwords, "true")
    if not passwords and provider is None:
        raise wrong("sign_in.passwords", passwords, "true")
    leaks = table.get("leaked_passwords", "")
    if not isinstance(leaks, str) or (leaks and not is_safe_issuer(leaks)):
        raise wrong("sign_in.leaked_passwords", leaks, '"https://api.pwnedpasswords.com"')
    return SignIn(tuple(map(str, roles)), passwords, provider, leaks)


def _provider(named: object, wrong: Wrong) -> Provider:
    if not isinstance(named, Mapping):
        raise wrong("sign_in.provider", named, '{ name = "City account", issuer = "https://…", client_id = "solmu" }')
    texts = {
        "name": "City account",
        "issuer": "https://login.example.org",
        "client_id": "solmu",
        "groups_claim": "groups",
    }
    told = {}
    for key, example in texts.items():
        value = named.get(key, "groups" if key == "groups_claim" else None)
        if not isinstance(value, str) or not value.strip():
            raise wrong(f"sign_in.provider.{key}", value, f'"{example}"')
        told[key] = value
    if not is_safe_issuer(told["issuer"]):
        raise wrong("sign_in.provider.issuer", told["issuer"], f'"{texts["issuer"]}"')
    scopes = named.get("scopes", ["openid", "profile", "email"])
    is_list = isinstance(scopes, list) and all(isinstance(scope, str) for scope in scopes)
    if not is_list or "openid" not in scopes or any(re.search(r"\s", scope) for scope in scopes):
        raise wrong("sign_in.provider.scopes", scopes, '["openid", "profile", "email"]')
    roles, units = named.get("roles", {}), named.get("units", {})
    if not isinstance(roles, Mapping) or not roles or any(role not in STORED_ROLES for role in roles.values()):
        raise wrong("sign_in.provider.roles", roles, '{ "solmu-officers" = "officer" }')
    if not isinstance(units, Mapping) or any(not isinstance(unit, str) for unit in units.values()):
        raise wrong("sign_in.provider.units", units, '{ "education" = "u7k2m9p4" }')
    return Provider(scopes=tuple(scopes), roles=dict(roles), units=dict(units), **told)


def is_safe_issuer(text: str) -> bool:
    """Whether an issuer is asked over an encrypted connection; on the machine itself it need not be."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_plain_local = parts.scheme == "http" and parts.hostname in LOCAL
    return (
        bool(parts.hostname) and not parts.query and not parts.fragment and (parts.scheme == "https" or is_plain_local)
    )
