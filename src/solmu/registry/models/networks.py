"""Memberships: who belongs to which network, in a role, from and until."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from solmu.core.fields import PartialDateField
from solmu.core.personal_data import STAYS_IN_OFFICE, TELLS_WHO_ACTED, Basis, Kept, PersonalData, Receiver, Whose
from solmu.registry.models.base import AS_WRITTEN_LENGTH, PartRow, RecordRow, one_of, period_well_formed
from solmu.registry.models.contacts import Contact
from solmu.registry.models.decisions import Decision
from solmu.registry.models.organisations import Organisation
from solmu.registry.vocabulary import MembershipRole, NetworkPurpose, ReviewedPart


class Membership(RecordRow):
    """An organisation belongs to a network. Any organisation can, so that shared networks can be told."""

    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships_of")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole.choices, blank=True)
    member_from = PartialDateField()
    member_until = PartialDateField(open_allowed=True)
    fee = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True, help_text="as its source states it")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    fee_review_on = PartialDateField(help_text="when the fee is next looked at")
    benefit_review_on = PartialDateField(help_text="when what it brings is next looked at")

    free_text = frozenset({"fee"})

    class Meta:
        db_table = "membership"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(network=models.F("organisation")), name="membership_not_in_itself"
            ),
            one_of("role", MembershipRole.values, "membership_role_known", or_none=True),
            period_well_formed("member_from", "member_until", "membership_period_well_formed"),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class MembershipPurpose(PartRow):
    """What the city is a member for."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="purposes")
    purpose = models.CharField(max_length=30, choices=NetworkPurpose.choices)

    class Meta:
        db_table = "membership_purpose"
        constraints = [
            models.UniqueConstraint(fields=["membership", "purpose"], name="membership_purpose_once"),
            one_of("purpose", NetworkPurpose.values, "membership_purpose_known"),
        ]


class MembershipFee(PartRow):
    """What the membership costs a year, from and until, by a decision."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="fees")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="EUR", help_text="ISO 4217")
    fee_from = PartialDateField()
    fee_until = PartialDateField(open_allowed=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="fees")

    not_personal = frozenset({"currency"})

    class Meta:
        db_table = "membership_fee"
        ordering = ["fee_from_earliest", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="membership_fee_not_negative"),
            period_well_formed("fee_from", "fee_until", "membership_fee_period_well_formed"),
        ]


class MembershipReview(PartRow):
    """The fee, or what the membership brings, was looked at."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reviews")
    part = models.CharField(max_length=10, choices=ReviewedPart.choices)
    reviewed = PartialDateField()
    outcome = I18nTextField(blank=True)

    free_text = frozenset({"outcome"})

    class Meta:
        db_table = "membership_review"
        ordering = ["reviewed_earliest", "pk"]
        constraints = [one_of("part", ReviewedPart.values, "membership_review_part_known")]


class MembershipRepresentative(PartRow):
    """Who acts for the member in the network: named as acting in office, and as a contact where there is one."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="representatives")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    represents_from = PartialDateField()
    represents_until = PartialDateField(open_allowed=True)
    position = models.PositiveSmallIntegerField(default=0)

    personal_data = PersonalData(
        whose=Whose.IN_OFFICE,
        fields=("name", "title"),
        what=_("Name and title of who represents the city in a network"),
        purpose=TELLS_WHO_ACTED,
        basis=Basis.PUBLIC_TASK,
        kept=Kept.RECORD,
        receivers=(Receiver.DESK, Receiver.PUBLIC),
        stays=STAYS_IN_OFFICE,
    )

    class Meta:
        db_table = "membership_representative"
        ordering = ["position", "pk"]
        constraints = [
            period_well_formed("represents_from", "represents_until", "membership_representative_period_well_formed")
        ]
