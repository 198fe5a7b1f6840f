"""The fields of a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.fields import PartialDateFormField
from solmu.desk.editing.forms import EditForm


class DecisionForm(EditForm):
    organ = forms.CharField(
        label=_("Who decided"), max_length=300, help_text=_("The organ as written, such as: City board.")
    )
    decided = PartialDateFormField(
        label=_("Decided"), help_text=_("As you would write it: 2026, November 2026 or 24.11.2026.")
    )
    section = forms.CharField(label=_("Section"), max_length=40, required=False, help_text=_("Such as § 112."))
    case_id = forms.CharField(label=_("Case number"), max_length=80, required=False)
    address = forms.URLField(
        label=_("Where it can be read"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("An address of the web, beginning with https://."),
    )

    def prepare(self) -> None:
        # A source may tell of a decision of the past without its day.
        self.fields["decided"].required = self.subject is None or self.subject.decided is not None
