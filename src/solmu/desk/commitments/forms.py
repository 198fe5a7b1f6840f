"""The fields of a commitment, and of having met it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import NotADate, Period
from solmu.core.fields import EndFormField, PartialDateFormField
from solmu.core.wording import shown_date
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import agreement_choices, membership_choices
from solmu.registry.queries.commitments import next_due_of, open_dues_of

AS_WRITTEN = _("As you would write it: 2026, November 2026 or 24.11.2026.")
MOST_DUES = 24
"""Of the days that were not met so many are offered, the earliest first."""


class CommitmentForm(EditForm):
    text = InLanguages(label=_("What is to be done"), is_long=True)
    due_on = PartialDateFormField(label=_("First due"), help_text=AS_WRITTEN)
    every_months = forms.IntegerField(
        label=_("Again every so many months"),
        required=False,
        min_value=1,
        max_value=1200,
        help_text=_("Empty where it is due once."),
    )
    until = EndFormField(
        label=_("For the last time"),
        required=False,
        help_text=_("Empty: while the agreement or the membership runs."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            Period(values.get("due_on"), values.get("until"))
        except NotADate:
            self.add_error("until", _("It ends before it is first due. Check the two dates."))
        return values


class NewCommitmentForm(CommitmentForm):
    agreement = forms.ChoiceField(label=_("Agreement that obliges"), required=False)
    membership = forms.ChoiceField(label=_("Or membership that obliges"), required=False)
    field_order = ("agreement", "membership", "text", "due_on", "every_months", "until")

    def prepare(self) -> None:
        for name, choices in (("agreement", agreement_choices()), ("membership", membership_choices())):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if bool(values.get("agreement")) == bool(values.get("membership")):
            self.add_error("agreement", _("Choose the agreement or the membership that obliges, one of the two."))
        return values


class FulfilForm(EditForm):
    due_on = forms.ChoiceField(label=_("Due on"))
    done_on = PartialDateFormField(label=_("Done on"), help_text=AS_WRITTEN)
    note = InLanguages(label=_("Note"), is_long=True, required=False, help_text=_("Stays internal."))

    def prepare(self) -> None:
        following = next_due_of(self.subject)
        dues = open_dues_of(self.subject, self.city.today())[:MOST_DUES]
        days = dues or ([following] if following else [])
        self.fields["due_on"].choices = [(str(day), shown_date(day)) for day in days]  # type: ignore[attr-defined]


class WithdrawForm(EditForm):
    fulfilment = forms.ChoiceField(label=_("Which"))

    def prepare(self) -> None:
        choices = [
            (row.pk, _("due on %(due)s, done on %(done)s") % {"due": shown_date(row.due_on), "done": _shown(row)})
            for row in self.subject.fulfilments.all()
        ]
        self.fields["fulfilment"].choices = choices  # type: ignore[attr-defined]


def _shown(row: Any) -> str:
    return shown_date(row.done_on) if row.done_on else "–"
