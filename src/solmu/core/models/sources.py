"""Sources: where facts were read, and the files kept of them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from solmu.core.fields import PartialDateField
from solmu.core.ids import OpaqueIdField
from solmu.core.vocabulary import SourceKind


class StoredFile(models.Model):
    """A file kept in the instance's folder, found by the SHA-256 of its content and stored once."""

    id = OpaqueIdField()
    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    stored_at = models.DateTimeField(default=timezone.now, editable=False)

    free_text = frozenset({"name"})
    not_personal = frozenset({"sha256", "media_type"})

    class Meta:
        db_table = "stored_file"

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where it lies below the instance's `files` folder."""
        return f"{self.sha256[:2]}/{self.sha256[2:]}"


class Source(models.Model):
    """Something facts were read from: a page, document, spreadsheet, register or person, public or internal."""

    id = OpaqueIdField()
    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    title = models.CharField(max_length=300)
    address = models.URLField(max_length=1000, blank=True)
    language = models.CharField(max_length=12, blank=True)
    read_on = models.DateField(help_text="the day it was read")
    looked_at_on = models.DateField(null=True, blank=True, help_text="the day somebody last looked at it again")
    published = PartialDateField(help_text="when its words were published, where it says")
    is_public = models.BooleanField(default=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="source")

    free_text = frozenset({"title", "address"})
    not_personal = frozenset({"language"})

    class Meta:
        db_table = "source"

    def __str__(self) -> str:
        return self.title
