"""What people said of matters: whose one is, and until when it can wait; and the computed matters of a day, kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from solmu.core.personal_data import sees_to
from solmu.registry.models.base import PartRow
from solmu.stewardship.vocabulary import MatterRule

LONGEST_REASON = 300


class _OfMatter(PartRow):
    """A matter by its identity: the rule, what it is about (a record's or a source's id, empty for none), which one."""

    rule = models.CharField(max_length=40)
    about = models.CharField(max_length=12, blank=True)
    occurrence = models.CharField(max_length=80, blank=True)

    not_personal = frozenset({"rule", "about", "occurrence"})

    class Meta:
        abstract = True

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.rule, self.about, self.occurrence


class MatterAssignment(_OfMatter):
    """Somebody is asked to see to a matter."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="matters")

    personal_data = sees_to("account")

    class Meta:
        db_table = "matter_assignment"
        constraints = [
            models.UniqueConstraint(fields=["rule", "about", "occurrence"], name="matter_assignment_once"),
            models.CheckConstraint(condition=models.Q(rule__in=MatterRule.values), name="matter_assignment_rule_known"),
        ]


class MatterSnooze(_OfMatter):
    """A matter can wait until a day, for a reason; on that day it is back."""

    until = models.DateField()
    reason = models.CharField(max_length=LONGEST_REASON)

    free_text = frozenset({"reason"})

    class Meta:
        db_table = "matter_snooze"
        constraints = [
            models.UniqueConstraint(fields=["rule", "about", "occurrence"], name="matter_snooze_once"),
            models.CheckConstraint(condition=models.Q(rule__in=MatterRule.values), name="matter_snooze_rule_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="matter_snooze_with_reason"),
        ]


class KeptMatters(models.Model):
    """One row: the matters of a day, as of a head of the audit chain, so that no page computes them again.

    Nothing here is a fact. `settings_mark` stands for the city's settings and `made_by` for the form of `found`
    (`queries.matters.keeping`); where any of these is not what it is now, the row says nothing. `is_whole`: all of
    them, else the most urgent. `found_at` is kept because that a file is gone from the disk is written nowhere.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()
    head = models.CharField(max_length=90, help_text="the head of the audit chain, N:HASH")
    settings_mark = models.CharField(max_length=64)
    made_by = models.CharField(max_length=60)
    is_whole = models.BooleanField()
    found = models.JSONField()
    found_at = models.DateTimeField()

    is_left_out_of_backups = True

    free_text = frozenset({"found"})
    not_personal = frozenset({"head", "settings_mark", "made_by"})

    class Meta:
        db_table = "kept_matters"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kept_matters_single")]

    def __str__(self) -> str:
        return f"matters of {self.day} at {self.head}"
