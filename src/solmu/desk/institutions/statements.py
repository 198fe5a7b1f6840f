"""What sources say of how many institutions have a link: the list, a page, adding, changing and ending one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements.wording import end_words, validity_words
from solmu.desk.answering import Line, day_of, desk
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.saving import Done, Task, answer_form
from solmu.desk.editing.steps import Button, Step, answer_step, buttons
from solmu.desk.institutions.forms import EndForm, StatementForm, last_day
from solmu.desk.institutions.wording import AREA, coverage_cell, crumbs, extent_word, level_word, tabs
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, answer_record_page, fact
from solmu.places.queries import shown_name_of
from solmu.registry.actions.institutions import (
    add_coverage_statement,
    change_coverage_statement,
    end_coverage_statement,
)
from solmu.registry.models import CoverageStatement, Partnership
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.coverage import ANYWHERE, CoverageCell, coverage_matrix
from solmu.registry.queries.facts import citations_of
from solmu.registry.vocabulary import Extent, InstitutionLevel

FIELDS = ("level", "extent", "number", "stated_from", "stated_until")


def _rows() -> Any:
    rows = CoverageStatement.objects.live().select_related("record", "partner", "partnership__partner")
    return rows.prefetch_related("partner__names", "partnership__partner__names").order_by("level", "pk")


def _statement(coverage_id: str) -> CoverageStatement:
    found: CoverageStatement | None = _rows().filter(pk=coverage_id).first()
    if found is None:
        raise Http404
    return found


def _address(row: CoverageStatement) -> str:
    return reverse("desk:coverage", args=[row.pk])


def _crumbs() -> tuple[Line, ...]:
    return (*crumbs(), Line(_("What sources say"), reverse("desk:coverage-statements")))


def _city(row: CoverageStatement) -> str:
    return shown_name_of(row.partner, reading_language()).text if row.partner else _("Any city")


def _name(row: CoverageStatement) -> str:
    return f"{level_word(row.level)}: {_city(row)}"


def _cell_of(row: CoverageStatement, matrix: dict[tuple[str, str], CoverageCell], href: str = "") -> Cell:
    """What is recorded beside it; a statement that no longer holds, or does not yet, is compared with nothing."""
    found = matrix.get((row.level, row.partner_id or ANYWHERE))
    if found is None or row.pk not in {each.pk for each in found.statements}:
        return Cell("–")
    return coverage_cell(CoverageCell((row,), found.linked, found.pairs, found.institutions), href)


def _pairs_address(row: CoverageStatement) -> str:
    query = {"level": row.level, **({"partner": row.partner_id} if row.partner_id else {})}
    return f"{reverse('desk:institution-links')}?{urlencode(query)}"


@desk(may=can_read_internal)
def statements(request: HttpRequest) -> HttpResponseBase:
    by, matrix = request.by, coverage_matrix(day_of(request))  # type: ignore[attr-defined]
    listing = Listing(
        title=_("What sources say of institutions"),
        area=AREA,
        rows=_rows(),
        columns=(
            Column("level", _("Kind"), lambda row: Cell(level_word(row.level), _address(row)), order=("level",)),
            Column("city", _("City"), lambda row: Cell(_city(row))),
            Column("extent", _("How many have a link"), lambda row: Cell(extent_word(row))),
            Column(
                "when",
                _("From and until"),
                lambda row: Cell(validity_words(row.stated_from, row.stated_until)),
                order=("stated_from_earliest",),
            ),
            Column("recorded", _("Recorded"), lambda row: _cell_of(row, matrix, _pairs_address(row))),
        ),
        choices=(
            Choice("level", _("Kind"), InstitutionLevel.choices, lambda rows, code: rows.filter(level=code)),
            Choice("extent", _("How many"), Extent.choices, lambda rows, code: rows.filter(extent=code)),
        ),
        counted=lambda number: ngettext("%(number)s statement", "%(number)s statements", number) % {"number": number},
        new=(reverse("desk:new-coverage"), _("Add a statement")) if can_keep_record(by) else None,
        empty=_("No source is recorded to say how many institutions have a link."),
        template="desk/institutions/list.html",
        extra={"tabs": tabs("coverage-statements")},
    )
    return answer_list(request, listing)


@desk(may=can_read_internal)
def statement(request: HttpRequest, coverage_id: str) -> HttpResponse:
    found = _statement(coverage_id)
    by, tie = request.by, found.partnership  # type: ignore[attr-defined]
    cell = _cell_of(found, coverage_matrix(day_of(request)), _pairs_address(found))
    add = Button(_("Add a pair"), f"{reverse('desk:new-institution-link')}?{urlencode({'statement': found.pk})}")
    cited = citations_of([found.pk], public_only=False).get(found.pk, [])
    return answer_record_page(
        request,
        found.record,
        name=_name(found),
        kind=_("Coverage as stated"),
        area=AREA,
        edit_href=reverse("desk:edit-coverage", args=[found.pk]) if can_keep_record(by) else "",
        buttons=buttons(by, found, day_of(request), STEPS, _address(found)),
        crumbs=_crumbs(),
        sections=[
            Section(
                _("What it says"),
                facts=(
                    fact(_("Kind"), level_word(found.level)),
                    fact(_("City"), Cell(_city(found), reverse("desk:partner", args=[tie.pk]) if tie else "")),
                    fact(_("How many have a link"), extent_word(found)),
                    fact(_("Since when"), shown_date(found.stated_from) if found.stated_from else None),
                    fact(_("Until when"), end_words(found.stated_until)),
                ),
            ),
            Section(_("Recorded"), facts=(fact(_("Pairs"), cell),), buttons=(add,) if can_keep_record(by) else ()),
            Section(
                _("Where this was read"),
                table=Table(
                    (_("Words of the source"), _("Source")),
                    tuple(
                        (Cell(f"”{row.quote}”"), Cell(row.source.title, reverse("desk:source", args=[row.source_id])))
                        for row in cited
                    ),
                ),
                empty=_("No source is cited for it."),
            ),
        ],
    )


def _values(form: EditForm, names: Sequence[str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: form.cleaned_data[name] for name in FIELDS if name in names}
    if "partnership" in names:
        rows = Partnership.objects.live().select_related("partner")
        values["partnership"] = rows.filter(pk=form.cleaned_data["partnership"]).first()
    return values


@desk(may=can_keep_record)
def new_statement(request: HttpRequest) -> HttpResponse:
    def save(form: EditForm, _changed: Sequence[str]) -> Done:
        values = _values(form, tuple(form.fields))
        made = add_coverage_statement(by=request.by, source=None, **values)  # type: ignore[attr-defined]
        return Done(_address(made), _("The statement was added. It is internal until it is published."))

    task = Task(
        form=StatementForm,
        heading=_("Add what a source says"),
        lead=_("Write down what an agreement or a page says, such as: all upper secondary schools have a partner."),
        save=save,
        back=reverse("desk:coverage-statements"),
        area=AREA,
        crumbs=_crumbs(),
        always=True,
    )
    return answer_form(request, task)


@desk(may=can_keep_record)
def edit_statement(request: HttpRequest, coverage_id: str) -> HttpResponse:
    found = _statement(coverage_id)

    def save(form: EditForm, changed: Sequence[str]) -> Done:
        values = _values(form, changed)
        change_coverage_statement(by=request.by, source=None, statement=found, **values)  # type: ignore[attr-defined]
        return Done(_address(found), _("The statement was changed."))

    task = Task(
        form=StatementForm,
        subject=found,
        initial={**{name: getattr(found, name) for name in FIELDS}, "partnership": found.partnership_id},
        heading=_("Change what a source says: %(name)s") % {"name": _name(found)},
        save=save,
        back=_address(found),
        area=AREA,
        crumbs=(*_crumbs(), Line(_name(found), _address(found))),
    )
    return answer_form(request, task)


def _end(by: Account, found: CoverageStatement, form: EditForm, _day: date) -> str:
    end_coverage_statement(by=by, source=None, statement=found, until=form.cleaned_data["until"])
    return _("It was recorded that it holds no longer.")


STEPS = (
    Step(
        "end",
        gettext_lazy("It holds no longer"),
        lambda _found, _day: _("It is compared with the recorded pairs until that day, and its matter goes after it."),
        _end,
        can_keep_record,
        fits=lambda found, _day: not isinstance(found.stated_until, PartialDate),
        form=EndForm,
        initial=last_day,
        is_dangerous=True,
    ),
)


@desk(may=can_keep_record)
def step(request: HttpRequest, coverage_id: str, verb: str) -> HttpResponse:
    found = _statement(coverage_id)
    return answer_step(
        request, STEPS, verb, found, name=_name(found), back=_address(found), area=AREA, crumbs=_crumbs()
    )
