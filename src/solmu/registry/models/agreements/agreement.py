"""Agreements, and the partnerships and memberships they belong to."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from solmu.core.dates import Period
from solmu.core.fields import PartialDateField
from solmu.registry.models.agreements.series import AgreementSeries
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow, RecordRow, one_of, period_well_formed
from solmu.registry.models.decisions import Decision
from solmu.registry.models.networks import Membership
from solmu.registry.models.partnerships import Partnership
from solmu.registry.vocabulary import AgreementKind, AgreementStage, Ordinal, RenewalMode


class Agreement(RecordRow):
    """What was agreed, between parties, from and until, on themes. Its status is computed for a day, in no column here.

    `valid_until` may be open (said by the source) or unknown. `stage` is set only while it is not yet signed.
    """

    kind = models.CharField(max_length=40, choices=AgreementKind.choices)
    kind_as_written = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    title = I18nCharField(max_length=300, blank=True)
    ordinal = models.CharField(max_length=10, choices=Ordinal.choices, blank=True)
    stage = models.CharField(max_length=20, choices=AgreementStage.choices, blank=True)
    signed = PartialDateField()
    valid_from = PartialDateField()
    valid_until = PartialDateField(open_allowed=True)
    renewal_mode = models.CharField(max_length=10, choices=RenewalMode.choices, blank=True)
    renewal_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="the term it renews itself for, in months"
    )
    most_renewals = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="how many times it may renew itself; empty where nothing limits it"
    )
    notice_months = models.PositiveSmallIntegerField(default=0, help_text="notice period in months; 0 where none")
    review_on = PartialDateField(help_text="the first or next review")
    review_every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements_approved"
    )
    terminated_on = PartialDateField()
    termination_reason = I18nTextField(blank=True)
    is_termination_reason_not_stated = models.BooleanField(default=False)
    termination_decided_by = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    termination_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements_terminated"
    )
    no_successor_on = PartialDateField(help_text="the day it was decided that nothing follows it")
    no_successor_reason = I18nTextField(blank=True)
    no_successor_decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements_without_successor"
    )
    series = models.ForeignKey(
        AgreementSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    is_series_proposed = models.BooleanField(default=False, help_text="nobody has confirmed the series yet")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    successor_draft = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="to_replace",
        help_text="what is to replace it once signed; until then nothing has replaced it",
    )
    partnerships = models.ManyToManyField(Partnership, through="AgreementPartnership", related_name="agreements")
    memberships = models.ManyToManyField(Membership, through="AgreementMembership", related_name="agreements")

    free_text = frozenset(
        {"kind_as_written", "title", "termination_reason", "termination_decided_by", "no_successor_reason"}
    )

    class Meta:
        db_table = "agreement"
        indexes = [models.Index(fields=["valid_until_earliest"], name="agreement_end_earliest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(terminated_on="")
                | ~models.Q(termination_reason="")
                | models.Q(is_termination_reason_not_stated=True),
                name="agreement_terminated_with_reason",
            ),
            one_of("kind", AgreementKind.values, "agreement_kind_known"),
            one_of("ordinal", Ordinal.values, "agreement_ordinal_known", or_none=True),
            one_of("stage", AgreementStage.values, "agreement_stage_known", or_none=True),
            one_of("renewal_mode", RenewalMode.values, "agreement_renewal_mode_known", or_none=True),
            models.CheckConstraint(
                condition=models.Q(renewal_mode=RenewalMode.TACIT)
                | models.Q(renewal_months__isnull=True, most_renewals__isnull=True),
                name="agreement_terms_only_if_tacit",
            ),
            models.CheckConstraint(
                condition=models.Q(renewal_months__isnull=True) | models.Q(renewal_months__gt=0),
                name="agreement_renewal_term_has_length",
            ),
            models.CheckConstraint(
                condition=models.Q(no_successor_on="")
                | ~models.Q(no_successor_reason="")
                | models.Q(no_successor_decision__isnull=False),
                name="agreement_no_successor_with_ground",
            ),
            period_well_formed("valid_from", "valid_until", "agreement_period_well_formed"),
            models.CheckConstraint(
                condition=models.Q(replaced_by__isnull=True) | ~models.Q(replaced_by=models.F("record")),
                name="agreement_not_replaced_by_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(successor_draft__isnull=True)
                | (models.Q(replaced_by__isnull=True) & ~models.Q(successor_draft=models.F("record"))),
                name="agreement_successor_drafted_or_signed",
            ),
            models.CheckConstraint(
                condition=models.Q(is_series_proposed=False) | models.Q(series__isnull=False),
                name="agreement_proposed_series_exists",
            ),
            models.CheckConstraint(
                condition=models.Q(stage="") | models.Q(signed=""), name="agreement_stage_before_signing"
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"

    @property
    def validity(self) -> Period:
        return Period(self.valid_from, self.valid_until)


class AgreementPartnership(PartRow):
    """An agreement belongs to a partnership."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="partnership_rows")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="agreement_rows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "agreement_partnership"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "partnership"], name="agreement_partnership_once")]


class AgreementMembership(PartRow):
    """An agreement belongs to a membership in a network."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="membership_rows")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="agreement_rows")

    class Meta:
        db_table = "agreement_membership"
        constraints = [models.UniqueConstraint(fields=["agreement", "membership"], name="agreement_membership_once")]
