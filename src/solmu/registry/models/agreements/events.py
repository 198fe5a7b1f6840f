"""What happened to an agreement after it was made: suspensions, amendments, notices, reviews."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nTextField

from solmu.core.dates import Period
from solmu.core.fields import PartialDateField
from solmu.registry.models.agreements.agreement import Agreement
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow, period_well_formed
from solmu.registry.models.decisions import Decision
from solmu.registry.models.organisations import Organisation


class AgreementSuspension(PartRow):
    """A period in which an agreement was suspended."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="suspensions")
    suspended_from = PartialDateField()
    suspended_until = PartialDateField(open_allowed=True)
    decided_by = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="suspensions")
    reason = I18nTextField(blank=True)
    is_reason_not_stated = models.BooleanField(default=False)

    free_text = frozenset({"decided_by", "reason"})

    class Meta:
        db_table = "agreement_suspension"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason="") | models.Q(is_reason_not_stated=True),
                name="agreement_suspension_has_reason",
            ),
            period_well_formed("suspended_from", "suspended_until", "agreement_suspension_period_well_formed"),
        ]

    @property
    def period(self) -> Period:
        return Period(self.suspended_from, self.suspended_until)


class AgreementAmendment(PartRow):
    """From a day on the agreement has another end, other themes or other parties; an extension is one with a later end.

    Themes and parties carry their own days; `wording` says what was changed. An amendment without `valid_until` leaves
    the end as it was.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="amendments")
    takes_effect = PartialDateField()
    signed = PartialDateField()
    valid_until = PartialDateField(open_allowed=True, help_text="the new end; empty where the end stays")
    wording = I18nTextField(blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments")
    position = models.PositiveSmallIntegerField(default=0, help_text="the order the amendments were recorded in")

    free_text = frozenset({"wording"})

    class Meta:
        db_table = "agreement_amendment"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="agreement_amendment_position_once"),
            models.CheckConstraint(
                condition=~models.Q(valid_until="") | ~models.Q(wording=""), name="agreement_amendment_says_something"
            ),
        ]


class AgreementNotice(PartRow):
    """A party gave notice: the agreement ends on a day, or, where others carry on, only the giver leaves."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="notices")
    given_on = PartialDateField()
    given_by = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="notices_given"
    )
    effective_on = PartialDateField(help_text="the last day it binds; empty where only the rule of its terms says")
    is_for_giver_only = models.BooleanField(default=False)
    reason = I18nTextField(blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")

    free_text = frozenset({"reason"})

    class Meta:
        db_table = "agreement_notice"
        ordering = ["given_on_earliest", "pk"]
        constraints = [
            period_well_formed("given_on", "effective_on", "agreement_notice_before_effect"),
            models.CheckConstraint(
                condition=models.Q(is_for_giver_only=False) | models.Q(given_by__isnull=False),
                name="agreement_notice_of_one_names_it",
            ),
        ]


class AgreementReview(PartRow):
    """The agreement was looked at whether it still serves its purpose."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reviews")
    reviewed = PartialDateField()
    outcome = I18nTextField(blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")

    free_text = frozenset({"outcome"})

    class Meta:
        db_table = "agreement_review"
        ordering = ["reviewed_earliest", "pk"]
