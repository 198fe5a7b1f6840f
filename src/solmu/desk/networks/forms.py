"""The fields of a membership, and of its fees, reviews and representatives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.fields import EndFormField, PartialDateFormField
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import organisation_choices
from solmu.registry.vocabulary import NETWORK_KINDS, MembershipRole, NetworkPurpose, ReviewedPart

NOTHING = ("", "–")


class MembershipForm(EditForm):
    role = forms.ChoiceField(label=_("Role"), choices=[NOTHING, *MembershipRole.choices], required=False)
    member_from = PartialDateFormField(label=_("Member from"), required=False)
    member_until = EndFormField(
        label=_("Member until"), required=False, help_text=_("A date, or: until further notice. Empty: not known.")
    )
    purposes = forms.MultipleChoiceField(
        label=_("What it is for"),
        choices=NetworkPurpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fee_review_on = PartialDateFormField(
        label=_("Fee looked at next"), required=False, help_text=_("It comes to Today in time.")
    )
    benefit_review_on = PartialDateFormField(
        label=_("Benefit looked at next"),
        required=False,
        help_text=_("When somebody asks whether the membership is still worth its fee."),
    )


class JoinForm(MembershipForm):
    network = forms.ChoiceField(label=_("Network"), required=False, help_text=_("One that is recorded already, or:"))
    name = InLanguages(label=_("Name of a network not recorded yet"), required=False, longest=300)
    abbreviation = forms.CharField(label=_("Abbreviation"), max_length=40, required=False)
    field_order = ("network", "name", "abbreviation")

    def prepare(self) -> None:
        self.fields["network"].choices = [NOTHING, *organisation_choices(*NETWORK_KINDS)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("network")) == bool(str(values.get("name") or "")):
            self.add_error("network", _("Choose a network, or name one that is not recorded yet."))
        return values


class FeeForm(EditForm):
    amount = forms.DecimalField(label=_("A year"), min_value=0, max_digits=12, decimal_places=2)
    fee_from = PartialDateFormField(label=_("From"), required=False)


class RepresentativeForm(EditForm):
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Named in public as acting in office."))
    title = forms.CharField(label=_("Position"), max_length=200, required=False)
    represents_from = PartialDateFormField(label=_("From"), required=False)


class ReviewForm(EditForm):
    part = forms.ChoiceField(label=_("What was looked at"), choices=ReviewedPart.choices)
    reviewed = PartialDateFormField(label=_("When"))
    outcome = InLanguages(label=_("What was found"), is_long=True, required=False)
    next_on = PartialDateFormField(label=_("Looked at next"), required=False)


class LeaveForm(EditForm):
    until = PartialDateFormField(label=_("Last day"))
