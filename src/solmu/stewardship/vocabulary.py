"""Kinds of matters and how pressing they are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from solmu.core.errors import Phrase


class MatterRule(models.TextChoices):
    """Which rule raised a matter; docs/reference/matters.md says when each does, and when its matters go."""

    ENDED_WITHOUT_SUCCESSOR = "ended_without_successor", _("Ended without a successor")
    DECISION_DUE = "decision_due", _("Decision due")
    RENEWAL_LATE = "renewal_late", _("Renewal late")
    REVIEW_DUE = "review_due", _("Review due")
    REVIEW_MISSING = "review_missing", _("No review planned")
    COMMITMENT_DUE = "commitment_due", _("Commitment due")
    ENQUIRY_DUE = "enquiry_due", _("Enquiry waits for an answer")
    FEE_REVIEW_DUE = "fee_review_due", _("Fee review due")
    BENEFIT_REVIEW_DUE = "benefit_review_due", _("Benefit review due")
    IN_FORCE_UNDER_ENDED_TIE = "in_force_under_ended_tie", _("In force under an ended tie")
    TIE_DORMANT = "tie_dormant", _("Nothing has happened")
    ACTIVITY_WITHOUT_OUTCOME = "activity_without_outcome", _("Outcome missing")
    ACTIVITY_WITHOUT_PARTICIPANTS = "activity_without_participants", _("Participants missing")
    COVERAGE_GAP = "coverage_gap", _("Coverage not recorded")
    CONTACT_UNVERIFIED = "contact_unverified", _("Contact not verified")
    CONTACT_KEPT_TOO_LONG = "contact_kept_too_long", _("Contact kept too long")
    NO_OWNER = "no_owner", _("No owner")
    LANGUAGE_MISSING = "language_missing", _("Language missing")
    REASON_NOT_STATED = "reason_not_stated", _("Reason not stated")
    SOURCES_CONTRADICT = "sources_contradict", _("Sources contradict")
    SOURCE_NOT_LOOKED_AT = "source_not_looked_at", _("Source not looked at")
    POSSIBLY_SAME_RECORD = "possibly_same_record", _("Possibly the same record")
    SIGNED_BEFORE_DECISION = "signed_before_decision", _("Signed before the decision")
    SUCCESSOR_PRECEDES = "successor_precedes", _("Successor precedes")
    DOCUMENT_MISSING = "document_missing", _("Document missing")
    DOCUMENT_DAMAGED = "document_damaged", _("Document damaged")
    CLAIMS_WAITING = "claims_waiting", _("Claims wait for review")


class Severity(models.TextChoices):
    """How pressing a matter is, most pressing first."""

    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Soon")
    TIDY_UP = "tidy_up", _("Tidy-up")


class RenewalStage(models.TextChoices):
    """How far a renewal has come, in order, and how it may end; `rules.renewals` says what leads where."""

    PLANNED = "planned", pgettext_lazy("renewal", "Planned")
    DRAFTING = "drafting", pgettext_lazy("renewal", "Drafting")
    NEGOTIATING = "negotiating", pgettext_lazy("renewal", "Negotiating")
    DECISION = "decision", pgettext_lazy("renewal", "Decision")
    SIGNING = "signing", pgettext_lazy("renewal", "Signing")
    IN_FORCE = "in_force", pgettext_lazy("renewal", "In force")
    DROPPED = "dropped", pgettext_lazy("renewal", "Dropped")
    NO_SUCCESSOR = "no_successor", pgettext_lazy("renewal", "No successor is planned")


class CalendarScope(models.TextChoices):
    """Whose deadlines a calendar tells."""

    OWN = "own", pgettext_lazy("deadlines", "One's own")
    ALL = "all", pgettext_lazy("deadlines", "All")


class TellingPurpose(models.TextChoices):
    """Why somebody is told of a matter."""

    REMINDER = "reminder", _("Asked for")
    ESCALATION = "escalation", _("Passed on, as nobody has answered")


class MailingState(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting", pgettext_lazy("mail", "Waiting")
    HANDING_OVER = "handing_over", pgettext_lazy("mail", "Being handed over")
    HANDED_OVER = "handed_over", pgettext_lazy("mail", "Handed over")
    REFUSED = "refused", pgettext_lazy("mail", "Refused")
    NEEDLESS = "needless", pgettext_lazy("mail", "No longer needed")


class DeadlineKind(models.TextChoices):
    """What must have been done by a day; the key stands in the ids of calendar events, which are for ever."""

    DECISION = "decision", pgettext_lazy("deadline", "Decision")
    END = "end", pgettext_lazy("deadline", "End")
    REVIEW = "review", pgettext_lazy("deadline", "Review")
    COMMITMENT = "commitment", pgettext_lazy("deadline", "Commitment")
    FEE_REVIEW = "fee_review", pgettext_lazy("deadline", "Fee review")
    BENEFIT_REVIEW = "benefit_review", pgettext_lazy("deadline", "Benefit review")


class Fate(models.TextChoices):
    """What erasing a person does with a row or a file in which the person stands."""

    GOES = "goes", pgettext_lazy("erasing", "Goes")
    NAMELESS = "nameless", pgettext_lazy("erasing", "Is made nameless")
    TAKEN_OUT = "taken_out", pgettext_lazy("erasing", "The words are taken out")
    FOLLOWS = "follows", pgettext_lazy("erasing", "Follows")
    STAYS = "stays", pgettext_lazy("erasing", "Stays")


class Unread(models.TextChoices):
    """Why the words of a kept file were not read, or not all of them."""

    MISSING = "missing", pgettext_lazy("file", "Its content is not in its place.")
    LOCKED = "locked", pgettext_lazy("file", "It is locked with a password.")
    DAMAGED = "damaged", pgettext_lazy("file", "It is damaged.")
    PICTURES = "pictures", pgettext_lazy("file", "It has pages that are pictures without words.")
    ATTACHED = "attached", pgettext_lazy("file", "Other files are within it.")
    TOO_LARGE = "too_large", pgettext_lazy("file", "It is too large to be read to its end.")
    TOO_SLOW = "too_slow", pgettext_lazy("file", "There was no time to read it to its end.")
    OTHER_KIND = "other_kind", pgettext_lazy("file", "No program here reads files of its kind.")


ROWS = (
    Phrase("agreement deadline"),
    Phrase("calendar subscription"),
    Phrase("digest"),
    Phrase("draft template"),
    Phrase("job run"),
    Phrase("kept matters"),
    Phrase("mailing"),
    Phrase("matter assignment"),
    Phrase("matter snooze"),
    Phrase("reminder"),
    Phrase("renewal"),
    Phrase("renewal check"),
    Phrase("renewal note"),
    Phrase("renewal step"),
)
"""What the rows of each table are called inside a sentence: the names of the models, for whoever translates."""
