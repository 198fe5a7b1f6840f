"""The ledger of what was told to whom: ids and days, never an address or a sentence.

A mail is fixed with its Message-ID and its rows before it is handed over, so that whoever goes on after an
interruption hands the same mail over again.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from solmu.core.ids import OpaqueIdField
from solmu.core.personal_data import sees_to
from solmu.registry.models.base import one_of
from solmu.stewardship.vocabulary import MailingState, MatterRule, TellingPurpose

LONGEST_REMARK = 200


class Mailing(models.Model):
    """One mail to one account, from the moment it was fixed to its outcome.

    `is_in_doubt`: somebody may have taken it although no outcome was recorded; nothing is added to such a mail.
    """

    id = OpaqueIdField()
    message_id = models.CharField(max_length=320, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mailings")
    state = models.CharField(max_length=20, choices=MailingState.choices, default=MailingState.WAITING)
    is_in_doubt = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    not_before = models.DateTimeField(help_text="when it is tried next")
    attempts = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=64, blank=True, help_text="the process that hands it over")
    ended_at = models.DateTimeField(null=True, blank=True)
    remark = models.CharField(max_length=LONGEST_REMARK, blank=True, help_text="the server's last answer, as a code")

    personal_data = sees_to("recipient")
    not_personal = frozenset({"message_id", "claimed_by", "remark"})

    class Meta:
        db_table = "mailing"
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["state", "not_before"], name="mailing_state"),
            models.Index(fields=["recipient", "state"], name="mailing_recipient"),
        ]
        constraints = [
            one_of("state", MailingState.values, "mailing_state_known"),
            models.CheckConstraint(
                condition=models.Q(state__in=[MailingState.WAITING, MailingState.HANDING_OVER], ended_at__isnull=True)
                | models.Q(
                    state__in=[MailingState.HANDED_OVER, MailingState.REFUSED, MailingState.NEEDLESS],
                    ended_at__isnull=False,
                ),
                name="mailing_ended_with_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MailingState.HANDING_OVER, claimed_at__isnull=False) & ~models.Q(claimed_by="")
                | ~models.Q(state=MailingState.HANDING_OVER) & models.Q(claimed_at__isnull=True, claimed_by=""),
                name="mailing_claimed_while_handing_over",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id


class Reminder(models.Model):
    """Somebody is told of a matter, for a day: one row per matter, rule, day and recipient, ever.

    `due_on` is the day the reminder is due, not the matter's own. `is_needless`: the matter was gone before it
    could be told; a row of a matter that comes back is used again.
    """

    id = models.BigAutoField(primary_key=True)
    rule = models.CharField(max_length=40)
    about = models.CharField(max_length=12, blank=True)
    occurrence = models.CharField(max_length=80, blank=True)
    due_on = models.DateField()
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    purpose = models.CharField(max_length=20, choices=TellingPurpose.choices)
    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, related_name="reminders")
    is_needless = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    personal_data = sees_to("recipient")
    not_personal = frozenset({"rule", "about", "occurrence"})

    class Meta:
        db_table = "reminder"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "about", "occurrence", "due_on", "recipient"], name="reminder_once"
            ),
            models.UniqueConstraint(
                fields=["rule", "about", "occurrence", "recipient"],
                condition=models.Q(purpose=TellingPurpose.ESCALATION),
                name="reminder_escalated_once",
            ),
            one_of("rule", MatterRule.values, "reminder_rule_known"),
            one_of("purpose", TellingPurpose.values, "reminder_purpose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.about} {self.due_on}"

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.rule, self.about, self.occurrence


class Digest(models.Model):
    """The week's list of one account: one row per account and ISO week, ever; without a mail where it was empty."""

    id = models.BigAutoField(primary_key=True)
    week = models.CharField(max_length=8, help_text="such as 2026-W48")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, null=True, blank=True, related_name="digests")
    made_at = models.DateTimeField()

    personal_data = sees_to("recipient")
    not_personal = frozenset({"week"})

    class Meta:
        db_table = "digest"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["week", "recipient"], name="digest_once")]

    def __str__(self) -> str:
        return self.week


class JobRun(models.Model):
    """The latest run of a job: when it began and ended, and what went wrong."""

    job = models.CharField(max_length=40, primary_key=True)
    day = models.DateField(null=True, blank=True, help_text="the city's day of the latest run that went well")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=LONGEST_REMARK, blank=True)

    not_personal = frozenset({"trouble"})

    class Meta:
        db_table = "job_run"

    def __str__(self) -> str:
        return self.job
