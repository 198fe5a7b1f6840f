"""The fields of the settings. Each says for which setting it is; what is typed into none is not changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from solmu.core.city import LENGTHS, MOST_LOG_DAYS, MOST_MEGABYTES
from solmu.core.dates import PartialDate
from solmu.core.fields import PartialDateFormField
from solmu.core.notices import words_in
from solmu.core.settings import DAYS, OF_AUTHORITY
from solmu.desk.editing.fields import InLanguages, texts_of
from solmu.desk.editing.forms import EditForm
from solmu.desk.files import TOO_LARGE
from solmu.desk.settings.words import CHOICES, WORDS

LONGEST_NAME = 100
LONGEST_NUMBER = 50
LONGEST_LINE = 300
LONGEST_TEXT = 5_000


class SettingsForm(EditForm):
    """A form of settings; `keys` are theirs by the names of the fields, `subject` what they say now by key."""

    keys: Mapping[str, str] = {}

    @classmethod
    def initial_of(cls, now: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields say, of what the settings say."""
        return {name: _shown(key, now[key]) for name, key in cls.keys.items()}

    def said(self, changed: Sequence[str]) -> dict[str, Any]:
        """What the settings are to say, by key, of the fields that changed."""
        return {self.keys[name]: self._value(name) for name in changed}

    def _value(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if isinstance(self.fields[name], InLanguages):
            # A language that has no box here keeps its words.
            others = {k: v for k, v in (self.subject[self.keys[name]] or {}).items() if k not in self.city.languages}
            return {**others, **texts_of(value)}
        return str(value.earliest) if isinstance(value, PartialDate) else value


def _shown(key: str, value: Any) -> Any:
    return PartialDate.from_edtf(value) if key in DAYS and value else value


def _number(key: str, least: int, most: int, *, required: bool = True) -> forms.IntegerField:
    limits = format_lazy(_("A whole number from {least} to {most}."), least=least, most=most)
    return forms.IntegerField(
        label=WORDS[key],
        required=required,
        min_value=least,
        max_value=most,
        help_text=limits,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), limits),
    )


def _length(name: str) -> forms.IntegerField:
    least, most, _example = LENGTHS[name]
    return _number(f"settings.{name}", least, most)


def _choice(key: str, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=WORDS[key], choices=lambda: list(CHOICES[key].items()), required=required)


def _text(key: str, longest: int = LONGEST_LINE, *, required: bool = False, **options: Any) -> InLanguages:
    return InLanguages(label=WORDS[key], longest=longest, required=required, **options)


def _email(key: str) -> forms.EmailField:
    return forms.EmailField(label=WORDS[key], required=False, max_length=254)


def _page(key: str) -> forms.RegexField:
    return forms.RegexField(
        r"^https://[^\s<>\"]+$",
        label=WORDS[key],
        required=False,
        max_length=LONGEST_LINE,
        error_messages={"invalid": _("Give the whole address of the page. It begins with https://.")},
    )


def _telephone(key: str) -> forms.CharField:
    return forms.CharField(label=WORDS[key], required=False, max_length=LONGEST_NUMBER)


