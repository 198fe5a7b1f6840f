"""Who is party to an agreement, and who signed for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.fields import PartialDateField
from solmu.core.personal_data import STAYS_IN_OFFICE, TELLS_WHO_ACTED, Basis, Kept, PersonalData, Receiver, Whose
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

    personal_data = PersonalData(
        whose=Whose.IN_OFFICE,
        fields=("signatory", "signatory_title"),
        what=_("Name and title of who signed an agreement"),
        purpose=TELLS_WHO_ACTED,
        basis=Basis.PUBLIC_TASK,
        kept=Kept.RECORD,
        receivers=(Receiver.DESK, Receiver.PUBLIC),
        stays=STAYS_IN_OFFICE,
    )
    not_personal = frozenset({"signing_place"})

    class Meta:
        db_table = "agreement_party"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_once"),
            one_of("role", PartyRole.values, "agreement_party_role_known"),
            period_well_formed("party_from", "party_until", "agreement_party_period_well_formed"),
        ]
