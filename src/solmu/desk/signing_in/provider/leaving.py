"""Ending sessions: asked by the provider (Back-Channel Logout 1.0), and asking it (RP-Initiated Logout 1.0)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from solmu.core.city import current_city
from solmu.core.models import Session
from solmu.desk.signing_in.adapters import own_address
from solmu.desk.signing_in.provider.asking import ProviderTrouble, describe
from solmu.desk.signing_in.provider.tokens import Ended
from solmu.desk.signing_in.sessions import PROVIDER

ID_TOKEN = "solmu_id_token"  # nosec B105: where it stands in a session
"""Where in a session its ID token stands, which tells the provider which of its sessions ends."""


def end(ended: Ended) -> list[str]:
    """End the sessions that a logout token names; gives the ids of their accounts, one for each session."""
    if not ended.issuer or not (ended.subject or ended.provider_session):
        return []
    rows = Session.objects.filter(issuer=ended.issuer, account__isnull=False)
    if ended.provider_session:
        rows = rows.filter(provider_session=ended.provider_session)
    if ended.subject:
        rows = rows.filter(subject=ended.subject)
    accounts = sorted(str(account) for account in rows.values_list("account_id", flat=True))
    rows.delete()
    return accounts


def address_to_leave_at(request: HttpRequest) -> tuple[str, str] | None:
    """The provider's name and where somebody signs out there; none for a session that it has not begun."""
    provider = current_city().sign_in.provider
    if provider is None or PROVIDER not in request.session:
        return None
    try:
        description = describe(provider)
    except ProviderTrouble:
        return None
    if not description.end_session:
        return None
    asked = {
        "client_id": provider.client_id,
        "id_token_hint": request.session.get(ID_TOKEN, ""),
        "post_logout_redirect_uri": own_address(request, reverse("account_login")),
    }
    joint = "&" if "?" in description.end_session else "?"
    return provider.name, f"{description.end_session}{joint}{urlencode(asked)}"
