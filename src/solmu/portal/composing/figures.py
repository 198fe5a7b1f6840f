"""Figures: partners by country and age, activity, themes and participants, each drawn, as a table and as files."""

from __future__ import annotations

import csv
import functools
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from solmu.core.wording import shown_figure, shown_number
from solmu.places.countries import country_name
from solmu.places.queries import shown_name_of
from solmu.places.sorting import sort_key
from solmu.portal.addresses import figure_address, figures_address
from solmu.portal.composing.reader import Reader, brand, frame
from solmu.portal.drawing.figures.bars import Bar, bars
from solmu.portal.drawing.figures.files import alone
from solmu.portal.drawing.figures.matrix import Cell, Matrix, Row, matrix
from solmu.portal.pages.figures import FigureFile, FiguresPage, FigureView
from solmu.registry.naming import text_in
from solmu.registry.queries.activity_index import ActivityRecord, activity_record, index_definition
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on
from solmu.registry.queries.themes import city_themes_of
from solmu.registry.rules import IN_FORCE
from solmu.registry.vocabulary import PartnershipStatus

Value = str | int | float | None

YEARS: Final = 10
"""How many years back figures of activity reach, the running one among them."""
NARROW_YEARS: Final = 5
MOST_DRAWN: Final = 24
"""How many partners a drawing shows at most; its table has them all."""
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would carry out."""


@dataclass(frozen=True)
class Figure:
    """A figure before it is laid out; `rows` has numbers as numbers, None where none is recorded."""

    title: str
    definition: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()
    missing: str = ""  # what stands in the table where no number is recorded


class Facts:
    """What figures are counted from, read when it is first asked for."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    @functools.cached_property
    def partners(self) -> list[PartnershipOnDay]:
        """Those whose tie goes on, in the reader's alphabet."""
        rows = partnerships_on(self.reader.day, public_only=True, language=self.reader.language)
        return [row for row in rows if row.state.status != PartnershipStatus.ENDED.value]

    @functools.cached_property
    def activity(self) -> ActivityRecord:
        return activity_record(self.reader.day, public_only=True)

    @functools.cached_property
    def agreements(self) -> list[AgreementOnDay]:
        """Those in force, or without a recorded end."""
        ties = [row.partnership for row in self.partners]
        rows = agreements_on(self.reader.day, lead=self.reader.lead, public_only=True, ties=ties)
        return [each for each in rows if each.status.status in IN_FORCE]

    def name(self, row: PartnershipOnDay) -> str:
        return shown_name_of(row.partner, self.reader.language).text


# --- the page and its files -------------------------------------------------------------------------------------------


def figures_page(reader: Reader) -> FiguresPage:
    """Every figure that there is anything to count for."""
    facts, title = Facts(reader), _("Figures")
    lead = _("How many partners there are, how old the ties are, and what is done together, counted from the record.")
    drawn = {key: figure for key, count in FIGURES.items() if (figure := count(facts)) is not None}
    return FiguresPage(
        frame=frame(reader, title=title, address=figures_address, section="figures", description=lead),
        heading=title,
        lead=lead,
        figures=tuple(_view(reader, key, figure) for key, figure in drawn.items()),
    )


def figure_file(reader: Reader, key: str, form: str) -> FigureFile | None:
    """A figure's numbers ("csv") or drawing ("svg"); None where there is no such figure or nothing to count."""
    figure = FIGURES[key](Facts(reader)) if key in FIGURES else None
    if figure is None:
        return None
    name = f"{key}-{reader.day.isoformat()}-{reader.language}.{form}"
    if form == "csv":
        return FigureFile(name, "text/csv", as_csv(reader.language, figure.head, figure.rows))
    return FigureFile(name, "image/svg+xml", alone(figure.svg, figure.title, f"{brand(reader)}, {reader.shown_day}"))


