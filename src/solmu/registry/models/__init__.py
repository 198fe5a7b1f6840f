"""The record's tables. Each row of a record kind has the `core.Record` it is known by as its key."""

from __future__ import annotations

from solmu.registry.models.activities import (
    Activity,
    ActivityOrganisation,
    ActivityParticipants,
    ActivityPartnership,
)
from solmu.registry.models.agreements import (
    Agreement,
    AgreementMembership,
    AgreementPartnership,
    AgreementParty,
    AgreementSeries,
    AgreementSuspension,
    AgreementTheme,
    Theme,
)
from solmu.registry.models.citations import Citation, PublicVersion
from solmu.registry.models.institutions import CoverageStatement, InstitutionLink
from solmu.registry.models.networks import Membership
from solmu.registry.models.organisations import Organisation, Unit
from solmu.registry.models.partnerships import Partnership, PartnershipChange
from solmu.registry.models.recognitions import EarlierRecipient, Recognition

__all__ = [
    "Activity",
    "ActivityOrganisation",
    "ActivityParticipants",
    "ActivityPartnership",
    "Agreement",
    "AgreementMembership",
    "AgreementPartnership",
    "AgreementParty",
    "AgreementSeries",
    "AgreementSuspension",
    "AgreementTheme",
    "Citation",
    "CoverageStatement",
    "EarlierRecipient",
    "InstitutionLink",
    "Membership",
    "Organisation",
    "Partnership",
    "PartnershipChange",
    "PublicVersion",
    "Recognition",
    "Theme",
    "Unit",
]
