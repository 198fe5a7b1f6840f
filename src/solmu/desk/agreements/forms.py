"""The fields of an agreement, of its steps and of its documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import NotADate, Period
from solmu.core.fields import EndFormField, PartialDateFormField
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import partnership_choices, reading_language
from solmu.registry.models import Agreement
from solmu.registry.naming import text_in
from solmu.registry.vocabulary import AgreementKind, Publicity, RenewalMode

NOTHING = ("", "–")
AS_WRITTEN = _("As you would write it: 2026, November 2026 or 24.11.2026.")


class DraftForm(EditForm):
    partnerships = forms.MultipleChoiceField(label=_("Partner"), widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    title = InLanguages(
        label=_("Title"), required=False, longest=300, help_text=_("Empty: it is called by its kind and years.")
    )
    valid_from = PartialDateFormField(label=_("In force from"), required=False, help_text=AS_WRITTEN)
    valid_until = EndFormField(
        label=_("In force until"), required=False, help_text=_("A date, or: until further notice. Empty: not known.")
    )

    def prepare(self) -> None:
        self.fields["partnerships"].choices = partnership_choices()  # type: ignore[attr-defined]


class TermsForm(EditForm):
    """Dates and terms; each group is saved by its own action."""

    groups = (
        (_("Dates"), ("signed", "valid_from", "valid_until")),
        (_("Renewal and notice"), ("renewal_mode", "renewal_months", "most_renewals", "notice_months")),
        (_("Review"), ("review_on", "review_every_months")),
    )
    signed = PartialDateFormField(label=_("Signed"), required=False, help_text=AS_WRITTEN)
    valid_from = PartialDateFormField(label=_("In force from"), required=False)
    valid_until = EndFormField(
        label=_("In force until"), required=False, help_text=_("A date, or: until further notice. Empty: not known.")
    )
    renewal_mode = forms.ChoiceField(label=_("How it renews"), choices=[NOTHING, *RenewalMode.choices], required=False)
    renewal_months = forms.IntegerField(
        label=_("Renews itself for, in months"), required=False, min_value=1, max_value=1200
    )
    most_renewals = forms.IntegerField(label=_("At most so many times"), required=False, min_value=1, max_value=100)
    notice_months = forms.IntegerField(label=_("Notice, in months"), required=False, min_value=0, max_value=1200)
    review_on = PartialDateFormField(label=_("Next review"), required=False)
    review_every_months = forms.IntegerField(
        label=_("Reviewed every so many months"), required=False, min_value=1, max_value=1200
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            Period(values.get("valid_from"), values.get("valid_until"))
        except NotADate:
            self.add_error("valid_until", _("It ends before it starts. Check the two dates."))
        return values


class DayForm(EditForm):
    on = PartialDateFormField(label=_("When"), help_text=AS_WRITTEN)


class ReasonForm(DayForm):
    reason = InLanguages(label=_("Why"), is_long=True)


class SuspendForm(ReasonForm):
    until = EndFormField(label=_("Until"), required=False, help_text=_("Empty: until further notice."))
    field_order = ("on", "until", "reason")


class NoticeForm(EditForm):
    given_on = PartialDateFormField(label=_("Given"))
    effective_on = PartialDateFormField(
        label=_("Takes effect"), required=False, help_text=_("Empty: as the terms say.")
    )
    reason = InLanguages(label=_("Why"), is_long=True, required=False)


class ExtendForm(EditForm):
    until = EndFormField(label=_("In force until"))
    on = PartialDateFormField(label=_("Agreed on"))
    wording = InLanguages(label=_("What was agreed"), is_long=True, required=False)


class ReviewForm(DayForm):
    outcome = InLanguages(label=_("What was found"), is_long=True, required=False)
    next_on = PartialDateFormField(label=_("Next review"), required=False)


class SignForm(EditForm):
    party = forms.ChoiceField(label=_("Party"))
    on = PartialDateFormField(label=_("Signed on"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    signatory = forms.CharField(
        label=_("Who signed"), max_length=200, required=False, help_text=_("Named in public as acting in office.")
    )
    title = forms.CharField(label=_("Position"), max_length=200, required=False)

    def prepare(self) -> None:
        agreement: Agreement = self.subject
        rows = agreement.parties.select_related("organisation")
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (row.organisation_id, text_in(row.organisation.name, reading_language())) for row in rows
        ]


class AbandonForm(EditForm):
    reason = forms.CharField(label=_("Why"), max_length=500)


class DocumentForm(EditForm):
    file = forms.FileField(label=_("File"), help_text=_("PDF, a document or a picture."))
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    is_signed = forms.BooleanField(label=_("It is signed"), required=False)
    is_accessible = forms.BooleanField(
        label=_("Everyone can read it"), required=False, help_text=_("Somebody made sure that it is accessible.")
    )
    summary = InLanguages(label=_("What stands in it"), is_long=True, required=False)
    publicity = forms.ChoiceField(label=_("Publicity"), choices=Publicity.choices)
    ground = forms.CharField(
        label=_("Section of the law"), max_length=200, required=False, help_text=_("Where it is not public.")
    )

    def prepare(self) -> None:
        self.fields["language"].choices = [NOTHING, *((code, code) for code in self.city.languages)]  # type: ignore[attr-defined]
