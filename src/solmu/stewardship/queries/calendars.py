"""Reads of calendars of deadlines: whose a secret is."""

from __future__ import annotations

import hashlib

from solmu.core.models import Account
from solmu.stewardship.models import CalendarSubscription


def digest_of(secret: str) -> str:
    """What is kept of a secret, its SHA-256: as it is long and random, neither salt nor slowness would add to it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def subscription_with(secret: str) -> CalendarSubscription | None:
    """The subscription a secret opens; None where there is none, it was revoked, or its account is active no more."""
    rows = CalendarSubscription.objects.filter(revoked_at__isnull=True, account__is_active=True)
    return rows.select_related("account").filter(secret_sha256=digest_of(secret)).first()


def subscriptions(*, account: Account | None = None) -> list[CalendarSubscription]:
    """The subscriptions, of one account where asked, the oldest first; those revoked too."""
    rows = CalendarSubscription.objects.select_related("account")
    return list(rows.filter(account=account) if account else rows)