class CityForm(SettingsForm):
    """The city's name with the cases that sentences need, its languages, and what the public site is called."""

    groups = (
        (_("Name"), ("nominative", "genitive", "inessive")),
        (_("The public site"), ("site_title", "home_heading")),
        (_("Languages"), ("languages", "first")),
    )
    keys = {
        "nominative": "names.nominative",
        "genitive": "names.genitive",
        "inessive": "names.inessive",
        "site_title": "texts.site_title",
        "home_heading": "texts.home_heading",
        "languages": "city.languages",
    }
    nominative = _text("names.nominative", LONGEST_NAME, required=True)
    genitive = _text("names.genitive", LONGEST_NAME, help_text=_("Whose? As in “partners of …”."))
    inessive = _text("names.inessive", LONGEST_NAME, help_text=_("Where? As in “schools in …”."))
    site_title = _text("texts.site_title", help_text=_("Empty: the name of the city."))
    home_heading = _text("texts.home_heading", help_text=_("Empty: the title of the site."))
    languages = forms.MultipleChoiceField(
        label=WORDS["city.languages"],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is published is asked for in each of these. What was written in another is kept."),
        error_messages={"required": _("Choose at least one language.")},
    )
    first = forms.ChoiceField(
        label=_("First language"), help_text=_("In it the site opens, and what nobody chose a language for is told.")
    )

    def prepare(self) -> None:
        choices = {code: code for code in self.city.languages} | dict(CHOICES["city.languages"])
        self.fields["languages"].choices = list(choices.items())  # type: ignore[attr-defined]
        self.fields["first"].choices = list(choices.items())  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, now: Mapping[str, Any]) -> dict[str, Any]:
        return {**super().initial_of(now), "first": now["city.languages"][0]}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("genitive", "inessive"):
            without = set(texts_of(values.get(name))) - set(texts_of(values.get("nominative")))
            if without and "nominative" in values:
                self.add_error(name, _("Write the name itself too in each language in which you write its cases."))
        if values.get("languages") and values.get("first") not in values["languages"]:
            self.add_error("first", _("The first language is one of the city’s. Choose it there too."))
        return values

    def said(self, changed: Sequence[str]) -> dict[str, Any]:
        found = super().said([name for name in changed if name not in ("languages", "first")])
        if {"languages", "first"} & set(changed):
            first, chosen = self.cleaned_data["first"], self.cleaned_data["languages"]
            in_order = [code for code in self.city.languages if code in chosen]
            found["city.languages"] = list(dict.fromkeys([first, *in_order, *chosen]))
        return found


class TimesForm(SettingsForm):
    """When something becomes a matter, when somebody is told, how long things are kept."""

    groups = (
        (
            _("What needs somebody"),
            (
                "lead_months",
                "review_lead_months",
                "dormant_after_months",
                "outcome_after_days",
                "source_looked_at_months",
            ),
        ),
        (_("Reminders"), ("remind_again_days", "escalation_days", "digest_weekday")),
        (_("A renewal"), ("drafting_months", "negotiating_months", "decision_months", "signing_months")),
        (
            _("How long people’s data are kept"),
            ("contact_verified_for_months", "contact_kept_for_months", "enquiry_kept_for_months"),
        ),
        (_("Publishing"), ("publish_on_acceptance", "document_megabytes", "content_licence")),
    )
    keys = {name: f"settings.{name}" for _heading, names in groups for name in names}
    lead_months = _length("lead_months")
    review_lead_months = _length("review_lead_months")
    dormant_after_months = _length("dormant_after_months")
    outcome_after_days = _length("outcome_after_days")
    source_looked_at_months = _length("source_looked_at_months")
    remind_again_days = _length("remind_again_days")
    escalation_days = _length("escalation_days")
    digest_weekday = _choice("settings.digest_weekday")
    drafting_months = _length("drafting_months")
    negotiating_months = _length("negotiating_months")
    decision_months = _length("decision_months")
    signing_months = _length("signing_months")
    contact_verified_for_months = _length("contact_verified_for_months")
    contact_kept_for_months = _length("contact_kept_for_months")
    enquiry_kept_for_months = _length("enquiry_kept_for_months")
    publish_on_acceptance = forms.BooleanField(label=WORDS["settings.publish_on_acceptance"], required=False)
    document_megabytes = _number("settings.document_megabytes", 1, MOST_MEGABYTES)
    content_licence = _choice("settings.content_licence", required=False)


