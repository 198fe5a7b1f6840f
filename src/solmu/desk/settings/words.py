"""What settings and their values are called, on their page, in their forms and in the history."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.dates import WEEKDAYS as NAMES_OF_DAYS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from solmu.core.city import WEEKDAYS
from solmu.desk.editing.fields import LANGUAGE_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: Mapping[str, _StrPromise] = MappingProxyType(
    {
        "city.languages": _("Languages of the city"),
        "names.nominative": _("Name of the city"),
        "names.genitive": _("The name in the genitive"),
        "names.inessive": _("The name as a place, in the inessive"),
        "texts.site_title": _("Title of the public site"),
        "texts.home_heading": _("Heading of the home page"),
        "settings.lead_months": _("Before the last day to decide on an agreement, or its review, months"),
        "settings.review_lead_months": _("Before a commitment or a look at a membership is due, months"),
        "settings.dormant_after_months": _("A partnership counts as quiet after, months"),
        "settings.outcome_after_days": _("The outcome of a visit or event is asked for after, days"),
        "settings.contact_verified_for_months": _("A contact person counts as verified for, months"),
        "settings.contact_kept_for_months": _("A contact person is kept unless verified again for, months"),
        "settings.source_looked_at_months": _("A web page is to be looked at again after, months"),
        "settings.enquiry_kept_for_months": _("What somebody wrote with the feedback form is erased after, months"),
        "settings.remind_again_days": _("The second reminder comes before the due day, days"),
        "settings.escalation_days": _("What nobody answers passes on after, days"),
        "settings.digest_weekday": _("Day of the weekly digest"),
        "settings.drafting_months": _("Drafting takes, months"),
        "settings.negotiating_months": _("Negotiating takes, months"),
        "settings.decision_months": _("Deciding takes, months"),
        "settings.signing_months": _("Signing takes, months"),
        "settings.publish_on_acceptance": _("What is accepted from a public source is published at once"),
        "settings.document_megabytes": _("The largest document of an agreement, megabytes"),
        "settings.content_licence": _("Licence of the texts"),
        "contact.email": _("E-mail address for readers"),
        "contact.controller": _("Who answers for the service"),
        "contact.unit": _("Unit in charge"),
        "contact.address": _("Postal address"),
        "accessibility.assessed_on": _("Accessibility assessed on"),
        "accessibility.assessed_by": _("Accessibility assessed by"),
        "accessibility.status": _("Accessibility"),
        "accessibility.prepared_on": _("Statement prepared on"),
        "accessibility.shortcomings": _("What is not accessible, and why"),
        "accessibility.authority_name": _("Authority that supervises accessibility"),
        "accessibility.authority_page": _("Its page on accessibility"),
        "accessibility.authority_email": _("Its e-mail address for accessibility"),
        "accessibility.authority_telephone": _("Its telephone number for accessibility"),
        "privacy.authority_name": _("Authority that supervises data protection"),
        "privacy.authority_page": _("Its page on data protection"),
        "privacy.authority_email": _("Its e-mail address for data protection"),
        "privacy.authority_telephone": _("Its telephone number for data protection"),
        "privacy.officer_email": _("E-mail address of the data protection officer"),
        "privacy.server_log_days": _("The server’s log is kept, days"),
        "templates.agreement_docx": _("Template for Word"),
        "templates.agreement_typ": _("Template for PDF"),
        "templates.words_toml": _("Words of the drafts"),
        "templates.checklist_toml": _("Checklist of a renewal"),
    }
)
"""By the setting's key; a template of drafts by the name of its file."""

CHOICES: Mapping[str, Mapping[str, str | Promise]] = MappingProxyType(
    {
        "settings.digest_weekday": {key: NAMES_OF_DAYS[number] for number, key in enumerate(WEEKDAYS)},
        "settings.content_licence": {
            "": _("not said"),
            "CC-BY-4.0": "Creative Commons BY 4.0",
            "CC0-1.0": "Creative Commons CC0 1.0",
        },
        "accessibility.assessed_by": {
            "self": pgettext_lazy("accessibility", "the city itself"),
            "other": pgettext_lazy("accessibility", "somebody outside"),
        },
        "accessibility.status": {
            "": _("not assessed"),
            "full": _("meets the requirements"),
            "partial": _("meets the requirements in part"),
            "none": _("does not meet the requirements"),
        },
        "city.languages": LANGUAGE_NAMES,
    }
)
"""The values of those that are one of a few, with their words."""
