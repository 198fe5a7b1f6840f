"""What the parts of a record are called in its history: a party by its organisation, a suspension by its day.

A part is a row of its own that the audit notes under the record it belongs to, as `agreementparty.ID.signed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Part(NamedTuple):
    """A row of a record, as the audit names it."""

    model: str
    key: str


PARTS: Mapping[str, tuple[Promise, tuple[str, ...]]] = MappingProxyType(
    {
        "activitygift": (pgettext_lazy("part", "Gift"), ("what",)),
        "activitymembership": (pgettext_lazy("part", "Membership"), ("membership_id",)),
        "activityorganisation": (pgettext_lazy("part", "Organisation"), ("organisation_id",)),
        "activityparticipants": (pgettext_lazy("part", "Participants"), ("group", "country")),
        "activitypartnership": (pgettext_lazy("part", "Partner"), ("partnership_id",)),
        "activitytheme": (pgettext_lazy("part", "Theme"), ("theme_id",)),
        "agreementamendment": (pgettext_lazy("part", "Amendment"), ("takes_effect", "signed")),
        "agreementdocument": (pgettext_lazy("part", "Document"), ("title", "file_id")),
        "agreementmembership": (pgettext_lazy("part", "Membership"), ("membership_id",)),
        "agreementnotice": (pgettext_lazy("part", "Notice of termination"), ("given_on",)),
        "agreementpartnership": (pgettext_lazy("part", "Partner"), ("partnership_id",)),
        "agreementparty": (pgettext_lazy("part", "Party"), ("organisation_id",)),
        "agreementreview": (pgettext_lazy("part", "Review"), ("reviewed",)),
        "agreementsuspension": (pgettext_lazy("part", "Suspension"), ("suspended_from",)),
        "agreementtheme": (pgettext_lazy("part", "Theme"), ("wording", "themes")),
        "citation": (pgettext_lazy("part", "Source cited"), ("field",)),
        "commitmentfulfilment": (pgettext_lazy("part", "Commitment met"), ("due_on",)),
        "distinctrecords": (pgettext_lazy("part", "Told apart from"), ("second_id",)),
        "earlierrecipient": (pgettext_lazy("part", "Earlier recipient"), ("name",)),
        "languageexception": (pgettext_lazy("part", "Language not needed"), ("language",)),
        "matterassignment": (pgettext_lazy("part", "Matter assigned"), ("account_id",)),
        "mattersnooze": (pgettext_lazy("part", "Matter left to wait"), ("until",)),
        "membershipfee": (pgettext_lazy("part", "Fee"), ("fee_from",)),
        "membershippurpose": (pgettext_lazy("part", "Purpose"), ("purpose",)),
        "membershiprepresentative": (pgettext_lazy("part", "Representative"), ("name", "contact_id")),
        "membershipreview": (pgettext_lazy("part", "Review"), ("reviewed",)),
        "ownership": (pgettext_lazy("part", "Owner"), ("unit_id", "account_id")),
        "partnershipchange": (pgettext_lazy("part", "Change of the tie"), ("on",)),
        "placename": (pgettext_lazy("part", "Name"), ("text",)),
        "recordimage": (pgettext_lazy("part", "Picture"), ("file_id",)),
        "recordmerge": (pgettext_lazy("part", "Merged"), ("into_id",)),
        "renewal": (pgettext_lazy("part", "Renewal"), ("begun_on",)),
        "renewalcheck": (pgettext_lazy("part", "Item of the checklist"), ("text",)),
        "renewalnote": (pgettext_lazy("part", "Note"), ("text",)),
        "renewalstep": (pgettext_lazy("part", "Stage of the renewal"), ("stage",)),
        "unitmember": (pgettext_lazy("part", "Member of the unit"), ("account_id",)),
    }
)
"""Each kind of part by its model: its word, and the columns by which one is told from another."""


NAMING = frozenset(column for _word, columns in PARTS.values() for column in columns)
"""The columns by which any part is told apart."""


def part_of(field: str) -> tuple[Part | None, str]:
    """The part that a field of the audit is of, None where it is the record's own, and its column."""
    names = field.split(".", 2)
    return (Part(names[0], names[1]), names[2]) if len(names) == 3 else (None, field)


def part_word(model: str) -> str:
    """*Party*, *Suspension*; a kind that has no word is told by its model's name."""
    if model in PARTS:
        return str(PARTS[model][0])
    named = [each for each in apps.get_models() if each._meta.model_name == model]
    return str(named[0]._meta.verbose_name) if named else model


def naming_columns(model: str) -> tuple[str, ...]:
    return PARTS[model][1] if model in PARTS else ()
