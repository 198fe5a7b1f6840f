"""Inviting somebody to the desk: a letter with the link at which they choose a password."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from solmu.core.city import current_city
from solmu.core.models import Account
from solmu.core.security_log import tell
from solmu.desk.signing_in.adapters import own_address
from solmu.desk.signing_in.letters import send_invitation
from solmu.desk.signing_in.links import LinkTokens


def invite(request: HttpRequest, account: Account) -> None:
    """Send the account the letter. Where the city has no passwords it leads to the sign-in page."""
    takes_passwords = current_city().sign_in.passwords
    path = choosing_path(account) if takes_passwords else reverse("account_login")
    tell("invited", request, account=account.pk)
    send_invitation(account, own_address(request, path), takes_passwords=takes_passwords)


def choosing_path(account: Account) -> str:
    """The path at which the account chooses its password, once."""
    token = LinkTokens().make_token(account)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": account.pk, "key": token})
