"""Whose each record is, who acts for a unit, and what was decided about records as such."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from solmu.core.models import Record
from solmu.core.personal_data import sees_to
from solmu.registry.models.base import PartRow
from solmu.registry.models.organisations import Unit


class Ownership(PartRow):
    """The unit or the person that looks after a record."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="ownership")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="owned")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="owned"
    )

    personal_data = sees_to("account")

    class Meta:
        db_table = "ownership"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, account__isnull=True)
                | models.Q(unit__isnull=True, account__isnull=False),
                name="ownership_of_one",
            )
        ]


class UnitMember(PartRow):
    """An account that acts for a unit; its head is asked when nobody else answers."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="unit_memberships")
    is_head = models.BooleanField(default=False)

    personal_data = sees_to("account")

    class Meta:
        db_table = "unit_member"
        constraints = [models.UniqueConstraint(fields=["unit", "account"], name="unit_member_once")]


class LanguageException(PartRow):
    """A published record need not have its texts in a language, for a reason."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="language_exceptions")
    language = models.CharField(max_length=12)
    reason = models.CharField(max_length=300)

    free_text = frozenset({"reason"})
    not_personal = frozenset({"language"})

    class Meta:
        db_table = "language_exception"
        constraints = [
            models.UniqueConstraint(fields=["record", "language"], name="language_exception_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="language_exception_with_reason"),
        ]


class DistinctRecords(PartRow):
    """A person decided that two records that look alike are two things. `first` is the lesser id."""

    first = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "distinct_records"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_records_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="distinct_records_in_order"),
        ]


class RecordMerge(PartRow):
    """Two records were one thing: `merged` became part of `into`, and its id redirects there."""

    merged = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="merge")
    into = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="merges")
    merged_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(max_length=300, blank=True)

    free_text = frozenset({"reason"})

    class Meta:
        db_table = "record_merge"


class RecordMergeEffect(PartRow):
    """What a merge changed, so that it can be taken back: a column of a row, or a row that was there twice."""

    merge = models.ForeignKey(RecordMerge, on_delete=models.CASCADE, related_name="effects")
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=12)
    column = models.CharField(max_length=60, blank=True, help_text="empty where the whole row was taken out")
    before = models.TextField(help_text="the column's or the row's values, as canonical JSON")
    position = models.PositiveIntegerField()

    free_text = frozenset({"before"})
    not_personal = frozenset({"table", "row", "column"})

    class Meta:
        db_table = "record_merge_effect"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["merge", "position"], name="record_merge_effect_position_once")]
