"""The fields of a partnership and of its changes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.fields import PartialDateFormField
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.registry.vocabulary import Relation


class NewPartnerForm(EditForm):
    name = forms.CharField(label=_("City"), max_length=200, help_text=_("Its name in any language."))
    country = forms.RegexField(
        "^[A-Za-z]{2}$",
        label=_("Country"),
        required=False,
        help_text=_("Two letters, such as EE, where several cities bear the name."),
        error_messages={"invalid": _("Write the country's two letters, such as EE.")},
    )
    relation = forms.ChoiceField(label=_("Kind"), choices=Relation.choices)
    since = PartialDateFormField(
        label=_("Since"), required=False, help_text=_("As precisely as it is known: 1998, or 4.9.1998.")
    )


class ChangeForm(EditForm):
    """A change of the tie: when, why, and what the public is told."""

    on = PartialDateFormField(label=_("From which day on"))
    reason = InLanguages(
        label=_("Why"), is_long=True, help_text=_("For the city itself. The public is not shown this.")
    )
    wording = InLanguages(
        label=_("What the public is told"), is_long=True, required=False, help_text=_("Shown on the partner's page.")
    )
    decided_by = forms.CharField(
        label=_("Who decided"), max_length=400, required=False, help_text=_("As written, such as: City board.")
    )


class ResumeForm(ChangeForm):
    reason = InLanguages(label=_("Why"), is_long=True, required=False)


class RelationForm(ResumeForm):
    relation = forms.ChoiceField(label=_("Kind"), choices=Relation.choices)
    field_order = ("relation", "on", "reason", "wording", "decided_by")


class SinceForm(EditForm):
    since = PartialDateFormField(
        label=_("Since"), required=False, help_text=_("Empty where nobody knows. A relation may precede its agreement.")
    )
