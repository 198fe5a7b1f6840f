"""Who is party to an agreement, and who signed for it."""

from __future__ import annotations

from django.db import models

from solmu.core.fields import PartialDateField
from solmu.registry.models.agreements.agreement import Agreement
from solmu.registry.models.base import PartRow, one_of, period_well_formed
from solmu.registry.models.organisations import Organisation
from solmu.registry.vocabulary import PartyRole


class AgreementParty(PartRow):
    """An organisation that is party to an agreement; it may sign later than others, or leave."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreement_parties")
    role = models.CharField(max_length=20, choices=PartyRole.choices, default=PartyRole.PARTY)
    must_sign = models.BooleanField(default=True)
    signed = PartialDateField()
    signing_place = models.CharField(max_length=200, blank=True, help_text="as the document writes it")
    signatory = models.CharField(max_length=200, blank=True, help_text="who signed, acting in office")
    signatory_title = models.CharField(max_length=200, blank=True)
    party_from = PartialDateField()
    party_until = PartialDateField(open_allowed=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "agreement_party"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_once"),
            one_of("role", PartyRole.values, "agreement_party_role_known"),
            period_well_formed("party_from", "party_until", "agreement_party_period_well_formed"),
        ]
