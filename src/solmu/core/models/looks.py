"""Who looked at personal data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.ids import OpaqueIdField
from solmu.core.personal_data import Basis, Kept, PersonalData, Receiver, Whose


class PersonalDataLook(models.Model):
    """Somebody was shown a person's data: their page, or a file in which they stood. Kept as long as the audit is.

    `record_id` is the record of the person; how often a page was opened in an hour counts once.
    """

    id = OpaqueIdField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    record_id = models.CharField(max_length=12)
    what = models.CharField(max_length=20)
    at = models.DateTimeField()

    personal_data = PersonalData(
        whose=Whose.ACCOUNT,
        fields=("account", "record_id"),
        what=_("Who was shown a person's data, and when"),
        purpose=_("To tell people who has looked at their data, and to find wrong use."),
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.LOOK,
        receivers=(Receiver.DESK, Receiver.AUDITORS),
    )
    not_personal = frozenset({"what"})

    class Meta:
        db_table = "personal_data_look"
        indexes = [
            models.Index(fields=["record_id", "at"], name="personal_data_look_record"),
            models.Index(fields=["account", "at"], name="personal_data_look_account"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.record_id}"
