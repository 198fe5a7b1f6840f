"""The fields of a contact person."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.dates import PartialDate
from solmu.core.fields import PartialDateFormField
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.naming import organisation_choices


class ContactForm(EditForm):
    organisation = forms.ChoiceField(label=_("Organisation"))
    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("Position"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    purpose = InLanguages(
        label=_("What the contact is needed for"),
        longest=300,
        help_text=_("Personal data are kept for a purpose. One short sentence."),
    )
    keep_until = PartialDateFormField(
        label=_("Kept until"), required=False, help_text=_("Empty: as long as the city's settings say.")
    )

    def prepare(self) -> None:
        self.fields["organisation"].choices = [("", "–"), *organisation_choices()]  # type: ignore[attr-defined]

    def clean_keep_until(self) -> PartialDate | None:
        until: PartialDate | None = self.cleaned_data["keep_until"]
        if until is not None and until.precision != "day":
            raise forms.ValidationError(_("Give the day, such as 24.12.2028."))
        return until


class EraseForm(EditForm):
    ground = forms.ChoiceField(
        label=_("Legal ground"),
        choices=[
            ("GDPR 17 (1) a", _("No longer needed (GDPR, article 17 (1) a)")),
            ("GDPR 17 (1) b", _("Consent was withdrawn (GDPR, article 17 (1) b)")),
            ("GDPR 17 (1) c", _("The person objects (GDPR, article 17 (1) c)")),
            ("GDPR 17 (1) d", _("There was no ground to keep it (GDPR, article 17 (1) d)")),
            ("GDPR 5 (1) e", _("The time is over for which it was kept (GDPR, article 5 (1) e)")),
        ],
    )
