"""Dropping files, and the fields of a claim as a person corrects them: a form for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.dates import NotADate, PartialDate
from solmu.core.fields import PartialDateFormField
from solmu.desk.editing.forms import EditForm
from solmu.desk.intake.wording import CHOICES, DATES, label_of
from solmu.intake.reading.claims import FIELDS
from solmu.registry.models.base import AS_WRITTEN_LENGTH

PLACES = frozenset({"partner", "partners"})
LISTS = frozenset({"themes", "earlier_recipients", "partners"})
TICKS = frozenset({"open_ended", "covers_all"})
LEFT_OUT = frozenset({"changes"})
"""Fields that no form corrects: what became of a tie or an agreement is recorded by its own steps once accepted."""


LONGEST_TEXT = 200_000
"""Characters of a text that is pasted; what is longer is dropped as a file."""


class DropForm(forms.Form):
    """What is told beside the dropped files, or the words themselves."""

    text = forms.CharField(
        label=gettext_lazy("Or paste the text of a page"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Its words are kept as they are, as a document of their own."),
    )
    address = forms.URLField(
        label=gettext_lazy("Address of the page"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=gettext_lazy("Where the page stands on the web, if one page is dropped or pasted."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Anyone may read these documents"),
        required=False,
        help_text=gettext_lazy("Facts of a public document may be published with its words."),
    )


class CorrectionForm(EditForm):
    """The fields of one kind of claim, made from the claims format."""

    kind = ""

    def prepare(self) -> None:
        for name in FIELDS[self.kind]:
            if name not in LEFT_OUT:
                self.fields[name] = _field(name)


def _field(name: str) -> forms.Field:
    label = label_of(name)
    if name in CHOICES:
        return forms.ChoiceField(label=label, required=False, choices=[("", "–"), *CHOICES[name].choices])
    if name in DATES:
        return PartialDateFormField(label=label, required=False)
    if name in TICKS:
        return forms.BooleanField(label=label, required=False)
    if name == "participants":
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=2**31 - 1)
    if name in LISTS:
        hint = _("One on each line, with its country in two letters: Tartu, EE.") if name in PLACES else ""
        return forms.CharField(
            label=label,
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=20_000,
            help_text=hint or _("One on each line."),
            validators=[_short_lines],
        )
    hint = _("With its country in two letters: Tartu, EE.") if name in PLACES else ""
    return forms.CharField(label=label, required=False, max_length=AS_WRITTEN_LENGTH, help_text=hint)


def _short_lines(text: str) -> None:
    if any(len(line) > AS_WRITTEN_LENGTH for line in text.splitlines()):
        raise ValidationError(_("A line may have at most %(most)s letters."), params={"most": AS_WRITTEN_LENGTH})


CORRECTIONS: Mapping[str, type[CorrectionForm]] = {
    kind: type(f"{kind.title().replace('_', '')}Correction", (CorrectionForm,), {"kind": kind}) for kind in FIELDS
}


def said_by(content: Mapping[str, Any]) -> dict[str, Any]:
    """What a claim says, as the fields of its form take it."""
    return {name: _said(name, content.get(name)) for name in FIELDS[content["kind"]] if name not in LEFT_OUT}


def _said(name: str, value: Any) -> Any:
    if name in LISTS:
        return "\n".join(_line(each) for each in value or ())
    if name in DATES:
        try:
            return PartialDate.from_edtf(value) if value else None
        except NotADate:
            return value
    return _line(value) if name in PLACES and value else value


def _line(value: Any) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return ", ".join(filter(None, (value["name"], value.get("country"))))


def values_of(form: EditForm, names: Iterable[str]) -> dict[str, Any]:
    """The changed fields, in the claims format."""
    return {name: _value(name, form.cleaned_data[name]) for name in names}


def _value(name: str, typed: Any) -> Any:
    if name in LISTS:
        lines = [" ".join(line.split()) for line in str(typed or "").splitlines() if line.strip()]
        return [_place(line) for line in lines] if name in PLACES else lines
    if name in PLACES:
        return _place(typed) if typed else None
    if isinstance(typed, PartialDate):
        return typed.edtf
    return typed if typed != "" else None


def _place(line: str) -> dict[str, str | None]:
    name, comma, country = line.rpartition(",")
    code = country.strip().upper()
    if comma and len(code) == 2 and code.isalpha():
        return {"name": name.strip(), "country": code}
    return {"name": line.strip(), "country": None}
