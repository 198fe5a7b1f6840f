"""To the provider, back from it, and its word that somebody has left."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from solmu.core.actions import admit_by_provider
from solmu.core.city import current_city
from solmu.core.errors import SolmuError
from solmu.core.models import Account, system_actor
from solmu.core.security_log import tell
from solmu.core.sign_in import Provider
from solmu.desk.signing_in.adapters import own_address
from solmu.desk.signing_in.pages import message_page, to_sign_in_page
from solmu.desk.signing_in.provider.asking import ProviderTrouble, describe, more_claims, tokens_for
from solmu.desk.signing_in.provider.leaving import ID_TOKEN, end
from solmu.desk.signing_in.provider.tokens import TokenRefused, read_id_token, read_logout_token
from solmu.desk.signing_in.provider.units import follow_units
from solmu.desk.signing_in.sessions import PROVIDER
from solmu.desk.signing_in.views import wanted_path, with_next

ASKED = "solmu_asked_provider"
"""Where in a session stands what was asked of the provider: state, nonce, verifier, moment, and where to go then."""

ASKED_LASTS = 10 * 60
"""Seconds within which somebody comes back from the provider."""


def _provider() -> Provider:
    provider = current_city().sign_in.provider
    if provider is None:
        raise Http404
    return provider


def _redirect_address(request: HttpRequest) -> str:
    return own_address(request, reverse("oidc_back"))


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the person to the provider, with what the answer must fit: state, nonce and a verifier (RFC 7636)."""
    provider = _provider()
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        # Whoever is signed in at the provider is signed in here only when they ask for it.
        return HttpResponseRedirect(with_next(reverse("account_login"), request))
    try:
        description = describe(provider)
    except ProviderTrouble as trouble:
        return _refused(request, trouble, "unreachable")
    state, nonce, verifier = (secrets.token_urlsafe(32) for _each in range(3))
    request.session[ASKED] = [state, nonce, verifier, time.time(), wanted_path(request)]
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": _redirect_address(request),
        "scope": " ".join(provider.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in description.authorization else "?"
    return HttpResponseRedirect(f"{description.authorization}{joint}{urlencode(asked)}")


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take the person back from the provider, and in, where everything fits."""
    provider = _provider()
    asked = request.session.pop(ASKED, None)
    state = request.GET.get("state", "")
    if not asked or not hmac.compare_digest(asked[0].encode(), state.encode()) or time.time() - asked[3] > ASKED_LASTS:
        return _refused(request, SolmuError(_("You came back too late, or in another window. Try again.")), "state")
    if "code" not in request.GET:
        return _refused(request, SolmuError(_("The provider has not signed you in. Try again.")), "no-code")
    try:
        description = describe(provider)
        # Of two providers one must not answer for the other (RFC 9207).
        if request.GET.get("iss", description.issuer if not description.names_issuer else "") != description.issuer:
            raise TokenRefused("another provider answers")
        token, access = tokens_for(
            provider,
            description,
            code=request.GET["code"],
            verifier=asked[2],
            redirect=_redirect_address(request),
            secret=settings.OIDC_SECRET,
        )
        claims = read_id_token(token, provider, nonce=asked[1], now=timezone.now())
        if not groups_in(claims, provider) or not _text(claims, "email"):
            claims = more_claims(description, access, subject=claims["sub"]) | claims
        account = _account_of(claims, provider)
    except TokenRefused as refused:
        tell("provider-token-refused", request, why=str(refused).replace(" ", "-"))
        return _refused(request, SolmuError(_("The provider's answer is not believed. Ask an administrator.")), "token")
    except ProviderTrouble as trouble:
        return _refused(request, trouble, "unreachable")
    except SolmuError as error:
        return _refused(request, error, "account")
    request.session[PROVIDER] = [provider.issuer, claims["sub"], _text(claims, "sid")[:255]]
    request.session[ID_TOKEN] = token
    record_authentication(request, account, method="provider")
    login = Login(user=account, redirect_url=asked[4] or None)
    response: HttpResponse = perform_login(request, login)
    return response


def _account_of(claims: dict[str, Any], provider: Provider) -> Account:
    """The account of whoever the claims name, in the role of their groups; raises SolmuError where none gives one."""
    groups = groups_in(claims, provider)
    role = provider.role_of(groups)
    if role is None:
        raise SolmuError(_("None of your groups may use the desk. Ask an administrator to add you to one."))
    account = admit_by_provider(
        by=system_actor(),
        issuer=provider.issuer,
        subject=claims["sub"],
        role=role,
        email=_text(claims, "email"),
        is_email_verified=claims.get("email_verified") is True,
        name=_text(claims, "name"),
    )
    follow_units(by=system_actor(), account=account, provider=provider, groups=groups)
    return account


def groups_in(claims: dict[str, Any], provider: Provider) -> tuple[str, ...]:
    """The groups that the claims name; a claim of a claim is written with a dot, such as realm_access.roles."""
    told: Any = claims.get(provider.groups_claim)
    if told is None:
        told = claims
        for part in provider.groups_claim.split("."):
            told = told.get(part) if isinstance(told, dict) else None
    if isinstance(told, str):
        return (told,)
    return tuple(each for each in told if isinstance(each, str)) if isinstance(told, list) else ()


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _refused(request: HttpRequest, error: SolmuError, why: str) -> HttpResponse:
    tell("sign-in-failed", request, how="provider", why=why)
    return message_page(
        request,
        _("You are not signed in"),
        error.told(_),
        links=[to_sign_in_page(reverse("account_login"))],
        status=403,
    )


@csrf_exempt
@require_POST
def back_channel_logout(request: HttpRequest) -> HttpResponse:
    """End the sessions that a logout token of the provider's names.

    It comes from the provider's server, with no cookie, so that a token against forged posts would mean nothing: the
    signature is the proof.
    """
    provider = _provider()
    if not ratelimit.consume(request, app="allauth.account", action="back_channel_logout"):
        return JsonResponse({"error": "slow_down"}, status=429)
    try:
        ended = read_logout_token(request.POST.get("logout_token", ""), provider, now=timezone.now())
    except TokenRefused as refused:
        tell("logout-token-refused", request, why=str(refused).replace(" ", "-"))
        return JsonResponse({"error": "invalid_request"}, status=400)
    except ProviderTrouble:
        tell("logout-token-refused", request, why="keys-unreachable")
        return JsonResponse({"error": "temporarily_unavailable"}, status=503)
    for account in end(ended):
        tell("signed-out-by-provider", request, account=account)
    return HttpResponse(status=200)
