"""Stories, and images of records."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from solmu.core.fields import PartialDateField
from solmu.core.models import Record, StoredFile
from solmu.core.personal_data import Basis, Kept, PersonalData, Receiver, Whose
from solmu.registry.models.base import PartRow, RecordRow
from solmu.registry.models.partnerships import Partnership


class Story(RecordRow):
    """A short public text about a partnership, or about the city's ties as such."""

    title = I18nCharField(max_length=300)
    text = I18nTextField()
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="stories"
    )
    written = PartialDateField()

    free_text = frozenset({"title", "text"})

    class Meta:
        db_table = "story"

    def __str__(self) -> str:
        return str(self.title)


class RecordImage(PartRow):
    """The one image of a partnership or a story, with words for those who do not see it, credit and licence."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="image")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="record_images")
    alternative = I18nCharField(max_length=300)
    credit = models.CharField(max_length=200)
    licence = models.CharField(max_length=100)

    personal_data = PersonalData(
        whose=Whose.AUTHOR,
        fields=("credit",),
        what=_("The name of a picture's author"),
        purpose=_("To name the author of a picture, as the law on copyright asks."),
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.RECORD,
        receivers=(Receiver.DESK, Receiver.PUBLIC),
        stays=_("A picture that is shown names its author, as the law asks. Take the picture out, and the name goes."),
    )
    free_text = frozenset({"alternative"})
    not_personal = frozenset({"licence"})

    class Meta:
        db_table = "record_image"
