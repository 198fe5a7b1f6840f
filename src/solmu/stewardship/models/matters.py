"""What people said of matters: whose one is, and until when it can wait. The matters themselves are computed."""

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
