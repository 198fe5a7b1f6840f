"""Stories, and images of records."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from solmu.core.fields import PartialDateField
from solmu.core.models import Record, StoredFile
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

    class Meta:
        db_table = "record_image"
