"""The fields of the steps with an enquiry."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import PartialDate
from solmu.core.fields import PartialDateFormField
from solmu.core.models import Account
from solmu.desk.editing.forms import EditForm
from solmu.participation.models import LONGEST_MESSAGE
from solmu.participation.permissions import can_see_to_enquiries


class AnswerForm(EditForm):
    answer = forms.CharField(
        label=_("What was answered, in short"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For colleagues who are asked again. It is erased with the enquiry."),
    )
    day = PartialDateFormField(label=_("Answered on"))

    def clean_day(self) -> PartialDate:
        day: PartialDate = self.cleaned_data["day"]
        if day.precision != "day":
            raise forms.ValidationError(_("Give the day, such as 24.11.2026."))
        return day


class CloseForm(EditForm):
    why = forms.CharField(
        label=_("Why no answer is needed"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: thanks, advertising, the same was asked twice."),
    )


class AssignForm(EditForm):
    account = forms.ChoiceField(
        label=_("Who sees to it"),
        required=False,
        help_text=_("Those who may read enquiries. Empty: nobody in particular."),
    )

    def prepare(self) -> None:
        people = [each for each in Account.objects.order_by("name", "email") if can_see_to_enquiries(each)]
        choices = [("", "–"), *((each.pk, each.name or each.email) for each in people)]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]
