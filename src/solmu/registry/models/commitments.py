"""Commitments: what an agreement or a membership obliges to."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nTextField

from solmu.core.fields import PartialDateField
from solmu.registry.models.agreements.agreement import Agreement
from solmu.registry.models.base import PartRow, RecordRow
from solmu.registry.models.networks import Membership


class Commitment(RecordRow):
    """A report or deliverable due on a day, once or again and again."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    text = I18nTextField()
    due_on = PartialDateField(help_text="the first day it is due")
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    until = PartialDateField(open_allowed=True)

    free_text = frozenset({"text"})

    class Meta:
        db_table = "commitment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agreement__isnull=False, membership__isnull=True)
                | models.Q(agreement__isnull=True, membership__isnull=False),
                name="commitment_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(every_months__isnull=True) | models.Q(every_months__gt=0),
                name="commitment_recurs_forward",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)


class CommitmentFulfilment(PartRow):
    """A commitment was met: for which due day, and when."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="fulfilments")
    due_on = PartialDateField()
    done_on = PartialDateField()
    note = I18nTextField(blank=True)

    free_text = frozenset({"note"})

    class Meta:
        db_table = "commitment_fulfilment"
        ordering = ["due_on_earliest", "pk"]
        constraints = [models.UniqueConstraint(fields=["commitment", "due_on"], name="commitment_fulfilment_once")]
