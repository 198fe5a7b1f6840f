"""Writes of secret addresses for calendars of deadlines."""

from __future__ import annotations

import secrets

from django.utils import timezone

from solmu.core.audit import recorded
from solmu.core.errors import BrokenRule
from solmu.core.models import Account
from solmu.stewardship.models import CalendarSubscription
from solmu.stewardship.permissions import check_can_follow_deadlines, check_can_revoke_calendar
from solmu.stewardship.queries.calendars import digest_of
from solmu.stewardship.vocabulary import CalendarScope

SECRET_BYTES = 32


def follow_deadlines(*, by: Account, scope: CalendarScope = CalendarScope.OWN) -> tuple[CalendarSubscription, str]:
    """Make a secret with which a calendar program is told deadlines: the account's own, or all.

    Returns it with the subscription, for this once: only its digest is kept. Whoever has it reads the deadlines.
    """
    check_can_follow_deadlines(by)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    subscription = CalendarSubscription(account=by, scope=scope, secret_sha256=digest_of(secret))
    with recorded(by=by, action="follow_deadlines") as journal:
        journal.create(subscription)
    return subscription, secret


def revoke_calendar(*, by: Account, subscription: CalendarSubscription) -> None:
    """Let an address answer no more. Raises BrokenRule where it was revoked already."""
    check_can_revoke_calendar(by, subscription)
    with recorded(by=by, action="revoke_calendar") as journal:
        if subscription.revoked_at is not None:
            raise BrokenRule("This calendar's address was revoked already. There is nothing to revoke.")
        journal.update(subscription, revoked_at=timezone.now())
