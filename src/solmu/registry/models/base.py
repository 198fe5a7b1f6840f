"""What every record kind's table shares."""

from __future__ import annotations

from collections.abc import Sequence
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


def is_shown(record: Record, *, public_only: bool) -> bool:
    """Whether a record is live and, with `public_only`, published: what `live` and `published` ask, of one record."""
    is_live = record.removed_at is None and record.merged_into_id is None
    return is_live and (record.is_published or not public_only)


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


AS_WRITTEN_LENGTH = 400
"""The longest words a source may lend to a fact: as long as a piece of evidence may be (docs/reference/claims.md)."""


def one_of(field: str, keys: Sequence[str], name: str, *, or_none: bool = False) -> models.CheckConstraint:
    """A column holds one of the keys of its vocabulary, or is empty where that is allowed."""
    allowed = [str(key) for key in keys] + ([""] if or_none else [])
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": allowed}), name=name)


def period_well_formed(start: str, end: str, name: str) -> models.CheckConstraint:
    """A period is not over before it began; a bound that is unknown or open (NULL) breaks nothing."""
    condition = (
        models.Q(**{f"{start}_earliest__isnull": True})
        | models.Q(**{f"{end}_latest__isnull": True})
        | models.Q(**{f"{end}_latest__gte": models.F(f"{start}_earliest")})
    )
    return models.CheckConstraint(condition=condition, name=name)
