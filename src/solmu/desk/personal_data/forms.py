"""Whom to look for, and what of it to erase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from solmu.core.errors import BrokenRule
from solmu.desk.answering import told
from solmu.desk.contacts.forms import EraseForm
from solmu.stewardship.rules.persons import LONGEST, Sought


class SeekForm(forms.Form):
    """A person by name, e-mail address or telephone number; `sought` is there once it is valid.

    It is sent, never asked for by an address: a server's log would keep the name.
    """

    required_css_class = "required"
    sought: Sought

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST, required=False, help_text=_("First name and family name, in either order.")
    )
    email = forms.CharField(label=_("E-mail"), max_length=LONGEST, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=LONGEST, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.sought = Sought(**{name: cleaned.get(name, "") for name in ("name", "email", "telephone")})
            except BrokenRule as error:
                raise forms.ValidationError(told(error)) from None
        return cleaned


class ChooseForm(forms.Form):
    """The legal ground of an erasure; which findings are chosen is read beside it."""

    required_css_class = "required"
    ground = forms.ChoiceField(label=_("Legal ground"), choices=EraseForm.base_fields["ground"].choices)  # type: ignore[attr-defined]

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
