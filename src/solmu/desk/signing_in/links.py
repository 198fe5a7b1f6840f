"""The links at which a password is chosen: how long they open. They open once, since the password is part of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from solmu.core.models import Account

INVITED_FOR = timedelta(days=7)
"""How long the link opens that is sent to somebody new; longer than another, since nothing can be lost by it yet."""


def is_invited(account: Account) -> bool:
    """Whether the account has never had a password nor signed in."""
    return account.last_login is None and not account.has_usable_password()


class LinkTokens(PasswordResetTokenGenerator):
    """The secret part of a link, made of the account's address, password and last signing in, and the moment."""

    def check_token(self, user: Account | None, token: str | None) -> bool:
        if super().check_token(user, token):
            return True
        return user is not None and is_invited(user) and _OfTheInvited().check_token(user, token)


class _OfTheInvited(PasswordResetTokenGenerator):
    """As if the clock were behind by what these links open longer than others."""

    def _now(self) -> datetime:
        now: datetime = super()._now()
        return now - (INVITED_FOR - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT))
