"""How institutions, pairs and statements of coverage are told at the desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from solmu.core.dates import PartialDate
from solmu.core.wording import lower_first, shown_date
from solmu.desk.answering import Line
from solmu.desk.listing import Cell
from solmu.registry.models import CoverageStatement
from solmu.registry.queries.coverage import CoverageCell
from solmu.registry.vocabulary import Extent, InstitutionLevel

AREA = "institutions"
GAP, HELD = "coverage-gap", "coverage-held"
"""How a cell is drawn whose statement the recorded pairs do not bear out, and one whose they do."""


def crumbs() -> tuple[Line, ...]:
    return (Line(_("Institutions"), reverse("desk:institutions")),)


def tabs(current: str) -> Sequence[tuple[str, str, bool]]:
    """The four lists of the area: words, address, whether it is this one."""
    found = (
        (pgettext("table", "Coverage"), "institutions"),
        (_("Pairs"), "institution-links"),
        (_("Every institution"), "organisations"),
        (_("What sources say"), "coverage-statements"),
    )
    return [(words, reverse(f"desk:{name}"), name == current) for words, name in found]


def level_word(level: str) -> str:
    return str(InstitutionLevel(level).label)


def extent_word(row: CoverageStatement) -> str:
    """*all since 2016*, *12*, *some*"""
    words = str(row.number) if row.extent == Extent.NUMBER else lower_first(str(Extent(row.extent).label))
    if isinstance(row.stated_from, PartialDate):
        return _("%(extent)s, since %(day)s") % {"extent": words, "day": shown_date(row.stated_from)}
    return words


def recorded_words(cell: CoverageCell) -> str:
    """*3 of 12*, and *3 pairs* where none of our own institutions of the kind is recorded as such."""
    if cell.institutions:
        return _("%(linked)s of %(institutions)s") % {"linked": cell.linked, "institutions": cell.institutions}
    return ngettext("%(number)s pair", "%(number)s pairs", cell.pairs) % {"number": cell.pairs}


def coverage_cell(cell: CoverageCell, href: str) -> Cell:
    """What is recorded, and beside it what sources say; a gap is a word and a number first of all."""
    recorded = recorded_words(cell)
    if not cell.statements:
        return Cell(recorded, href)
    stated = _("Stated: %(extent)s.") % {"extent": "; ".join(map(extent_word, cell.statements))}
    if not cell.missing:
        return Cell(recorded, href, note=stated, mark=HELD)
    missing = _("Missing: %(number)s") % {"number": cell.missing}
    beside = _("Recorded: %(recorded)s.") % {"recorded": recorded}
    return Cell(missing, href, note=f"{stated} {beside}", mark=GAP)
