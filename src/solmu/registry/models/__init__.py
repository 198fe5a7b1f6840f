"""The record's tables. Each row of a record kind has the `core.Record` it is known by as its key."""

from __future__ import annotations

from solmu.registry.models.activities import (
    Activity,
    ActivityGift,
    ActivityMembership,
    ActivityOrganisation,
    ActivityParticipants,
    ActivityPartnership,
    ActivityTheme,
)
from solmu.registry.models.agreements.agreement import Agreement, AgreementMembership, AgreementPartnership
from solmu.registry.models.agreements.documents import AgreementDocument
from solmu.registry.models.agreements.events import (
    AgreementAmendment,
    AgreementNotice,
    AgreementReview,
    AgreementSuspension,
)
from solmu.registry.models.agreements.parties import AgreementParty
from solmu.registry.models.agreements.series import AgreementSeries
from solmu.registry.models.agreements.themes import AgreementTheme, Theme, ThemeGoal
from solmu.registry.models.citations import Citation, PublicVersion
from solmu.registry.models.commitments import Commitment, CommitmentFulfilment
from solmu.registry.models.contacts import Contact
from solmu.registry.models.decisions import Decision
from solmu.registry.models.institutions import CoverageStatement, InstitutionLink
from solmu.registry.models.networks import (
    Membership,
    MembershipFee,
    MembershipPurpose,
    MembershipRepresentative,
    MembershipReview,
)
from solmu.registry.models.organisations import Organisation, Unit
from solmu.registry.models.ownership import (
    DistinctRecords,
    LanguageException,
    Ownership,
    RecordMerge,
    RecordMergeEffect,
    UnitMember,
)
from solmu.registry.models.partnerships import Partnership, PartnershipChange
from solmu.registry.models.recognitions import EarlierRecipient, Recognition
from solmu.registry.models.stories import RecordImage, Story

__all__ = [
    "Activity",
    "ActivityGift",
    "ActivityMembership",
    "ActivityOrganisation",
    "ActivityParticipants",
    "ActivityPartnership",
    "ActivityTheme",
    "Agreement",
    "AgreementAmendment",
    "AgreementDocument",
    "AgreementMembership",
    "AgreementNotice",
    "AgreementPartnership",
    "AgreementParty",
    "AgreementReview",
    "AgreementSeries",
    "AgreementSuspension",
    "AgreementTheme",
    "Citation",
    "Commitment",
    "CommitmentFulfilment",
    "Contact",
    "CoverageStatement",
    "Decision",
    "DistinctRecords",
    "EarlierRecipient",
    "InstitutionLink",
    "LanguageException",
    "Membership",
    "MembershipFee",
    "MembershipPurpose",
    "MembershipRepresentative",
    "MembershipReview",
    "Organisation",
    "Ownership",
    "Partnership",
    "PartnershipChange",
    "PublicVersion",
    "Recognition",
    "RecordImage",
    "RecordMerge",
    "RecordMergeEffect",
    "Story",
    "Theme",
    "ThemeGoal",
    "Unit",
    "UnitMember",
]
