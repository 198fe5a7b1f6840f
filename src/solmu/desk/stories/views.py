"""The pages and forms of stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import partner_name, partnership_choices, reading_language
from solmu.desk.record_page import Section, answer_record_page, fact, fact_in_languages
from solmu.desk.stories.forms import StoryForm
from solmu.registry.actions.stories import add_story, change_story
from solmu.registry.models import Partnership, Story
from solmu.registry.naming import text_in
from solmu.registry.permissions import can_keep_record, can_read_internal

AREA = "stories"


def _rows() -> QuerySet[Any]:
    rows: QuerySet[Any] = Story.objects.live().select_related("record", "partnership__partner")
    return rows.prefetch_related("partnership__partner__names")


def _story(record_id: str) -> Story:
    found: Story | None = _rows().filter(pk=record_id).first()
    if found is None:
        raise Http404
    return found


def _address(story: Story) -> str:
    return reverse("desk:story", args=[story.pk])


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Stories"), reverse("desk:stories")),)


@desk(may=can_read_internal)
def stories(request: HttpRequest) -> HttpResponseBase:
    by = request.by  # type: ignore[attr-defined]
    listing = Listing(
        title=_("Stories"),
        area=AREA,
        rows=_rows().order_by("-written_earliest", "pk"),
        columns=(
            Column("title", _("Title"), lambda row: Cell(text_in(row.title, reading_language()), _address(row))),
            Column(
                "partner",
                _("Partner"),
                lambda row: Cell(partner_name(row.partnership) if row.partnership else "–"),
            ),
            Column(
                "written",
                _("Written"),
                lambda row: Cell(shown_date(row.written) if row.written else "–"),
                order=("written_earliest",),
                plain=lambda row: row.written,
            ),
            Column(
                "public",
                _("Public"),
                lambda row: Cell(_("on the public site") if row.record.is_published else _("internal")),
                order=("record__is_published",),
            ),
        ),
        choices=(
            Choice("partner", _("Partner"), partnership_choices(), lambda rows, code: rows.filter(partnership_id=code)),
        ),
        counted=lambda number: ngettext("%(number)s story", "%(number)s stories", number) % {"number": number},
        new=(reverse("desk:new-story"), _("Write a story")) if can_keep_record(by) else None,
        empty=_("No story has been written yet. A story tells in a few paragraphs what a partnership has brought."),
    )
    return answer_list(request, listing)


@desk(may=can_read_internal)
def story(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _story(record_id)
    city, by = request.city, request.by  # type: ignore[attr-defined]
    return answer_record_page(
        request,
        found.record,
        name=text_in(found.title, reading_language()),
        kind=_("Story"),
        area=AREA,
        edit_href=reverse("desk:edit-story", args=[found.pk]) if can_keep_record(by) else "",
        crumbs=_crumbs(),
        sections=[
            Section(
                _("What it says"),
                facts=(
                    fact_in_languages(_("Title"), found.title, city.languages),
                    fact_in_languages(_("Text"), found.text, city.languages),
                    fact(_("Partner"), partner_name(found.partnership) if found.partnership else None),
                    fact(_("Written"), shown_date(found.written) if found.written else None),
                ),
            )
        ],
    )


@desk(may=can_keep_record)
def new_story(request: HttpRequest) -> HttpResponse:
    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        made = add_story(by=request.by, source=None, **_values(form, form.fields))  # type: ignore[attr-defined]
        return Done(_address(made), _("The story was added. It is internal until it is published."))

    task = Task(
        form=StoryForm,
        heading=_("Write a story"),
        save=save,
        back=reverse("desk:stories"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_story(request: HttpRequest, record_id: str) -> HttpResponse:
    found = _story(record_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        change_story(by=request.by, source=None, story=found, **_values(form, changed))  # type: ignore[attr-defined]
        return Done(_address(found), _("The story was changed."))

    task = Task(
        form=StoryForm,
        subject=found,
        initial={
            "title": found.title,
            "text": found.text,
            "partnership": found.partnership_id,
            "written": found.written,
        },
        heading=_("Change the story"),
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(text_in(found.title, reading_language()), _address(found))),
    )
    return answer_form(request, task)


def _values(form: EditForm, names: Any) -> dict[str, Any]:
    values = {name: form.cleaned_data[name] for name in names}
    if "partnership" in values:
        values["partnership"] = Partnership.objects.live().filter(pk=values["partnership"]).first()
    return values
