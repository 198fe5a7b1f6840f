"""The fields of a source that is added by hand, and of looking at one again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from solmu.core.fields import PartialDateFormField
from solmu.core.vocabulary import SourceKind
from solmu.desk.editing.forms import EditForm


class SourceForm(EditForm):
    kind = forms.ChoiceField(label=pgettext_lazy("field", "Kind"), choices=SourceKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    address = forms.CharField(
        label=pgettext_lazy("field", "Address"),
        required=False,
        max_length=1000,
        help_text=_("Whole, beginning with https://."),
    )
    published = PartialDateFormField(
        label=pgettext_lazy("source", "Its words are of"),
        required=False,
        help_text=_("As you would write it: 2026, November 2026 or 24.11.2026."),
    )
    is_public = forms.BooleanField(
        label=_("Anyone may read it"),
        required=False,
        help_text=_("A public source is named where a fact from it is shown."),
    )


class LookedForm(EditForm):
    on = PartialDateFormField(label=_("Looked at on"))

    def clean_on(self) -> object:
        on = self.cleaned_data["on"]
        if on is None or on.earliest != on.latest:
            raise forms.ValidationError(_("Give the day: day, month and year."))
        return on.earliest
