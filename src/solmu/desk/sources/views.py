"""The pages of sources: the list, one with what was cited from it, adding one, and looking at one again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from solmu.core.actions import add_source, change_source, look_at_source
from solmu.core.dates import PartialDate
from solmu.core.models import Account, Source
from solmu.core.permissions import can_add_source
from solmu.core.vocabulary import SourceKind
from solmu.core.wording import shown_date
from solmu.desk.answering import Line, desk, show
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Step, answer_step, buttons
from solmu.desk.files import answer_file
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, fact
from solmu.desk.records.fields import field_word
from solmu.desk.records.views import can_read_kind
from solmu.desk.sources.forms import LookedForm, SourceForm
from solmu.intake.models import Claim
from solmu.intake.vocabulary import ClaimState
from solmu.registry.models import Citation
from solmu.registry.permissions import can_read_internal
from solmu.registry.queries.names import names_of

AREA = "sources"
MOST_CITATIONS = 200
"""Citations shown on a source's page; how many more there are is said."""


def _rows() -> QuerySet[Any]:
    cited = Citation.objects.filter(source=OuterRef("pk"), record__removed_at=None).order_by()
    number = cited.values("source").annotate(number=Count("pk")).values("number")
    rows: QuerySet[Any] = Source.objects.annotate(cited=Coalesce(Subquery(number, output_field=IntegerField()), 0))
    return rows.order_by("-read_on", "pk")


def _address(source: Source) -> str:
    return reverse("desk:source", args=[source.pk])


def _crumbs() -> tuple[Line, ...]:
    return (Line(_("Sources"), reverse("desk:sources")),)


def _publicity(source: Source) -> str:
    return pgettext("source", "public") if source.is_public else pgettext("source", "internal")


@desk(may=can_read_internal)
def sources(request: HttpRequest) -> HttpResponseBase:
    by = request.by  # type: ignore[attr-defined]
    listing = Listing(
        title=_("Sources"),
        area=AREA,
        rows=_rows(),
        columns=(
            Column("title", _("Title"), lambda row: Cell(row.title, _address(row)), order=("title", "pk")),
            Column("kind", pgettext("field", "Kind"), lambda row: Cell(row.get_kind_display()), order=("kind", "pk")),
            Column("address", pgettext("field", "Address"), lambda row: Cell(row.address or "–"), is_file_only=True),
            Column(
                "read",
                _("Read on"),
                lambda row: Cell(shown_date(row.read_on)),
                order=("read_on", "pk"),
                plain=lambda row: row.read_on,
            ),
            Column(
                "looked",
                _("Looked at on"),
                lambda row: Cell(shown_date(row.looked_at_on) if row.looked_at_on else "–"),
                order=("looked_at_on", "pk"),
                plain=lambda row: row.looked_at_on,
            ),
            Column("public", _("Public"), lambda row: Cell(_publicity(row)), order=("is_public", "pk")),
            Column(
                "cited",
                _("Citations"),
                lambda row: Cell(str(row.cited)),
                order=("cited", "pk"),
                plain=lambda row: row.cited,
            ),
        ),
        choices=(
            Choice("kind", pgettext("field", "Kind"), SourceKind.choices, lambda rows, code: rows.filter(kind=code)),
            Choice(
                "public",
                _("Public"),
                [("yes", pgettext("source", "public")), ("no", pgettext("source", "internal"))],
                lambda rows, code: rows.filter(is_public=code == "yes"),
            ),
        ),
        find=lambda rows, words: rows.filter(Q(title__icontains=words) | Q(address__icontains=words)),
        counted=lambda number: ngettext("%(number)s source", "%(number)s sources", number) % {"number": number},
        new=(reverse("desk:new-source"), _("Add a source")) if can_add_source(by) else None,
        empty=_("There is no source yet. One comes with each document that is read, or is added by hand."),
    )
    return answer_list(request, listing)


def _source(source_id: str) -> Source:
    found: Source | None = _rows().select_related("file").filter(pk=source_id).first()
    if found is None:
        raise Http404
    return found


