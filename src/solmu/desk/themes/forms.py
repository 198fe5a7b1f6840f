"""The fields of a theme."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from solmu.core.errors import BrokenRule
from solmu.desk.answering import told
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.registry.actions.themes import yso_id

GOALS = {
    1: _("No poverty"),
    2: _("Zero hunger"),
    3: _("Good health and well-being"),
    4: _("Quality education"),
    5: _("Gender equality"),
    6: _("Clean water and sanitation"),
    7: _("Affordable and clean energy"),
    8: _("Decent work and economic growth"),
    9: _("Industry, innovation and infrastructure"),
    10: _("Reduced inequalities"),
    11: _("Sustainable cities and communities"),
    12: _("Responsible consumption and production"),
    13: _("Climate action"),
    14: _("Life below water"),
    15: _("Life on land"),
    16: _("Peace, justice and strong institutions"),
    17: _("Partnerships for the goals"),
}
"""The goals of sustainable development by number, as the United Nations call them in short."""


class ThemeForm(EditForm):
    name = InLanguages(label=_("Name"), longest=200)
    yso = forms.CharField(
        label=_("Concept in YSO"),
        required=False,
        max_length=100,
        help_text=_("Its address in the General Finnish Ontology, such as http://www.yso.fi/onto/yso/p84, or p84."),
    )
    goals = forms.MultipleChoiceField(
        label=_("Goals of sustainable development"),
        required=False,
        choices=[(str(number), f"{number}") for number in GOALS],
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        self.fields["goals"].choices = [(str(number), f"{number} {words}") for number, words in GOALS.items()]  # type: ignore[attr-defined]

    def clean_yso(self) -> str:
        try:
            return yso_id(self.cleaned_data["yso"])
        except BrokenRule as error:
            raise ValidationError(told(error)) from None


class CloseForm(EditForm):
    reason = forms.CharField(
        label=_("Why it is closed"),
        max_length=500,
        help_text=_("The public reads this sentence at its address, if it was ever public."),
    )
