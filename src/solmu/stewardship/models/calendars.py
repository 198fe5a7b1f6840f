"""Addresses at which a person's calendar program asks for deadlines."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from solmu.core.personal_data import sees_to
from solmu.registry.models.base import PartRow, one_of
from solmu.stewardship.vocabulary import CalendarScope


class CalendarSubscription(PartRow):
    """A secret address that tells deadlines to whoever has it, until it is revoked or its account leaves.

    Of the secret only the SHA-256 is kept; how often and when the address is asked is kept nowhere.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_subscriptions"
    )
    scope = models.CharField(max_length=10, choices=CalendarScope.choices)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    # What the address is known by is no fact of the record.
    not_audited: ClassVar[frozenset[str]] = frozenset({"secret_sha256"})

    personal_data = sees_to("account")
    not_personal = frozenset({"secret_sha256"})

    class Meta:
        db_table = "calendar_subscription"
        ordering = ["made_at", "pk"]
        constraints = [
            one_of("scope", CalendarScope.values, "calendar_subscription_scope_known"),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | models.Q(revoked_at__gte=models.F("made_at")),
                name="calendar_subscription_revoked_after_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.pk}"
