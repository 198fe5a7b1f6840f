"""The fields of a story."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.fields import PartialDateFormField
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import partnership_choices


class StoryForm(EditForm):
    title = InLanguages(label=_("Title"), longest=300)
    text = InLanguages(
        label=_("Text"), is_long=True, help_text=_("A few short paragraphs. Markdown: *emphasis*, [link](address).")
    )
    partnership = forms.ChoiceField(
        label=_("Partner"), required=False, help_text=_("Empty where it tells of the city's ties as such.")
    )
    written = PartialDateFormField(
        label=_("Written"), required=False, help_text=_("As you would write it: 2026, November 2026 or 24.11.2026.")
    )

    def prepare(self) -> None:
        field = self.fields["partnership"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "–"), *partnership_choices()]
