"""The pages and forms of recognitions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import organisation_name, reading_language
from solmu.desk.recognitions.forms import RecognitionForm
from solmu.desk.record_page import Section, answer_record_page, fact, fact_in_languages
from solmu.registry.actions.recognitions import add_recognition, change_recognition
from solmu.registry.models import Organisation, Recognition
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_keep_record, can_read_internal

AREA = "recognitions"
FIELDS = ("title", "occasion", "awarded", "giver_as_written", "recipient_as_written")


def _rows() -> Any:
    rows = Recognition.objects.live().select_related("record", "giver__place", "recipient__place")
    return rows.prefetch_related("giver__place__names", "recipient__place__names", "earlier_recipients")


def _recognition(recognition_id: str) -> Recognition:
    found: Recognition | None = _rows().filter(pk=recognition_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: Recognition) -> str:
    return reverse("desk:recognition", args=[row.pk])


def _name(row: Recognition) -> str:
    return text_in(row.title, reading_language())


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Recognitions"), reverse("desk:recognitions")),)


def _giver(row: Recognition) -> str:
    return row.giver_as_written or (organisation_name(row.giver) if row.giver else "")


def _recipient(row: Recognition) -> str:
    return row.recipient_as_written or (organisation_name(row.recipient) if row.recipient else "")


@desk(may=can_read_internal)
def recognitions(request: HttpRequest) -> HttpResponseBase:
    by = request.by  # type: ignore[attr-defined]
    listing = Listing(
        title=_("Recognitions"),
        area=AREA,
        rows=_rows().order_by("-awarded_earliest", "pk"),
        columns=(
            Column("title", _("Title"), lambda row: Cell(_name(row), _address(row))),
            Column("giver", _("Who gave it"), lambda row: Cell(_giver(row) or "–"), order=("giver_as_written",)),
            Column("recipient", _("Who was given it"), lambda row: Cell(_recipient(row) or "–")),
            Column(
                "awarded",
                _("Awarded"),
                lambda row: Cell(shown_date(row.awarded) if row.awarded else "–"),
                order=("awarded_earliest",),
                plain=lambda row: row.awarded,
            ),
            Column(
                "public",
                _("Public"),
                lambda row: Cell(_("on the public site") if row.record.is_published else _("internal")),
                order=("record__is_published",),
            ),
        ),
        choices=(
            Choice(
                "public",
                _("Public"),
                [("yes", _("on the public site")), ("no", _("internal"))],
                lambda rows, code: rows.filter(record__is_published=code == "yes"),
            ),
        ),
        counted=lambda number: (
            ngettext("%(number)s recognition", "%(number)s recognitions", number) % {"number": number}
        ),
        new=(reverse("desk:new-recognition"), _("Add a recognition")) if can_keep_record(by) else None,
        empty=_("No recognition is recorded yet."),
    )
    return answer_list(request, listing)


@desk(may=can_read_internal)
def recognition(request: HttpRequest, recognition_id: str) -> HttpResponse:
    found = _recognition(recognition_id)
    city, by = request.city, request.by  # type: ignore[attr-defined]
    return answer_record_page(
        request,
        found.record,
        name=_name(found),
        kind=_("Recognition"),
        area=AREA,
        edit_href=reverse("desk:edit-recognition", args=[found.pk]) if can_keep_record(by) else "",
        crumbs=_crumbs(),
        sections=[
            Section(
                _("What it says"),
                facts=(
                    fact_in_languages(_("Title"), found.title, city.languages),
                    fact_in_languages(_("Occasion"), found.occasion, city.languages),
                    fact(_("Awarded"), shown_date(found.awarded) if found.awarded else None),
                    fact(_("Who gave it"), found.giver_as_written, _organisation(found.giver)),
                    fact(_("Who was given it"), found.recipient_as_written, _organisation(found.recipient)),
                    fact(_("Who had it before"), *(row.name for row in found.earlier_recipients.all())),
                ),
            )
        ],
    )


def _organisation(row: Organisation | None) -> Cell | None:
    return Cell(organisation_name(row), reverse("desk:record-page", args=[row.pk])) if row else None


def _values(form: EditForm, names: Sequence[str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in names}
    for name in ("giver", "recipient"):
        if name in values:
            values[name] = Organisation.objects.live().filter(pk=values[name]).first()
    return values


@desk(may=can_keep_record)
def new_recognition(request: HttpRequest) -> HttpResponse:
    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = _values(form, tuple(form.fields))
        made = add_recognition(by=request.by, source=None, **values)  # type: ignore[attr-defined]
        return Done(_address(made), _("The recognition was added. It is internal until it is published."))

    task = Task(
        form=RecognitionForm,
        heading=_("Add a recognition"),
        save=save,
        back=reverse("desk:recognitions"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_recognition(request: HttpRequest, recognition_id: str) -> HttpResponse:
    found = _recognition(recognition_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = _values(form, changed)
        change_recognition(by=request.by, source=None, recognition=found, **values)  # type: ignore[attr-defined]
        return Done(_address(found), _("The recognition was changed."))

    task = Task(
        form=RecognitionForm,
        subject=found,
        initial={
            **{name: getattr(found, name) for name in FIELDS},
            "giver": found.giver_id,
            "recipient": found.recipient_id,
            "earlier_recipients": "\n".join(row.name for row in found.earlier_recipients.all()),
        },
        heading=_("Change the recognition: %(name)s") % {"name": _name(found)},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)