def as_csv(language: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> str:
    """A table for a spreadsheet as it is set up where the language is spoken (decision 28).

    With a byte order mark; in Finnish and Swedish with semicolons and decimal commas, in English with commas and
    points. Words that a spreadsheet would take for a formula stand after an apostrophe.
    """
    is_english, out = language == "en", io.StringIO()

    def cell(value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return f"'{value}" if value.startswith(FORMULA) else value
        number = str(int(value)) if value == int(value) else str(value)
        return number if is_english else number.replace(".", ",")

    writer = csv.writer(out, delimiter="," if is_english else ";", lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in (head, *rows))
    return f"\ufeff{out.getvalue()}"


def _view(reader: Reader, key: str, figure: Figure) -> FigureView:
    return FigureView(
        key=key,
        title=figure.title,
        definition=figure.definition,
        svg=figure.svg,
        notes=tuple(figure.notes),
        head=tuple(figure.head),
        rows=tuple(tuple(_shown(value) or figure.missing for value in row) for row in figure.rows),
        csv_href=figure_address(reader.language, key, "csv"),
        svg_href=figure_address(reader.language, key, "svg"),
    )


def _shown(value: Value) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return shown_figure(value)


def _told(counted: Sequence[Bar]) -> str:
    """The drawing told in a sentence."""
    return f"{'; '.join(f'{bar.name}: {bar.shown}' for bar in counted)}."


# --- figures ----------------------------------------------------------------------------------------------------------


def by_country(facts: Facts) -> Figure | None:
    if not facts.partners:
        return None
    language, title = facts.reader.language, _("Partners by country")
    counted = Counter(row.partner.country for row in facts.partners)
    names = {code: country_name(code, language) for code in counted}
    rows = sorted(
        ((names[code], number) for code, number in counted.items()),
        key=lambda row: (-row[1], sort_key(row[0], language)),
    )
    drawn = [Bar(name, number, shown_number(number)) for name, number in rows]
    return Figure(
        title=title,
        definition=_("Partners on %(day)s. A tie that has ended is not counted; a suspended one is.")
        % {"day": facts.reader.shown_day},
        svg=bars("by-country", title, _told(drawn), drawn),
        head=(_("Country"), _("Partners")),
        rows=rows,
    )


def by_decade(facts: Facts) -> Figure | None:
    if not facts.partners:
        return None
    title = _("Partners by age")
    begun = [row.partnership.since for row in facts.partners]
    counted = Counter(since.year // 10 * 10 for since in begun if since)
    decades = range(min(counted), max(counted) + 1, 10) if counted else ()
    rows: list[tuple[str, int]] = [(_("%(year)ds") % {"year": decade}, counted[decade]) for decade in decades]
    drawn = [Bar(name, number, shown_number(number)) for name, number in rows]
    if unknown := sum(since is None for since in begun):
        rows.append((_("not known"), unknown))
        drawn.append(Bar(_("not known"), unknown, shown_number(unknown), "unsure"))
    return Figure(
        title=title,
        definition=_("The decade in which each tie began. One whose beginning no source tells is counted by itself."),
        svg=bars("by-decade", title, _told(drawn), drawn),
        head=(_("Decade"), _("Partners")),
        rows=rows,
    )


def activity(facts: Facts) -> Figure | None:
    """The index of each partner and year; nothing for the years before a tie began in which nothing is recorded."""
    record, this_year = facts.activity, facts.reader.day.year
    known = [fact.starts.year for fact in record.activities.values() if fact.starts]
    if not known or not facts.partners:
        return None
    years = list(range(max(min(known), this_year - YEARS + 1), this_year + 1))
    figures: dict[str, list[float | None]] = {}
    for row in facts.partners:
        since = row.partnership.since
        found = [(year, record.index(row.partnership.pk, year).figure) for year in years]
        figures[row.partnership.pk] = [
            None if not figure and since and year < since.year else figure for year, figure in found
        ]
    total = {key: sum(figure or 0.0 for figure in each) for key, each in figures.items()}
    if not any(total.values()):
        return None
    title = _("Activity index")
    drawn, notes = _most(facts, total)
    without = sum(not each for each in total.values())
    if without:
        notes.append(
            ngettext(
                "Of %(number)d partner no activities are recorded in these years.",
                "Of %(number)d partners no activities are recorded in these years.",
                without,
            )
            % {"number": without}
        )
    if any(figure is None for row in drawn for figure in figures[row.partnership.pk]):
        notes.append(_("A dash stands for years before the tie began."))
    rows = [
        Row(
            facts.name(row),
            [Cell(figure, "–" if figure is None else _shown(figure)) for figure in figures[row.partnership.pk]],
        )
        for row in drawn
    ]
    heads = [str(year) for year in years]
    return Figure(
        title=title,
        definition=index_definition(facts.reader.language),
        svg=matrix("activity", title, _in_table(), Matrix(heads, rows, narrow_columns=NARROW_YEARS)),
        head=(_("Partner"), *heads),
        rows=[(facts.name(row), *figures[row.partnership.pk]) for row in facts.partners],
        notes=notes,
        missing="–",
    )


def themes(facts: Facts) -> Figure | None:
    """How many agreements that are in force each partner has on each of the city's themes."""
    of_agreement = city_themes_of([each.agreement.pk for each in facts.agreements], facts.reader.day, public_only=True)
    position: dict[str, tuple[int, str, str]] = {}
    counted: dict[str, Counter[str]] = {}
    for each in facts.agreements:
        for theme in of_agreement.get(each.agreement.pk, ()):
            position[theme.id] = theme.position, theme.id, text_in(theme.name, facts.reader.language)
            for tie in each.agreement.partnership_rows.all():
                counted.setdefault(tie.partnership_id, Counter())[theme.id] += 1
    partners = [row for row in facts.partners if row.partnership.pk in counted]
    if not partners:
        return None
    title, listed = _("Themes and partners"), sorted(position.values())
    numbers = {key: [of[theme] for _position, theme, _name in listed] for key, of in counted.items()}
    drawn, notes = _most(facts, {row.partnership.pk: sum(numbers[row.partnership.pk]) for row in partners})
    if without := len(facts.partners) - len(partners):
        notes.append(
            ngettext(
                "%(number)d partner has no such agreement whose theme is recorded.",
                "%(number)d partners have no such agreement whose theme is recorded.",
                without,
            )
            % {"number": without}
        )
    rows = [
        Row(facts.name(row), [Cell(number, shown_number(number)) for number in numbers[row.partnership.pk]])
        for row in drawn
    ]
    heads = [name for _position, _theme, name in listed]
    return Figure(
        title=title,
        definition=_(
            "Agreements in force on %(day)s or without a recorded end, by the city's themes. An agreement on several "
            "themes, or with several partners, counts for each."
        )
        % {"day": facts.reader.shown_day},
        svg=matrix("themes", title, _in_table(), Matrix(heads, rows, mark="dot")),
        head=(_("Partner"), *heads),
        rows=[(facts.name(row), *numbers[row.partnership.pk]) for row in partners],
        notes=notes,
    )


def participants(facts: Facts) -> Figure | None:
    """How many took part in what began in each year; a year with activities of which no number is told has none."""
    told: dict[int, list[int | None]] = {}
    for each in facts.activity.activities.values():
        if each.starts:
            told.setdefault(each.starts.year, []).append(each.participants)
    if not any(number is not None for numbers in told.values() for number in numbers):
        return None
    title, this_year = _("Participants by year"), facts.reader.day.year
    rows: list[tuple[str, int, int, int | None]] = []
    drawn = []
    for year in range(min(told), this_year + 1):
        numbers = told.get(year, [])
        known = [number for number in numbers if number is not None]
        people = sum(known) if known or not numbers else None
        rows.append((str(year), len(numbers), len(numbers) - len(known), people))
        if year > this_year - YEARS:
            is_partly = people is not None and len(known) < len(numbers)
            drawn.append(Bar(str(year), people, _people(people, is_partly=is_partly), "partly" if is_partly else ""))
    notes = [_("The year %(year)d is counted so far.") % {"year": this_year}]
    if any(bar.kind == "partly" for bar in drawn):
        notes.append(_("Dots: of some activities the number of participants is not recorded."))
    if len(rows) > len(drawn):
        notes.append(_("The drawing shows the last %(number)d years, the table all.") % {"number": len(drawn)})
    return Figure(
        title=title,
        definition=_(
            "How many people took part in activities, counted in the year an activity began. Numbers are as the "
            "sources tell them: the total, or where only groups are told, their sum. Somebody who took part twice is "
            "counted twice."
        ),
        svg=bars("participants", title, _told(drawn), drawn),
        head=(_("Year"), _("Activities"), _("Without a number"), _("Participants")),
        rows=rows,
        notes=notes,
        missing=_("not recorded"),
    )


FIGURES: Final[Mapping[str, Callable[[Facts], Figure | None]]] = {
    "partners-by-country": by_country,
    "partners-by-decade": by_decade,
    "activity-index": activity,
    "themes-and-partners": themes,
    "participants-by-year": participants,
}
"""By the name each has in its addresses, in the order of the page."""


def _people(number: int | None, *, is_partly: bool) -> str:
    """*120*, *at least 120* where not all activities have a number, *no number recorded*."""
    if number is None:
        return _("no number recorded")
    return _("at least %(number)s") % {"number": shown_number(number)} if is_partly else shown_number(number)


def _most(facts: Facts, numbers: Mapping[str, float]) -> tuple[list[PartnershipOnDay], list[str]]:
    """The partners that a drawing shows, in the reader's alphabet: those with the largest numbers, none with zero."""
    some = [row for row in facts.partners if numbers.get(row.partnership.pk)]
    largest = sorted(some, key=lambda row: (-numbers[row.partnership.pk], row.partnership.pk))[:MOST_DRAWN]
    kept = {row.partnership.pk for row in largest}
    drawn = [row for row in some if row.partnership.pk in kept]
    if len(drawn) == len(some):
        return drawn, []
    return drawn, [
        _("The drawing shows the %(number)d partners with the largest numbers, the table all.") % {"number": len(drawn)}
    ]


def _in_table() -> str:
    return pgettext("of a figure", "The same numbers stand in the table below the drawing.")
