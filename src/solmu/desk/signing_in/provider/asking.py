"""What is asked of the provider itself: its description, its keys, tokens for a code."""

from __future__ import annotations

import base64
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

from solmu.core.errors import SolmuError
from solmu.core.sign_in import Provider, is_safe_issuer

SECONDS = 10
"""How long an answer is waited for."""

LARGEST = 1024 * 1024
"""Bytes of an answer that are read; descriptions and keys have a few thousand."""

KEPT_FOR = 10 * 60
"""Seconds for which the provider's description and keys are kept."""

KEYS_AFRESH = 30
"""Seconds within which unknown keys do not make us ask for the keys again, however many tokens name one."""


class ProviderTrouble(SolmuError):
    """The provider does not answer, or not as it should."""


@dataclass(frozen=True)
class Description:
    """What a provider says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    end_session: str
    userinfo: str
    takes_basic: bool
    names_issuer: bool


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None  # a provider that sends us elsewhere is not asked there


_opener = urllib.request.build_opener(_NoRedirect)
_descriptions: dict[str, tuple[float, Description]] = {}
_keys: dict[str, tuple[float, list[dict[str, Any]]]] = {}


def forget() -> None:
    """Forget what was kept of any provider."""
    _descriptions.clear()
    _keys.clear()


def _asked(address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Any:
    if not is_safe_issuer(address.split("?", 1)[0]):
        raise ProviderTrouble("The provider names an address that is not encrypted. Ask an administrator.")
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(address, data=data, headers={"Accept": "application/json", **(headers or {})})
    try:
        with _opener.open(request, timeout=SECONDS) as answer:
            text = answer.read(LARGEST + 1)
    except (OSError, ValueError, http.client.HTTPException):  # HTTPError and URLError are errors of the system
        raise ProviderTrouble("The provider does not answer. Try again in a while.") from None
    try:
        told = json.loads(text) if len(text) <= LARGEST else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise ProviderTrouble("The provider does not answer as it should. Ask an administrator.")
    return told


def describe(provider: Provider) -> Description:
    """What the provider says of itself; raises ProviderTrouble where it says that it is another."""
    kept = _descriptions.get(provider.issuer)
    if kept and time.monotonic() - kept[0] < KEPT_FOR:
        return kept[1]
    told = _asked(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if any(not isinstance(told.get(key), str) for key in needed) or told["issuer"] != provider.issuer:
        raise ProviderTrouble("The provider is not the one that the settings name. Ask an administrator.")
    methods = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    end = told.get("end_session_endpoint", "")
    description = Description(
        issuer=told["issuer"],
        authorization=told["authorization_endpoint"],
        token=told["token_endpoint"],
        keys=told["jwks_uri"],
        userinfo=told["userinfo_endpoint"] if isinstance(told.get("userinfo_endpoint"), str) else "",
        end_session=end if isinstance(end, str) and is_safe_issuer(end.split("?", 1)[0]) else "",
        takes_basic="client_secret_basic" in methods,
        names_issuer=told.get("authorization_response_iss_parameter_supported") is True,
    )
    if not is_safe_issuer(description.authorization.split("?", 1)[0]):
        raise ProviderTrouble("The provider names an address that is not encrypted. Ask an administrator.")
    _descriptions[provider.issuer] = (time.monotonic(), description)
    return description


def keys_of(description: Description, *, wanted: str) -> list[dict[str, Any]]:
    """The provider's public keys; asked for again where none of those kept has the id wanted: it may have new ones."""
    kept = _keys.get(description.keys)
    age = time.monotonic() - kept[0] if kept else KEPT_FOR
    if kept and age < KEPT_FOR and (age < KEYS_AFRESH or any(key.get("kid") == wanted for key in kept[1])):
        return kept[1]
    told = _asked(description.keys).get("keys")
    keys = [key for key in told if isinstance(key, dict)] if isinstance(told, list) else []
    _keys[description.keys] = (time.monotonic(), keys)
    return keys


def tokens_for(
    provider: Provider, description: Description, *, code: str, verifier: str, redirect: str, secret: str
) -> tuple[str, str]:
    """The ID token for a code, and an access token to ask more with; raises ProviderTrouble where it is refused."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
    headers = {}
    if description.takes_basic:
        # RFC 6749, 2.3.1: both are form-encoded first.
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": secret}
    told = _asked(description.token, form=form, headers=headers)
    token, access = told.get("id_token"), told.get("access_token", "")
    if not isinstance(token, str) or not isinstance(access, str):
        raise ProviderTrouble("The provider does not answer as it should. Ask an administrator.")
    return token, access


def more_claims(description: Description, access: str, *, subject: str) -> dict[str, Any]:
    """What the provider tells of the person beside the ID token; nothing that is about another (Core 1.0, 5.3.4)."""
    if not description.userinfo or not access:
        return {}
    told: dict[str, Any] = _asked(description.userinfo, headers={"Authorization": f"Bearer {access}"})
    return told if told.get("sub") == subject else {}
