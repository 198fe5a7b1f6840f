"""Which tokens of a provider are believed: ID tokens (OpenID Connect Core 1.0, 3.1.3.7) and logout tokens
(Back-Channel Logout 1.0, 2.6)."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from django.core.cache import cache

from solmu.core.errors import SolmuError
from solmu.core.sign_in import Provider
from solmu.desk.signing_in.provider.asking import describe, keys_of

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that are believed: those of public keys. Never none, and none of a shared secret."""

SKEW = timedelta(seconds=60)
"""How far the provider's clock may be from ours."""

LOGOUT_AGE = timedelta(minutes=5)
"""How old a logout token may be; the same token is refused twice for longer than that."""

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


class TokenRefused(SolmuError):
    """A token that is not believed; the sentence says why, for the log and never for the sender."""


@dataclass(frozen=True)
class Ended:
    """What a logout token ends: one session of the provider's, or all of a person's."""

    issuer: str
    subject: str
    provider_session: str


def _signed_claims(
    token: str, provider: Provider, now: datetime, required: list[str], *, types: tuple[str, ...]
) -> dict[str, Any]:
    """The claims of a token that the provider has signed for us and that holds now."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") not in ALGORITHMS or "crit" in header:
            raise TokenRefused("its signature is of a kind that is not believed")
        if str(header.get("typ", "")).lower().removeprefix("application/") not in types:
            raise TokenRefused("it is a token of another kind")
        key = _key(header, provider)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            # Times are looked at below, against the moment that was passed.
            options={"require": required, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
    except jwt.PyJWTError as error:
        raise TokenRefused(f"it does not verify ({type(error).__name__})") from None
    _refuse_other_times(claims, now)
    if isinstance(claims["aud"], list) and claims["aud"] != [provider.client_id]:
        raise TokenRefused("it is for others as well")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise TokenRefused("it was given to another")
    return claims


def _key(header: dict[str, Any], provider: Provider) -> Any:
    wanted = header.get("kid", "")
    keys = keys_of(describe(provider), wanted=str(wanted))
    fitting = [
        key
        for key in keys
        if key.get("use", "sig") == "sig"
        and key.get("alg", header["alg"]) == header["alg"]
        and (not wanted or key.get("kid") == wanted)
    ]
    # Without an id the key must be the only one (OpenID Connect Core 1.0, 10.1).
    if len(fitting) != 1 or fitting[0].get("kty") not in ("RSA", "EC", "OKP"):
        raise TokenRefused("no key of the provider's fits")
    return jwt.PyJWK(json.loads(json.dumps(fitting[0])), algorithm=header["alg"])


def _refuse_other_times(claims: dict[str, Any], now: datetime) -> None:
    moment = now.timestamp()
    times: dict[str, Any] = {name: claims[name] for name in ("exp", "iat", "nbf") if name in claims}
    if any(not isinstance(value, int | float) or isinstance(value, bool) for value in times.values()):
        raise TokenRefused("a time in it is none")
    if times.get("exp", moment) < moment - SKEW.total_seconds():
        raise TokenRefused("its time is over")
    if max(times.get("iat", moment), times.get("nbf", moment)) > moment + SKEW.total_seconds():
        raise TokenRefused("its time has not come")


def read_id_token(token: str, provider: Provider, *, nonce: str, now: datetime) -> dict[str, Any]:
    """The claims about whoever has signed in; raises TokenRefused for a token that is not believed."""
    claims = _signed_claims(token, provider, now, ["iss", "aud", "exp", "iat", "sub", "nonce"], types=("", "jwt"))
    if not isinstance(claims["nonce"], str) or not hmac.compare_digest(claims["nonce"].encode(), nonce.encode()):
        raise TokenRefused("it answers another question")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise TokenRefused("it names nobody")
    return claims


def read_logout_token(token: str, provider: Provider, *, now: datetime) -> Ended:
    """What a logout token ends, once; raises TokenRefused for one that is not believed or was used already."""
    claims = _signed_claims(token, provider, now, ["iss", "aud", "exp", "iat", "jti", "events"], types=("logout+jwt",))
    events = claims["events"]
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise TokenRefused("it tells of no logout")
    if "nonce" in claims:
        raise TokenRefused("it is an ID token")
    subject, session = claims.get("sub", ""), claims.get("sid", "")
    if not isinstance(subject, str) or not isinstance(session, str) or not (subject or session):
        raise TokenRefused("it names neither a person nor a session")
    if claims["iat"] < (now - LOGOUT_AGE).timestamp():
        raise TokenRefused("it is too old")
    if not isinstance(claims["jti"], str) or not claims["jti"]:
        raise TokenRefused("it has no id")
    # Longer than any token with this id could be believed.
    remembered = (LOGOUT_AGE + 2 * SKEW).total_seconds()
    if not cache.add(f"logout-token {provider.issuer} {claims['jti']}", 1, timeout=remembered):
        raise TokenRefused("it was used already")
    return Ended(provider.issuer, subject, session)
