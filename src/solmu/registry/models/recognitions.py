"""Recognitions: an award, by whom, to whom, when, and who had it before."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from solmu.core.fields import PartialDateField
from solmu.core.personal_data import TELLS_WHO_ACTED, Basis, Kept, PersonalData, Receiver, Whose
from solmu.places.models import Place
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow, RecordRow
from solmu.registry.models.organisations import Organisation


class Recognition(RecordRow):
    """An award. Giver and recipient stand as written, and as organisations where they are known."""

    title = I18nCharField(max_length=300)
    giver_as_written = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    giver = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="recognitions_given"
    )
    occasion = I18nCharField(max_length=300, blank=True)
    awarded = PartialDateField()
    recipient_as_written = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    recipient = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="recognitions_received"
    )

    personal_data = PersonalData(
        whose=Whose.RECIPIENT,
        fields=("giver_as_written", "recipient_as_written"),
        what=_("Who gave an award and to whom, in the words of its source"),
        purpose=TELLS_WHO_ACTED,
        basis=Basis.PUBLIC_TASK,
        kept=Kept.RECORD,
        receivers=(Receiver.DESK, Receiver.PUBLIC),
    )
    free_text = frozenset({"title", "occasion"})

    class Meta:
        db_table = "recognition"

    def __str__(self) -> str:
        return str(self.title)


class EarlierRecipient(PartRow):
    """Who had the recognition before, in the source's order."""

    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="earlier_recipients")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=AS_WRITTEN_LENGTH)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    personal_data = PersonalData(
        whose=Whose.RECIPIENT,
        fields=("name",),
        what=_("Who was given an award before"),
        purpose=TELLS_WHO_ACTED,
        basis=Basis.PUBLIC_TASK,
        kept=Kept.RECORD,
        receivers=(Receiver.DESK, Receiver.PUBLIC),
    )

    class Meta:
        db_table = "earlier_recipient"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["recognition", "position"], name="earlier_recipient_position_once")
        ]