class NoticesForm(SettingsForm):
    """What the accessibility statement and the privacy page say, and whom readers write to."""

    groups = (
        (_("Whom readers write to"), ("email", "controller", "unit", "address")),
        (
            _("Accessibility statement"),
            ("status", "assessed_on", "assessed_by", "prepared_on", "shortcomings"),
        ),
        (
            _("Who supervises accessibility"),
            tuple(f"accessibility_authority_{part}" for part in OF_AUTHORITY),
        ),
        (_("Privacy"), ("officer_email", "server_log_days")),
        (
            _("Who supervises data protection"),
            tuple(f"privacy_authority_{part}" for part in OF_AUTHORITY),
        ),
    )
    keys = {
        "email": "contact.email",
        "controller": "contact.controller",
        "unit": "contact.unit",
        "address": "contact.address",
        "status": "accessibility.status",
        "assessed_on": "accessibility.assessed_on",
        "assessed_by": "accessibility.assessed_by",
        "prepared_on": "accessibility.prepared_on",
        "shortcomings": "accessibility.shortcomings",
        **{f"accessibility_authority_{part}": f"accessibility.authority_{part}" for part in OF_AUTHORITY},
        "officer_email": "privacy.officer_email",
        "server_log_days": "privacy.server_log_days",
        **{f"privacy_authority_{part}": f"privacy.authority_{part}" for part in OF_AUTHORITY},
    }
    email = _email("contact.email")
    controller = _text("contact.controller", help_text=_("Such as: City of …"))
    unit = _text("contact.unit")
    address = _text("contact.address")
    status = _choice("accessibility.status", required=False)
    assessed_on = PartialDateFormField(label=WORDS["accessibility.assessed_on"], required=False)
    assessed_by = _choice("accessibility.assessed_by")
    prepared_on = PartialDateFormField(label=WORDS["accessibility.prepared_on"], required=False)
    shortcomings = _text(
        "accessibility.shortcomings",
        LONGEST_TEXT,
        is_long=True,
        help_text=_("A line for each thing, in the same order in each language."),
    )
    accessibility_authority_name = _text("accessibility.authority_name")
    accessibility_authority_page = _page("accessibility.authority_page")
    accessibility_authority_email = _email("accessibility.authority_email")
    accessibility_authority_telephone = _telephone("accessibility.authority_telephone")
    officer_email = _email("privacy.officer_email")
    server_log_days = _number("privacy.server_log_days", 0, MOST_LOG_DAYS, required=False)
    privacy_authority_name = _text("privacy.authority_name")
    privacy_authority_page = _page("privacy.authority_page")
    privacy_authority_email = _email("privacy.authority_email")
    privacy_authority_telephone = _telephone("privacy.authority_telephone")

    def prepare(self) -> None:
        for name, usual in (
            ("accessibility_authority_name", self.city.usual_accessibility_authority),
            ("privacy_authority_name", self.city.usual_privacy_authority),
        ):
            self.fields[name].help_text = (
                _("Empty: %(authority)s.") % {"authority": words_in(usual.name, get_language() or "")}
                if usual
                else _("Empty: no authority is named.")
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for of in ("accessibility", "privacy"):
            name = f"{of}_authority_name"
            others = [values.get(f"{of}_authority_{part}") for part in OF_AUTHORITY if part != "name"]
            if name in values and any(others) and not texts_of(values[name]):
                self.add_error(name, _("Write the name of the authority too, or leave its addresses empty."))
        return values

    def clean_assessed_on(self) -> PartialDate | None:
        return _day(self.cleaned_data["assessed_on"])

    def clean_prepared_on(self) -> PartialDate | None:
        return _day(self.cleaned_data["prepared_on"])

    def clean_shortcomings(self) -> Any:
        value = self.cleaned_data["shortcomings"]
        if len({len(text.splitlines()) for text in texts_of(value).values()}) > 1:
            raise ValidationError(_("Write as many lines in each language: a line for each thing."))
        return value


def _day(found: PartialDate | None) -> PartialDate | None:
    if found is not None and found.earliest != found.latest:
        raise ValidationError(_("Give the day: day, month and year."))
    return found


class TemplateForm(EditForm):
    """A template to be dropped or chosen."""

    file = forms.FileField(label=_("File"))

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.city.document_megabytes * 1_000_000:
            raise ValidationError(
                _("%(name)s is larger than %(megabytes)s MB. Make it smaller."),
                code=TOO_LARGE,
                params={"name": file.name, "megabytes": self.city.document_megabytes},
            )
        return file
