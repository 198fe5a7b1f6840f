"""Proving once more who one is, before what would let somebody else in: with every factor that one has.

django-allauth asks for one of them, which is enough to end sessions. A session that was left open, or taken over, must
not be enough to change what opens an account, nor the password alone where there is a second factor (ASVS 5.0, 7.5.1).
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from solmu.core.models import Account
from solmu.desk.signing_in.second_factors import FACTORS

View = Callable[..., HttpResponseBase]


def proved(view: View) -> View:
    """A view for those who have proved a moment ago who they are; others do so first, and go on with what they sent."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = page_to_prove_at(request) if request.user.is_authenticated else ""
        if page:
            response: HttpResponseBase = suspend_request(request, page)
            return response
        return view(request, *args, **kwargs)

    return answered


def page_to_prove_at(request: HttpRequest) -> str:
    """The page at which a factor is proved that was not a moment ago; empty where all were.

    A passkey is all of them: it is had, and verifies a finger, a face or a PIN. Whoever came by single sign-on and has
    no factor here cannot be asked for any.
    """
    account = Account.objects.get(pk=request.user.pk)
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    recent = [each for each in get_authentication_records(request, request.user) if each["at"] > since]
    ways = {each["method"] for each in recent}
    if "provider" in ways or any(each.get("type") == Authenticator.Type.WEBAUTHN for each in recent):
        return ""
    if account.has_usable_password() and "password" not in ways:
        return reverse("account_reauthenticate")
    factors = Authenticator.objects.filter(user=account, type__in=FACTORS)
    kinds = set(factors.values_list("type", flat=True))
    if "mfa" in ways or not kinds:
        return ""
    return reverse("mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn")
