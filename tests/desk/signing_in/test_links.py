"""How long the links open at which a password is chosen."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils import timezone

from solmu.core.models import Account
from solmu.desk.signing_in.links import LinkTokens


def token_of(account: Account, ago: timedelta) -> str:
    """A token as it was made that long ago."""

    class Then(PasswordResetTokenGenerator):
        def _now(self) -> datetime:
            return super()._now() - ago

    return Then().make_token(account)


@pytest.mark.parametrize(
    ("state", "ago", "opens"),
    [
        ("invited", timedelta(days=6, hours=23), True),
        ("invited", timedelta(days=7, hours=1), False),
        ("has a password", timedelta(minutes=59), True),
        ("has a password", timedelta(minutes=61), False),
        ("has signed in by the provider", timedelta(minutes=61), False),
    ],
)
def test_a_link_opens_for_an_hour_and_for_the_invited_for_a_week(state: str, ago: timedelta, opens: bool) -> None:
    account = Account(id="x" * 12, email="anna@example.org", role="officer")
    account.set_password("a quiet river bend" if state == "has a password" else None)
    if state == "has signed in by the provider":
        account.last_login = timezone.now() - timedelta(days=2)

    assert LinkTokens().check_token(account, token_of(account, ago)) is opens


def test_a_link_opens_for_its_account_and_address_alone() -> None:
    anna, bo = (Account(id=key * 12, email=f"{key}@example.org", role="officer") for key in "ab")
    for account in (anna, bo):
        account.set_unusable_password()
    token = token_of(anna, timedelta())

    assert [LinkTokens().check_token(each, token) for each in (anna, bo, None)] == [True, False, False]
    anna.email = "elsewhere@example.org"
    assert not LinkTokens().check_token(anna, token)
