"""What every record kind's table shares."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from solmu.core.ids import OpaqueIdField
from solmu.core.models import Record


class RecordQuerySet(models.QuerySet[Any]):
    """Rows of one record kind."""

    def live(self) -> RecordQuerySet:
        """Those neither removed nor merged into another."""
        return self.filter(record__removed_at__isnull=True, record__merged_into__isnull=True)

    def published(self) -> RecordQuerySet:
        return self.live().filter(record__is_published=True)


class RecordRow(models.Model):
    """A row that is a record: its key is the record's permanent id."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="+")

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


class PartRow(models.Model):
    """A row that is part of a record: a party, a theme, a change."""

    id = OpaqueIdField()

    class Meta:
        abstract = True
