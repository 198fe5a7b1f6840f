"""The fields of an agreement's documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from solmu.desk.editing.fields import LANGUAGE_NAMES, InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.files import TOO_LARGE
from solmu.registry.rules.documents import ENDINGS
from solmu.registry.vocabulary import Publicity


class FileForm(EditForm):
    """A file to be dropped or chosen; one that is too large is refused before it is read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Drop it here or choose it: PDF, DOCX, ODT, PNG or JPEG."),
        widget=forms.FileInput(attrs={"accept": ",".join(ending for some in ENDINGS.values() for ending in some)}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > self.city.document_megabytes * 1_000_000:
            raise ValidationError(
                _("%(name)s is larger than %(megabytes)s MB. Make it smaller."),
                code=TOO_LARGE,
                params={"name": file.name, "megabytes": self.city.document_megabytes},
            )
        return file


class PublicityForm(EditForm):
    publicity = forms.ChoiceField(label=_("Publicity"), choices=Publicity.choices, initial=Publicity.PUBLIC)
    ground = forms.CharField(
        label=_("Section of the law"),
        max_length=200,
        required=False,
        help_text=_("What makes it secret or partly secret, such as: JulkL 24 § 1 mom. 20 k."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("publicity") not in (None, Publicity.PUBLIC) and not values.get("ground", "").strip():
            self.add_error("ground", _("What is not public is so by law. Name the section."))
        return values


class DescriptionForm(EditForm):
    is_accessible = forms.BooleanField(
        label=_("Everyone can read it"),
        required=False,
        help_text=_("Somebody made sure: it has text and structure, not only a picture of the pages."),
    )
    summary = InLanguages(
        label=_("What stands in it"),
        is_long=True,
        required=False,
        help_text=_("For whoever cannot read the file itself; shown beside it."),
    )


class DocumentForm(FileForm, PublicityForm, DescriptionForm):
    groups = (
        ("", ("file", "title", "language", "is_signed")),
        (_("Who may see it"), ("publicity", "ground")),
        (_("For everyone to read"), ("is_accessible", "summary")),
    )
    title = forms.CharField(
        label=_("Title"), max_length=300, required=False, help_text=_("Empty: the name of the file.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    is_signed = forms.BooleanField(label=_("It is signed"), required=False)

    def prepare(self) -> None:
        languages = [(code, LANGUAGE_NAMES.get(code, code)) for code in self.city.languages]
        if "en" not in self.city.languages:
            languages.append(("en", LANGUAGE_NAMES["en"]))
        self.fields["language"].choices = [("", _("several")), *languages]  # type: ignore[attr-defined]


class NewVersionForm(FileForm):
    is_signed = forms.BooleanField(label=_("It is signed"), required=False)
    is_accessible = forms.BooleanField(label=_("Everyone can read it"), required=False)
    is_published = forms.BooleanField(label=_("Publish it in place of the one before"), required=False)
