"""What somebody is about to change and has not saved, and forms that were sent: the desk's memory, no facts."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from solmu.core.ids import OpaqueIdField


class UnsavedWork(models.Model):
    """What an account typed into a form and has not saved yet; also a sign that it has the form open.

    `key` is the form's address, `values` what was typed (JSON: each field's name and its texts; empty: only open), and
    `base` what the fields said when the form was opened. Kept for 14 days and seen by nobody else.
    """

    id = OpaqueIdField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unsaved_work")
    key = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    at = models.DateTimeField(help_text="when the form last said that it is open")

    class Meta:
        db_table = "unsaved_work"
        indexes = [models.Index(fields=["key", "at"], name="unsaved_work_key")]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="unsaved_work_once")]

    def __str__(self) -> str:
        return self.key


class SentForm(models.Model):
    """A form that was carried out, by the token it was shown with: sent twice, it is carried out once."""

    token = models.CharField(max_length=40, primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    led_to = models.CharField(max_length=1000, blank=True, help_text="the address it led to")
    at = models.DateTimeField()

    class Meta:
        db_table = "sent_form"
        indexes = [models.Index(fields=["at"], name="sent_form_at")]

    def __str__(self) -> str:
        return self.token
