"""By when each agreement needs somebody, derived from the record and kept beside it."""

from __future__ import annotations

from django.db import models

from solmu.registry.models import Agreement


class AgreementDeadline(models.Model):
    """A day a live agreement needs nobody before (`rules.deadlines.DueDay`), so that what is due is found by an index.

    From `holds_from` on `due_on` is never later than the day the agreement needs a decision or a review or ended
    without a successor, or else has passed; from `holds_until` on a fresh one is later. None: no such day.
    `succeeded_by` is the later agreement of its series that lets an ended one rest.
    """

    agreement = models.OneToOneField(Agreement, on_delete=models.CASCADE, primary_key=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    holds_from = models.DateField(null=True, blank=True)
    holds_until = models.DateField(null=True, blank=True)
    succeeded_by = models.ForeignKey(Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "agreement_deadline"
        indexes = [
            models.Index(fields=["due_on"], name="agreement_deadline_due"),
            models.Index(fields=["holds_from"], name="agreement_deadline_from"),
            models.Index(fields=["holds_until"], name="agreement_deadline_until"),
        ]

    def __str__(self) -> str:
        return f"deadline of agreement {self.pk}"
