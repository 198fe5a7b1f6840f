"""The one picture of a partnership or a story: set, described for those who do not see it, credited, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solmu.core.models import Record
from solmu.desk.answering import Line, desk
from solmu.desk.editing.fields import InLanguages
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import NoFields
from solmu.desk.files import TOO_LARGE, answer_file
from solmu.desk.naming import reading_language
from solmu.desk.records.views import name_of, record_of
from solmu.registry.actions.stories import SHOWS_IMAGE, remove_image, set_image
from solmu.registry.models import RecordImage
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.rules.images import LARGEST_IMAGE


class PictureForm(EditForm):
    file = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, WebP or AVIF, at most 10 MB. What the camera wrote beside it is not kept."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,.avif"}),
    )
    alternative = InLanguages(
        label=gettext_lazy("What it shows, for those who do not see it"),
        longest=300,
        help_text=gettext_lazy("One sentence, in each language."),
    )
    credit = forms.CharField(label=gettext_lazy("Who made it"), max_length=200)
    licence = forms.CharField(
        label=gettext_lazy("Licence"), max_length=100, help_text=gettext_lazy("For example CC BY 4.0.")
    )

    def clean_file(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LARGEST_IMAGE:
            raise ValidationError(
                _("%(name)s is larger than %(megabytes)s MB. Make it smaller."),
                code=TOO_LARGE,
                params={"name": file.name, "megabytes": LARGEST_IMAGE // 1024 // 1024},
            )
        return file


class FirstPictureForm(PictureForm):
    """The same where there is no picture whose words alone could be changed."""

    def prepare(self) -> None:
        self.fields["file"].required = True


def _record(request: HttpRequest, record_id: str) -> tuple[Record, RecordImage | None]:
    record = record_of(request, record_id)
    if record.kind not in SHOWS_IMAGE or record.removed_at or record.merged_into_id:
        raise Http404
    return record, RecordImage.objects.select_related("file").filter(record=record).first()


def _page(record: Record) -> str:
    return reverse("desk:record-page", args=[record.pk])


@desk(may=can_keep_record)
def picture(request: HttpRequest, record_id: str) -> HttpResponse:
    """The picture as it is, and the form that sets it; without a new file only its words are changed."""
    record, image = _record(request, record_id)
    by, city = request.by, request.city  # type: ignore[attr-defined]

    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = dict(form.cleaned_data)
        file = values.pop("file")
        content, name = (file.read(), file.name) if file is not None else _kept(image)
        set_image(by=by, source=None, record=record, content=content, name=name, languages=city.languages, **values)
        return Done(_page(record), _("The picture was set."))

    initial: dict[str, Any] = {}
    if image is not None:
        initial = {"alternative": image.alternative, "credit": image.credit, "licence": image.licence}
    name = name_of(record)
    task = Task(
        form=PictureForm if image else FirstPictureForm,
        subject=image,
        initial=initial,
        heading=_("Picture"),
        lead=name,
        consequence=_("It is seen by everyone as soon as the record is on the public site."),
        save=save,
        back=_page(record),
        area="",
        always=True,
        crumbs=(Line(name, _page(record)),),
        template="desk/records/picture.html",
        extra={
            "picture_href": reverse("desk:record-picture-file", args=[record.pk]) if image else "",
            "alternative": text_in(image.alternative, reading_language()) if image else "",
            "remove_href": reverse("desk:record-picture-remove", args=[record.pk]) if image else "",
        },
    )
    return answer_form(request, task)


def _kept(image: RecordImage | None) -> tuple[bytes, str]:
    """The bytes and the name of the picture there is, where only its words change; 404 where its file is gone."""
    place = Path(settings.MEDIA_ROOT) / image.file.path if image else None
    if image is None or place is None or not place.is_file():
        raise Http404
    return place.read_bytes(), image.file.name


@desk(may=can_keep_record)
def remove(request: HttpRequest, record_id: str) -> HttpResponse:
    record, image = _record(request, record_id)
    if image is None:
        raise Http404

    def save(_form: EditForm, _changed: Sequence[str]) -> Done:
        remove_image(by=request.by, source=None, record=record)  # type: ignore[attr-defined]
        return Done(_page(record), _("The picture was taken away."))

    task = Task(
        form=NoFields,
        heading=_("Take the picture away"),
        lead=name_of(record),
        consequence=_("The picture is no longer shown. Its file is kept in the history."),
        button=_("Take it away"),
        is_dangerous=True,
        save=save,
        back=reverse("desk:record-picture", args=[record.pk]),
        area="",
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_read_internal)
def file(request: HttpRequest, record_id: str) -> HttpResponse:
    _found, image = _record(request, record_id)
    if image is None:
        raise Http404
    return answer_file(request, image.file)
