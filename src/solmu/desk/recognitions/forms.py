"""The fields of a recognition."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.fields import PartialDateFormField
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import organisation_choices
from solmu.registry.models.base import AS_WRITTEN_LENGTH


class RecognitionForm(EditForm):
    title = InLanguages(label=_("Title"), longest=300)
    occasion = InLanguages(label=_("Occasion"), longest=300, required=False)
    awarded = PartialDateFormField(
        label=_("Awarded"), required=False, help_text=_("As you would write it: 2026, November 2026 or 24.11.2026.")
    )
    giver_as_written = forms.CharField(
        label=_("Who gave it, as written"),
        max_length=AS_WRITTEN_LENGTH,
        required=False,
        help_text=_("The public reads this, a name too: only of people acting in office."),
    )
    giver = forms.ChoiceField(
        label=_("The organisation that gave it"),
        required=False,
        help_text=_("With it the recognition stands on the partner's page too."),
    )
    recipient_as_written = forms.CharField(
        label=_("Who was given it, as written"), max_length=AS_WRITTEN_LENGTH, required=False
    )
    recipient = forms.ChoiceField(label=_("The organisation that was given it"), required=False)
    earlier_recipients = forms.CharField(
        label=_("Who had it before"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on a line, in the order of the source."),
    )

    def prepare(self) -> None:
        choices = [("", "–"), *organisation_choices()]
        for name in ("giver", "recipient"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_earlier_recipients(self) -> list[str]:
        names = [line.strip() for line in self.cleaned_data["earlier_recipients"].splitlines() if line.strip()]
        if any(len(name) > AS_WRITTEN_LENGTH for name in names):
            raise forms.ValidationError(
                _("A line has at most %(most)s characters. Shorten it."), params={"most": AS_WRITTEN_LENGTH}
            )
        return names
