"""The form in which a table is pasted or uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from solmu.desk.editing.forms import EditForm


class TableForm(EditForm):
    table = forms.CharField(
        label=_("The table"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=_("Copy the rows with their headings in your spreadsheet and paste them here."),
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("CSV or XLSX; of an XLSX its first sheet.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not (values.get("table") or "").strip() and not values.get("file") and not self.errors:
            raise ValidationError(_("There is no table yet. Paste one, or choose a file."))
        return values
