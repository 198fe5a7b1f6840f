"""By when each agreement needs somebody and what it is meanwhile, derived from the record and kept beside it."""

from __future__ import annotations

from datetime import date

from django.db import models

from solmu.registry.models import Agreement
from solmu.registry.vocabulary import AgreementStatus


class AgreementDeadline(models.Model):
    """A day a live agreement needs nobody before (`rules.deadlines.DueDay`), so that what is due is found by an index.

    From `holds_from` on `due_on` is never later than the day the agreement needs a decision or a review or ended
    without a successor, or else has passed; from `holds_until` on a fresh one is later. None: no such day.
    `succeeded_by` is the later agreement of its series that lets an ended one rest.

    `status` is what the agreement is (`rules.spans.StatusSpan`) from `status_from` to the day before `status_until`, to
    whoever sees the whole record; empty before it was made. Where it hangs on how early the city wants to be reminded,
    `status_lead_months` says with which time it was worked out. A span without a day tells that nobody has yet.
    """

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, primary_key=True, related_name="+", related_query_name="deadline"
    )
    due_on = models.DateField(null=True, blank=True)
    holds_from = models.DateField(null=True, blank=True)
    holds_until = models.DateField(null=True, blank=True)
    succeeded_by = models.ForeignKey(Agreement, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=30, choices=AgreementStatus.choices, blank=True)
    status_from = models.DateField(default=date.min)
    status_until = models.DateField(default=date.min)
    status_lead_months = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        db_table = "agreement_deadline"
        indexes = [
            models.Index(fields=["due_on"], name="agreement_deadline_due"),
            models.Index(fields=["holds_from"], name="agreement_deadline_from"),
            models.Index(fields=["holds_until"], name="agreement_deadline_until"),
            models.Index(fields=["status", "status_until"], name="agreement_status"),
            models.Index(fields=["status_from"], name="agreement_status_from"),
            models.Index(fields=["status_until"], name="agreement_status_until"),
            models.Index(fields=["status_lead_months"], name="agreement_status_lead"),
        ]

    def __str__(self) -> str:
        return f"deadline of agreement {self.pk}"
