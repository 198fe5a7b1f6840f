"""Partnerships and how they changed."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nTextField

from solmu.core.fields import PartialDateField
from solmu.places.models import Place
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow, RecordRow, one_of
from solmu.registry.models.decisions import Decision
from solmu.registry.vocabulary import PartnershipStatus, Relation


class Partnership(RecordRow):
    """The lasting relation between the home city and one partner city; one per partner.

    `since` is a fact of its own: a relation may precede its first written agreement.
    """

    partner = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="partnership")
    since = PartialDateField()

    class Meta:
        db_table = "partnership"

    def __str__(self) -> str:
        return f"partnership {self.pk}"


class PartnershipChange(PartRow):
    """From a day on (or an unknown one) the partnership has a kind and a status, by a decision, for a reason."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="changes")
    on = PartialDateField()
    relation = models.CharField(max_length=20, choices=Relation.choices, blank=True)
    status = models.CharField(max_length=20, choices=PartnershipStatus.choices, blank=True)
    decided_by = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="partnership_changes"
    )
    reason = I18nTextField(blank=True)
    is_reason_not_stated = models.BooleanField(default=False)
    wording = I18nTextField(blank=True)
    position = models.PositiveIntegerField(default=0, help_text="the order the changes were recorded in")

    free_text = frozenset({"decided_by", "reason", "wording"})

    class Meta:
        db_table = "partnership_change"
        ordering = ["position", "pk"]
        constraints = [
            one_of("relation", Relation.values, "partnership_change_relation_known", or_none=True),
            one_of("status", PartnershipStatus.values, "partnership_change_status_known", or_none=True),
            models.CheckConstraint(
                condition=~models.Q(relation="", status=""), name="partnership_change_says_something"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[PartnershipStatus.SUSPENDED, PartnershipStatus.ENDED])
                | ~models.Q(reason="")
                | models.Q(is_reason_not_stated=True),
                name="partnership_change_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(reason="") | models.Q(is_reason_not_stated=False),
                name="partnership_change_reason_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on or '?'} {self.relation} {self.status}".strip()
