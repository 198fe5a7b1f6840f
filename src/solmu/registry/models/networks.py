"""Memberships: who belongs to which network, in a role, from and until."""

from __future__ import annotations

from django.db import models

from solmu.core.fields import PartialDateField
from solmu.registry.models.base import AS_WRITTEN_LENGTH, RecordRow, one_of, period_well_formed
from solmu.registry.models.organisations import Organisation
from solmu.registry.vocabulary import MembershipRole


class Membership(RecordRow):
    """An organisation belongs to a network. Any organisation can, so that shared networks can be told."""

    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships_of")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole.choices, blank=True)
    member_from = PartialDateField()
    member_until = PartialDateField(open_allowed=True)
    fee = models.CharField(max_length=AS_WRITTEN_LENGTH, blank=True, help_text="as its source states it")

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
