"""Where each fact was read, and what the public was shown when."""

from __future__ import annotations

from django.db import models

from solmu.core.models import Record, Source
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow


class Citation(PartRow):
    """This fact of this record comes from these words of this source.

    `value` is the fact as the source has it, in the claims format's own form (a date as EDTF).

    `field` is the name of the fact in the claims format. Offsets count Unicode code points of the source's plain text.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="citations")
    field = models.CharField(max_length=60)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    quote = models.CharField(max_length=400)
    value = models.CharField(
        max_length=AS_WRITTEN_LENGTH,
        blank=True,
        help_text="what this source says of the fact, where it can be compared",
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    free_text = frozenset({"quote", "value"})
    not_personal = frozenset({"field"})

    class Meta:
        db_table = "citation"
        constraints = [
            models.UniqueConstraint(fields=["record", "field", "source", "start", "end"], name="citation_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="citation_has_words"),
        ]

    def __str__(self) -> str:
        return self.quote


class PublicVersion(models.Model):
    """The public shape of a record from a revision on; null from where it is not public. See `registry/records.py`."""

    pk = models.CompositePrimaryKey("record_id", "revision")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="public_versions", db_index=False)
    revision = models.BigIntegerField()
    shape = models.JSONField(null=True)

    free_text = frozenset({"shape"})

    class Meta:
        db_table = "public_version"

    def __str__(self) -> str:
        return f"{self.record_id} at {self.revision}"
