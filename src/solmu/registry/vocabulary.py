"""The choices of the record: short keys as stored and published, with their words (docs/concepts.md)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from solmu.core.errors import Phrase


class RecordKind(models.TextChoices):
    """What a record is; the key stands in `core.Record.kind` and, where claims have it, in the claims format."""

    ORGANISATION = "organisation", _("Organisation")
    UNIT = "unit", _("Unit")
    PARTNERSHIP = "partnership", _("Partnership")
    AGREEMENT = "agreement", _("Agreement")
    AGREEMENT_SERIES = "agreement_series", _("Agreement history")
    THEME = "theme", _("Theme")
    INSTITUTION_LINK = "institution_link", _("Institution link")
    COVERAGE_STATEMENT = "coverage_statement", _("Coverage")
    RECOGNITION = "recognition", _("Recognition")
    MEMBERSHIP = "membership", _("Membership")
    ACTIVITY = "activity", _("Activity")
    DECISION = "decision", _("Decision")
    COMMITMENT = "commitment", _("Commitment")
    CONTACT = "contact", _("Contact person")
    STORY = "story", _("Story")


class OrganisationKind(models.TextChoices):
    """What kind of body an organisation is. A ring of twin towns is a network of its own kind."""

    CITY = "city", _("City")
    NETWORK = "network", _("Network")
    TWIN_TOWN_RING = "twin_town_ring", _("Ring of twin towns")
    UPPER_SECONDARY_SCHOOL = "upper_secondary_school", _("Upper secondary school")
    SCHOOL = "school", _("School")
    UNIVERSITY = "university", _("University")
    COMPANY = "company", _("Company")
    CULTURE = "culture", _("Cultural institution")
    OTHER = "other", pgettext_lazy("organisation", "Other")


NETWORK_KINDS = (OrganisationKind.NETWORK, OrganisationKind.TWIN_TOWN_RING)


class Relation(models.TextChoices):
    """The kind of a partnership (YSO p15169 for sister cities)."""

    SISTER_CITY = "sister_city", _("Sister city")
    FRIENDSHIP_CITY = "friendship_city", _("Friendship city")
    PARTNER_CITY = "partner_city", _("Partner city")
    CONTACT = "contact", pgettext_lazy("partnership", "Contact")
    PROJECT = "project", _("Project partnership")


class PartnershipStatus(models.TextChoices):
    """The status of a partnership; where no change states one it is not stated, never active."""

    ACTIVE = "active", pgettext_lazy("partnership", "Active")
    DORMANT = "dormant", pgettext_lazy("partnership", "Dormant")
    SUSPENDED = "suspended", pgettext_lazy("partnership", "Suspended")
    ENDED = "ended", pgettext_lazy("partnership", "Ended")


class AgreementKind(models.TextChoices):
    """What an agreement is; the word its document uses is kept beside it."""

    SISTER_CITY_AGREEMENT = "sister_city_agreement", _("Sister-city agreement")
    MEMORANDUM_OF_UNDERSTANDING = "memorandum_of_understanding", _("Memorandum of understanding")
    COOPERATION_PROTOCOL = "cooperation_protocol", _("Cooperation protocol")
    LETTER_OF_INTENT = "letter_of_intent", _("Letter of intent")
    ACTION_PLAN = "action_plan", _("Action plan")
    MEMBERSHIP_AGREEMENT = "membership_agreement", _("Membership agreement")
    OTHER = "other", pgettext_lazy("agreement", "Agreement")


class Ordinal(models.TextChoices):
    """Which of its line a source calls an agreement."""

    FIRST = "first", pgettext_lazy("agreement", "First")
    CURRENT = "current", pgettext_lazy("agreement", "Current")


class AgreementStage(models.TextChoices):
    """How far an agreement not yet signed has come; recorded, not computed."""

    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    IN_NEGOTIATION = "in_negotiation", pgettext_lazy("agreement", "In negotiation")
    APPROVED = "approved", pgettext_lazy("agreement", "Approved")


class AgreementStatus(models.TextChoices):
    """What an agreement is on a day; computed by `rules.agreement_status`."""

    DRAFT = "draft", pgettext_lazy("agreement", "Draft")
    IN_NEGOTIATION = "in_negotiation", pgettext_lazy("agreement", "In negotiation")
    APPROVED = "approved", pgettext_lazy("agreement", "Approved")
    TERMINATED = "terminated", pgettext_lazy("agreement", "Terminated")
    REPLACED = "replaced", pgettext_lazy("agreement", "Replaced")
    EXPIRED = "expired", pgettext_lazy("agreement", "Expired")
    SUSPENDED = "suspended", pgettext_lazy("agreement", "Suspended")
    IN_FORCE_NOT_APPLIED = "in_force_not_applied", pgettext_lazy("agreement", "In force, not applied")
    SIGNED = "signed_not_yet_in_force", pgettext_lazy("agreement", "Signed, not yet in force")
    ENDING_SOON = "ending_soon", pgettext_lazy("agreement", "Ending soon")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    NO_END_RECORDED = "no_end_recorded", pgettext_lazy("agreement", "No end recorded")
    NOT_KNOWN = "not_known", pgettext_lazy("agreement", "Not known")


class RenewalMode(models.TextChoices):
    """How an agreement goes on after its end; nothing where no source says."""

    NONE = "none", pgettext_lazy("renewal", "Ends")
    EXPRESS = "express", pgettext_lazy("renewal", "May be renewed")
    TACIT = "tacit", pgettext_lazy("renewal", "Renews itself")


class PartyRole(models.TextChoices):
    """What an organisation is in an agreement."""

    PARTY = "party", _("Party")
    COORDINATOR = "coordinator", _("Coordinator")
    WITNESS = "witness", _("Witness")


class Publicity(models.TextChoices):
    """Whether the law lets a document be shown."""

    PUBLIC = "public", pgettext_lazy("document", "Public")
    PARTLY_SECRET = "partly_secret", pgettext_lazy("document", "Partly secret")
    SECRET = "secret", pgettext_lazy("document", "Secret")


class InstitutionLevel(models.TextChoices):
    """What kind of institutions a link or a coverage statement is about."""

    UPPER_SECONDARY_SCHOOL = "upper_secondary_school", _("Upper secondary schools")
    SCHOOL = "school", _("Schools")
    UNIVERSITY = "university", _("Universities")
    COMPANY = "company", _("Companies")
    CULTURE = "culture", _("Cultural institutions")
    OTHER = "other", pgettext_lazy("institutions", "Other institutions")


class Extent(models.TextChoices):
    """How many institutions of a kind have a link, as a source says."""

    ALL = "all", pgettext_lazy("institutions", "All")
    NUMBER = "number", pgettext_lazy("institutions", "A number")
    SOME = "some", pgettext_lazy("institutions", "Some")


class MembershipRole(models.TextChoices):
    """What an organisation is in a network."""

    MEMBER = "member", _("Member")
    BOARD = "board", _("Board member")
    CHAIR = "chair", _("Chair")
    ASSOCIATE = "associate", _("Associate member")


class NetworkPurpose(models.TextChoices):
    """What a city is in a network for."""

    KNOWLEDGE = "knowledge", _("Exchange of knowledge")
    STAFF_DEVELOPMENT = "staff_development", _("Staff development")
    ADVOCACY = "advocacy", _("Advocacy")
    VOICE = "voice", _("Voice of local government")


class ReviewedPart(models.TextChoices):
    """What of a membership is looked at."""

    FEE = "fee", _("Fee")
    BENEFIT = "benefit", _("Benefit")


class GiftDirection(models.TextChoices):
    """Which way a gift went, seen from home."""

    GIVEN = "given", _("Given")
    RECEIVED = "received", _("Received")


class ActivityKind(models.TextChoices):
    """What happened or will happen."""

    VISIT = "visit", _("Visit")
    EXCHANGE = "exchange", _("Exchange")
    EVENT = "event", _("Event")
    PROJECT = "project", _("Project")
    TRAINING = "training", _("Training")
    MEETING = "meeting", _("Meeting")
    ADVOCACY = "advocacy", _("Advocacy")
    OTHER = "other", pgettext_lazy("activity", "Activity")


class Direction(models.TextChoices):
    """Which way people went, seen from home."""

    OUT = "out", _("To the partner")
    IN = "in", _("From the partner")
    ONLINE = "online", _("Online")


ROWS = (
    Phrase("activity"),
    Phrase("activity gift"),
    Phrase("activity membership"),
    Phrase("activity organisation"),
    Phrase("activity participants"),
    Phrase("activity partnership"),
    Phrase("activity theme"),
    Phrase("agreement"),
    Phrase("agreement amendment"),
    Phrase("agreement document"),
    Phrase("agreement membership"),
    Phrase("agreement notice"),
    Phrase("agreement partnership"),
    Phrase("agreement party"),
    Phrase("agreement review"),
    Phrase("agreement series"),
    Phrase("agreement suspension"),
    Phrase("agreement theme"),
    Phrase("citation"),
    Phrase("commitment"),
    Phrase("commitment fulfilment"),
    Phrase("contact"),
    Phrase("coverage statement"),
    Phrase("decision"),
    Phrase("distinct records"),
    Phrase("earlier recipient"),
    Phrase("institution link"),
    Phrase("language exception"),
    Phrase("membership"),
    Phrase("membership fee"),
    Phrase("membership purpose"),
    Phrase("membership representative"),
    Phrase("membership review"),
    Phrase("organisation"),
    Phrase("ownership"),
    Phrase("partnership"),
    Phrase("partnership change"),
    Phrase("public version"),
    Phrase("recognition"),
    Phrase("record image"),
    Phrase("record merge"),
    Phrase("record merge effect"),
    Phrase("story"),
    Phrase("theme"),
    Phrase("theme goal"),
    Phrase("unit"),
    Phrase("unit member"),
)
"""What the rows of each table are called inside a sentence: the names of the models, for whoever translates."""

RESTING = (
    Phrase("activities"),
    Phrase("agreements"),
    Phrase("commitments"),
    Phrase("contacts"),
    Phrase("coverage statements"),
    Phrase("institution links"),
    Phrase("memberships"),
    Phrase("partnerships"),
    Phrase("recognitions"),
    Phrase("stories"),
    Phrase("units"),
    Phrase("record it looks after"),
    Phrase("records it looks after"),
)
"""What may rest on a record, several of each: what `queries.dependence` tells."""
