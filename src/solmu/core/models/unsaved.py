"""What somebody is about to change and has not saved, and forms that were sent: the desk's memory, no facts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.ids import OpaqueIdField
from solmu.core.personal_data import Basis, Kept, PersonalData, Receiver, Whose


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

    personal_data = PersonalData(
        whose=Whose.ACCOUNT,
        fields=("account",),
        what=_("What somebody typed into a form of the desk and has not saved"),
        purpose=_("To lose nothing that was typed."),
        basis=Basis.PUBLIC_TASK,
        kept=Kept.UNSAVED,
        receivers=(Receiver.OWN,),
    )
    free_text = frozenset({"values", "base"})
    not_personal = frozenset({"key"})

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

    personal_data = PersonalData(
        whose=Whose.ACCOUNT,
        fields=("account",),
        what=_("Which form somebody sent"),
        purpose=_("To carry a form out once, though it is sent twice."),
        basis=Basis.PUBLIC_TASK,
        kept=Kept.UNSAVED,
        receivers=(Receiver.NOBODY,),
    )
    not_personal = frozenset({"led_to"})

    class Meta:
        db_table = "sent_form"
        indexes = [models.Index(fields=["at"], name="sent_form_at")]

    def __str__(self) -> str:
        return self.token