@desk(may=can_read_internal)
def source(request: HttpRequest, source_id: str) -> HttpResponse:
    found = _source(source_id)
    by, day = request.by, request.day  # type: ignore[attr-defined]
    address = _address(found)
    states = dict(
        Claim.objects.filter(source=found)
        .order_by()
        .values_list("state")
        .annotate(number=Count("pk"))
        .values_list("state", "number")
    )
    waiting = states.get(ClaimState.OPEN, 0) + states.get(ClaimState.LATER, 0)
    claims = _("%(waiting)s of %(number)s wait") % {"waiting": waiting, "number": sum(states.values())}
    return show(
        request,
        "desk/sources/source.html",
        {
            "heading": found.title,
            "kind": found.get_kind_display(),
            "publicity": _publicity(found),
            "edit_href": reverse("desk:edit-source", args=[found.pk]) if can_add_source(by) else "",
            "buttons": buttons(by, found, day, STEPS, address),
            "sections": [
                Section(
                    _("About it"),
                    facts=(
                        fact(pgettext("field", "Address"), Cell(found.address, found.address) if found.address else ""),
                        fact(_("Read on"), shown_date(found.read_on)),
                        fact(_("Looked at on"), shown_date(found.looked_at_on) if found.looked_at_on else ""),
                        fact(
                            pgettext("source", "Its words are of"),
                            shown_date(found.published) if found.published else "",
                        ),
                        fact(
                            _("File"),
                            Cell(found.file.name, reverse("desk:source-file", args=[found.pk])) if found.file else "",
                        ),
                        fact(_("Claims"), Cell(claims, reverse("desk:review", args=[found.pk])) if states else ""),
                    ),
                ),
                _citations(by, found),
            ],
        },
        title=found.title,
        area=AREA,
        crumbs=_crumbs(),
    )


def _citations(by: Account, source: Source) -> Section:
    """What was cited from it, by record; a contact's are for those who may read contacts. Names in one go."""
    rows = Citation.objects.filter(source=source, record__removed_at=None).select_related("record")
    kept = [row for row in rows.order_by("start", "pk")[: MOST_CITATIONS + 1] if can_read_kind(by, row.record.kind)]
    names = names_of({row.record_id for row in kept})
    table = Table(
        heads=(_("Record"), field_word("field"), _("Words of the source")),
        rows=tuple(
            (
                Cell(names.of(row.record_id, reading_language()), reverse("desk:record-page", args=[row.record_id])),
                Cell(field_word(row.field)),
                Cell(row.quote),
            )
            for row in kept[:MOST_CITATIONS]
        ),
    )
    heading = _("Citations")
    if len(kept) > MOST_CITATIONS:
        heading = _("The first %(most)s citations") % {"most": MOST_CITATIONS}
    return Section(heading, table=table, empty=_("Nothing in the record cites it yet."))


@desk(may=can_add_source)
def new_source(request: HttpRequest) -> HttpResponse:
    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = form.cleaned_data
        made = add_source(
            by=request.by,  # type: ignore[attr-defined]
            kind=SourceKind(values["kind"]),
            title=values["title"],
            read_on=request.day,  # type: ignore[attr-defined]
            is_public=values["is_public"],
            address=values["address"],
            published=values["published"],
        )
        return Done(_address(made), _("The source was added. It is read as of today."))

    task = Task(
        form=SourceForm,
        heading=_("Add a source"),
        lead=_("A document with text is better dropped under Claims, where its words are kept."),
        save=save,
        back=reverse("desk:sources"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_add_source)
def edit_source(request: HttpRequest, source_id: str) -> HttpResponse:
    found = _source(source_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = {name: form.cleaned_data[name] for name in changed}
        change_source(by=request.by, source=found, **values)  # type: ignore[attr-defined]
        return Done(_address(found), _("The source was changed."))

    task = Task(
        form=SourceForm,
        subject=found,
        initial={name: getattr(found, name) for name in SourceForm.base_fields},
        heading=_("Change the source"),
        lead=_("What was read from it stays as it is."),
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(found.title, _address(found))),
    )
    return answer_form(request, task)


@desk(may=can_read_internal)
def source_file(request: HttpRequest, source_id: str) -> HttpResponse:
    """The document that was read; `?keep=1` keeps what browsers would open."""
    found = _source(source_id)
    if found.file is None:
        raise Http404
    return answer_file(request, found.file)


def _look(by: Account, source: Source, form: EditForm, day: date) -> str:
    look_at_source(by=by, source=source, on=form.cleaned_data["on"], today=day)
    return _("It was noted that the source still says the same.")


STEPS = (
    Step(
        "look",
        label=gettext_lazy("Looked at again"),
        consequence=lambda _source, _day: _("This notes that somebody looked and the source still says the same."),
        carry_out=_look,
        may=can_add_source,
        form=LookedForm,
        initial=lambda _source, day: {"on": PartialDate.from_day(day)},
    ),
)


@desk(may=can_add_source)
def step(request: HttpRequest, source_id: str, verb: str) -> HttpResponse:
    found = _source(source_id)
    return answer_step(request, STEPS, verb, found, name=found.title, back=_address(found), area=AREA, crumbs=_crumbs())
