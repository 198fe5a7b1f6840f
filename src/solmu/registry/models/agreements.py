"""Agreements with their parties, themes and suspensions, and the series they belong to."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField

from solmu.core.dates import Period
from solmu.core.fields import PartialDateField
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow, RecordRow, one_of, period_well_formed
from solmu.registry.models.networks import Membership
from solmu.registry.models.organisations import Organisation
from solmu.registry.models.partnerships import Partnership
from solmu.registry.vocabulary import AgreementKind, AgreementStage, Ordinal


class Theme(RecordRow):
    """A field of cooperation from the city's own ordered list, mapped to YSO (the General Finnish Ontology)."""

    key = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField()
    name = I18nCharField(max_length=200)
    yso = models.CharField(max_length=20, blank=True, help_text="the concept's id in YSO, such as p84")

    class Meta:
        db_table = "theme"
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return str(self.name)


class AgreementSeries(RecordRow):
    """One line of agreements, such as the memoranda since 1999, possibly under a standing agreement.

    The standing agreement is in no series. Links between members that nobody recorded are known gaps.
    """

    agreement_kind = models.CharField(max_length=40, choices=AgreementKind.choices)
    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="agreement_series"
    )
    standing_agreement = models.ForeignKey(
        "Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="series_under"
    )

    class Meta:
        db_table = "agreement_series"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agreement_kind"], name="agreement_series_one_line_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"series {self.pk}"


class Agreement(RecordRow):
    """What was agreed, between parties, from and until, on themes. Its status is computed for a day, never stored.

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
    notice_months = models.PositiveSmallIntegerField(default=0, help_text="notice period in months; 0 where none")
    terminated_on = PartialDateField()
    termination_reason = I18nTextField(blank=True)
    is_termination_reason_not_stated = models.BooleanField(default=False)
    termination_decided_by = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    series = models.ForeignKey(
        AgreementSeries, on_delete=models.PROTECT, null=True, blank=True, related_name="agreements"
    )
    is_series_proposed = models.BooleanField(default=False, help_text="nobody has confirmed the series yet")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    partnerships = models.ManyToManyField(Partnership, through="AgreementPartnership", related_name="agreements")
    memberships = models.ManyToManyField(Membership, through="AgreementMembership", related_name="agreements")

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
            period_well_formed("valid_from", "valid_until", "agreement_period_well_formed"),
            models.CheckConstraint(
                condition=models.Q(replaced_by__isnull=True) | ~models.Q(replaced_by=models.F("record")),
                name="agreement_not_replaced_by_itself",
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


class AgreementParty(PartRow):
    """An organisation that is party to an agreement; it may sign later than others, or leave."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreement_parties")
    signed = PartialDateField()
    party_from = PartialDateField()
    party_until = PartialDateField(open_allowed=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "agreement_party"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_once"),
            period_well_formed("party_from", "party_until", "agreement_party_period_well_formed"),
        ]


class AgreementTheme(PartRow):
    """A theme of an agreement in its own wording and order; it points to none, one or several of the city's themes."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    wording = I18nCharField(max_length=300)
    themes = models.ManyToManyField(Theme, related_name="agreement_themes", blank=True)

    class Meta:
        db_table = "agreement_theme"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["agreement", "position"], name="agreement_theme_position_once")]


class AgreementSuspension(PartRow):
    """A period in which an agreement was suspended."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="suspensions")
    suspended_from = PartialDateField()
    suspended_until = PartialDateField(open_allowed=True)
    decided_by = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True)
    reason = I18nTextField(blank=True)
    is_reason_not_stated = models.BooleanField(default=False)

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
