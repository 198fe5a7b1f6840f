"""Coverage: kinds of institutions by partner city, what sources say beside what is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.desk.answering import day_of, desk
from solmu.desk.institutions.wording import AREA, coverage_cell, level_word, tabs
from solmu.desk.listing import Cell, Choice, Column, Listing, answer_list
from solmu.desk.naming import reading_language
from solmu.places.queries import shown_name_of, shown_names
from solmu.places.sorting import sort_key
from solmu.registry.permissions import can_keep_record, can_read_internal
from solmu.registry.queries.coverage import ANYWHERE, CoverageCell, coverage_matrix
from solmu.registry.queries.partnerships import partnerships_on
from solmu.registry.vocabulary import InstitutionLevel, PartnershipStatus


@dataclass(frozen=True)
class Row:
    """A partner city with its cells by kind; `partnership_id` is empty where there is none with it."""

    name: str
    partnership_id: str
    place_id: str
    cells: dict[str, CoverageCell]

    @property
    def missing(self) -> int:
        return sum(cell.missing for cell in self.cells.values())


@desk(may=can_read_internal)
def matrix(request: HttpRequest) -> HttpResponseBase:
    by = request.by  # type: ignore[attr-defined]
    found = coverage_matrix(day_of(request))
    rows = _rows(request, found)
    levels = [level for level in InstitutionLevel.values if any(level == key for key, _place in found)]
    listing = Listing(
        title=_("Institutions"),
        area=AREA,
        lead=_("What sources say of each kind of institution, beside the pairs recorded. A gap is a pair to add."),
        rows=rows,
        columns=(
            Column("partner", _("Partner"), _partner, order=lambda row: _key(row.name)),
            *(_column(level) for level in levels),
            Column(
                "missing",
                _("Missing in all"),
                lambda row: Cell(str(row.missing)),
                order=lambda row: row.missing,
                plain=lambda row: row.missing,
                is_file_only=True,
            ),
        ),
        choices=(
            Choice(
                "show",
                _("Partner"),
                [("gaps", _("Only with gaps")), ("recorded", _("Only with something recorded"))],
                lambda some, code: [row for row in some if (row.missing if code == "gaps" else row.cells)],
            ),
        ),
        counted=lambda number: ngettext("%(number)s partner", "%(number)s partners", number) % {"number": number},
        new=(reverse("desk:new-institution-link"), _("Add a pair")) if can_keep_record(by) else None,
        empty=_("No partner is recorded yet. Pairs of institutions are recorded under a partner."),
        template="desk/institutions/list.html",
        extra={"tabs": tabs("institutions")},
    )
    return answer_list(request, listing)


def _rows(request: HttpRequest, found: dict[tuple[str, str], CoverageCell]) -> list[Row]:
    """Every partner whose tie has not ended, and every other city something is stated or recorded of; by name."""
    language = reading_language()
    by_place: dict[str, dict[str, CoverageCell]] = {}
    for (level, place), cell in found.items():
        by_place.setdefault(place, {})[level] = cell
    rows = [
        Row(shown_name_of(each.partner, language).text, each.partnership.pk, each.partner.pk, cells)
        for each in partnerships_on(day_of(request), public_only=False, language=language)
        for cells in [by_place.pop(each.partner.pk, {})]
        if cells or each.state.status != PartnershipStatus.ENDED
    ]
    anywhere = by_place.pop(ANYWHERE, None)
    names = shown_names(by_place, language) if by_place else {}
    rows += [Row(names[place].text if place in names else place, "", place, by_place[place]) for place in by_place]
    rows.sort(key=lambda row: _key(row.name))
    return [*([Row(_("Any city"), "", ANYWHERE, anywhere)] if anywhere else []), *rows]


def _key(name: str) -> Any:
    return sort_key(name, reading_language())


def _partner(row: Row) -> Cell:
    return Cell(row.name, reverse("desk:partner", args=[row.partnership_id]) if row.partnership_id else "")


def _column(level: str) -> Column:
    def cell(row: Row) -> Cell:
        if level not in row.cells:
            return Cell("–")
        query = urlencode({"level": level, **({"partner": row.place_id} if row.place_id else {})})
        return coverage_cell(row.cells[level], f"{reverse('desk:institution-links')}?{query}")

    def plain(row: Row) -> str:
        told = cell(row)
        return "; ".join(filter(None, (told.text, told.note)))

    def order(row: Row) -> int:
        return row.cells[level].missing if level in row.cells else -1

    return Column(level, level_word(level), cell, order=order, plain=plain)
