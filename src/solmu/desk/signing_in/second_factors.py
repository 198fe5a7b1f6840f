"""Second factors: who has one, who is asked for one and who must have one."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.http import HttpRequest

from solmu.core.city import current_city
from solmu.core.models import Account
from solmu.core.sign_in import URGED
from solmu.desk.signing_in.sessions import PROVIDER

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)

PUT_OFF_FOR = timedelta(days=90)
"""How long the desk does not ask again for a second factor where somebody has said: not now."""


def has_one(account: Account) -> bool:
    """Whether the account has an authenticator app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user=account, type__in=FACTORS).exists()


def came_by_provider(request: HttpRequest) -> bool:
    """Whether this session was begun by single sign-on; the provider then asks for what it wants."""
    return PROVIDER in request.session


def is_demanded(account: Account) -> bool:
    """Whether the city's settings let the account's role work only with a second factor."""
    return account.role in current_city().sign_in.second_factor


def must_still_add_one(request: HttpRequest, account: Account) -> bool:
    """Whether the account cannot go on before it has added a second factor."""
    return is_demanded(account) and not came_by_provider(request) and not has_one(account)


def should_add_one(request: HttpRequest, account: Account) -> bool:
    """Whether the account is asked to add a second factor: its role changes the record and a password opens it."""
    asked = account.role in URGED or is_demanded(account)
    return asked and not came_by_provider(request) and not has_one(account)


def is_asked_today(request: HttpRequest, account: Account) -> bool:
    """Whether Today asks the account to add a second factor: not again for a while where it was put off."""
    return should_add_one(request, account) and cache.get(_put_off_key(account)) is None


def put_off(account: Account) -> None:
    """Ask the account for a second factor no more for a while."""
    cache.set(_put_off_key(account), True, PUT_OFF_FOR.total_seconds())


def _put_off_key(account: Account) -> str:
    return f"second-factor-put-off {account.pk}"
