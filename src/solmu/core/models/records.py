"""The register of permanent ids: one row for everything that has an address for ever."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from solmu.core.ids import OpaqueIdField


class Record(models.Model):
    """A record's id, kind and publicity. What it says stands in the table of its kind, which has this as its key.

    A removed record keeps its row as a tombstone with a public reason; a merged one points to what it became.
    """

    id = OpaqueIdField()
    kind = models.CharField(max_length=40)
    is_published = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from", db_index=False
    )

    free_text = frozenset({"removal_reason"})
    not_personal = frozenset({"kind"})

    class Meta:
        db_table = "record"
        indexes = [
            models.Index(fields=["kind", "is_published"], name="record_kind_published"),
            # Only of the few that were merged: nearly all were not, and are better found by something else.
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="record_merged_into"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removal_reason="")
                | (models.Q(removed_at__isnull=False) & ~models.Q(removal_reason="")),
                name="record_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True) | models.Q(is_published=False),
                name="record_removed_not_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
