"""What sources say of how many institutions have a link: the list, a page, adding, changing and ending one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.wording import shown_date
from solmu.desk.agreements.wording import end_words, validity_words
from solmu.desk.answering import Line, day_of
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Button, Step
from solmu.desk.institutions.forms import EndForm, StatementForm, last_day
from solmu.desk.institutions.wording import AREA, coverage_cell, crumbs, extent_word, level_word, tabs
from solmu.desk.kind_pages import KindPages
from solmu.desk.listing import Cell, Choice, Column, Listing
from solmu.desk.naming import reading_language
from solmu.desk.record_page import Section, Table, fact
from solmu.places.queries import shown_name_of
from solmu.registry.actions.institutions import (
    add_coverage_statement,
    change_coverage_statement,
    end_coverage_statement,
)
from solmu.registry.models import CoverageStatement, Partnership
from solmu.registry.permissions import can_keep_record
from solmu.registry.queries.coverage import ANYWHERE, CoverageCell, coverage_matrix
from solmu.registry.queries.facts import citations_of
from solmu.registry.vocabulary import Extent, InstitutionLevel


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


class Statements(KindPages[CoverageStatement]):
    kind, plural, area = "coverage", "coverage-statements", AREA
    title = gettext_lazy("What sources say")
    form = StatementForm
    rows_of = {"partnership": Partnership.objects.live().select_related("partner")}
    new_heading = gettext_lazy("Add what a source says")
    new_lead = gettext_lazy(
        "Write down what an agreement or a page says, such as: all upper secondary schools have a partner."
    )
    edit_heading = gettext_lazy("Change what a source says: %(name)s")
    added = gettext_lazy("The statement was added. It is internal until it is published.")
    changed = gettext_lazy("The statement was changed.")
    steps = STEPS

    def rows(self) -> Any:
        rows = CoverageStatement.objects.live().select_related("record", "partner", "partnership__partner")
        return rows.prefetch_related("partner__names", "partnership__partner__names").order_by("level", "pk")

    def name(self, row: CoverageStatement) -> str:
        return f"{level_word(row.level)}: {_city(row)}"

    def crumbs(self) -> tuple[Line, ...]:
        return (*crumbs(), *super().crumbs())

    def listing(self, request: HttpRequest) -> Listing:
        matrix = coverage_matrix(day_of(request))
        return Listing(
            title=_("What sources say of institutions"),
            area=self.area,
            rows=self.rows(),
            columns=(
                Column(
                    "level", _("Kind"), lambda row: Cell(level_word(row.level), self.address(row)), order=("level",)
                ),
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
            counted=lambda number: (
                ngettext("%(number)s statement", "%(number)s statements", number) % {"number": number}
            ),
            new=self.new_link(request, _("Add a statement")),
            empty=_("No source is recorded to say how many institutions have a link."),
            template="desk/institutions/list.html",
            extra={"tabs": tabs("coverage-statements")},
        )

    def page(self, request: HttpRequest, row: CoverageStatement) -> HttpResponse:
        tie = row.partnership
        cell = _cell_of(row, coverage_matrix(day_of(request)), _pairs_address(row))
        add = Button(_("Add a pair"), f"{reverse('desk:new-institution-link')}?{urlencode({'statement': row.pk})}")
        keeps = self.may_keep(request.by)  # type: ignore[attr-defined]
        says = Section(
            _("What it says"),
            facts=(
                fact(_("Kind"), level_word(row.level)),
                fact(_("City"), Cell(_city(row), reverse("desk:partner", args=[tie.pk]) if tie else "")),
                fact(_("How many have a link"), extent_word(row)),
                fact(_("Since when"), shown_date(row.stated_from) if row.stated_from else None),
                fact(_("Until when"), end_words(row.stated_until)),
            ),
        )
        recorded = Section(_("Recorded"), facts=(fact(_("Pairs"), cell),), buttons=(add,) if keeps else ())
        return self.answer_page(request, row, kind=_("Coverage as stated"), sections=[says, recorded, _where_read(row)])

    def add(self, by: Account, form: EditForm) -> CoverageStatement:
        return add_coverage_statement(by=by, source=None, **self.values(form, form.fields))

    def change(self, by: Account, row: CoverageStatement, form: EditForm, changed: Sequence[str]) -> None:
        change_coverage_statement(by=by, source=None, statement=row, **self.values(form, changed))


def _where_read(statement: CoverageStatement) -> Section:
    cited = citations_of([statement.pk], public_only=False).get(statement.pk, [])
    return Section(
        _("Where this was read"),
        table=Table(
            (_("Words of the source"), _("Source")),
            tuple(
                (Cell(f"”{row.quote}”"), Cell(row.source.title, reverse("desk:source", args=[row.source_id])))
                for row in cited
            ),
        ),
        empty=_("No source is cited for it."),
    )


def _city(row: CoverageStatement) -> str:
    return shown_name_of(row.partner, reading_language()).text if row.partner else _("Any city")


def _cell_of(row: CoverageStatement, matrix: dict[tuple[str, str], CoverageCell], href: str = "") -> Cell:
    """What is recorded beside it; a statement that no longer holds, or does not yet, is compared with nothing."""
    found = matrix.get((row.level, row.partner_id or ANYWHERE))
    if found is None or row.pk not in {each.pk for each in found.statements}:
        return Cell("–")
    return coverage_cell(CoverageCell((row,), found.linked, found.pairs, found.institutions), href)


def _pairs_address(row: CoverageStatement) -> str:
    query = {"level": row.level, **({"partner": row.partner_id} if row.partner_id else {})}
    return f"{reverse('desk:institution-links')}?{urlencode(query)}"


STATEMENTS = Statements()
