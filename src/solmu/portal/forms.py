"""The shape of what readers send: forms, checked before an action sees them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.participation.models import LONGEST_EMAIL, LONGEST_MESSAGE, LONGEST_PAGE
from solmu.participation.vocabulary import EnquiryKind

TOO_LONG = _("Write at most %(limit_value)d characters. There are %(show_value)d.")


class FeedbackForm(forms.Form):
    """Feedback or a question. `website` is a trap: people do not see it, machines fill it in."""

    kind = forms.ChoiceField(choices=EnquiryKind.choices, initial=EnquiryKind.QUESTION, required=False)
    message = forms.CharField(
        max_length=LONGEST_MESSAGE, error_messages={"required": _("Write your message."), "max_length": TOO_LONG}
    )
    about_page = forms.CharField(max_length=LONGEST_PAGE, required=False, error_messages={"max_length": TOO_LONG})
    email = forms.EmailField(
        max_length=LONGEST_EMAIL,
        required=False,
        error_messages={
            "invalid": _("This is not an e-mail address. Write for example name@example.org."),
            "max_length": TOO_LONG,
        },
    )
    website = forms.CharField(required=False)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty. It is there to keep machines out."))
        return ""
