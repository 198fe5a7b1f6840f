"""Which backup the database came from."""

from __future__ import annotations

from django.db import models


class Restoration(models.Model):
    """The one row that says which backup the database was restored from; none where it never was.

    It is written with the restored rows, so that after an interruption it tells which of the two states this is.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    backup = models.CharField(max_length=12, help_text="the backup's id")
    run = models.CharField(max_length=12, help_text="the id of the restoring")
    made_at = models.CharField(max_length=32, help_text="when the backup was made")
    head = models.CharField(max_length=90, help_text="the head of the backup's audit chain, N:HASH")
    restored_at = models.CharField(max_length=32)

    # Of this database, not of the record: a backup does not hold it.
    is_left_out_of_backups = True

    not_personal = frozenset({"backup", "run", "made_at", "head", "restored_at"})

    class Meta:
        db_table = "restoration"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="restoration_single")]

    def __str__(self) -> str:
        return f"from {self.backup}"
