"""Schools and other institutions: who is tied to whom, and how many are, as stated and as recorded.

An institution has no page of its own: all that is recorded of one is its pairs, which stand here, filtered by level and
partner, and on the partner's page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.wording import lower_first, shown_date
from solmu.places.queries import shown_name_of, shown_names
from solmu.places.sorting import sort_key
from solmu.portal.addresses import institutions_address, partner_address
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.listing import Asked, Filter, list_of
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.composing.rows import shown_name
from solmu.portal.composing.wording import since, stated_coverage
from solmu.portal.pages.institutions import InstitutionPair, InstitutionsPage
from solmu.portal.pages.parts import DatedLine, Text
from solmu.registry.models import CoverageStatement, InstitutionLink
from solmu.registry.naming import text_in
from solmu.registry.queries.facts import (
    CoverageOnDay,
    RecordedCoverage,
    citations_of,
    coverage_on,
    institution_links_on,
    recorded_coverage,
)
from solmu.registry.queries.partnerships import partnerships_on
from solmu.registry.vocabulary import InstitutionLevel


def institutions_page(reader: Reader, asked: Asked) -> InstitutionsPage | None:
    """The pairs of institutions that an address asks for, by level, in the reader's alphabet, and their coverage."""
    links = institution_links_on(reader.day, public_only=True, both_public=True)
    stated = coverage_on(reader.day, public_only=True, links=links)
    recorded = recorded_coverage(reader.day, public_only=True, every=links)
    cities = _Cities(reader, links, [each.statement for each in stated])
    levels = {level: place for place, level in enumerate(InstitutionLevel.values)}
    links.sort(key=lambda link: (levels[link.level], sort_key(_home(reader, link), reader.language), link.pk))
    listed = list_of(reader, links, _filters(cities), asked, address=institutions_address, counted=_counted)
    if listed is None:
        return None
    told = [each for each in stated if asked.page == 1 and _is_asked(each.statement, cities, asked)]
    ids = [*(each.statement.pk for each in told), *(link.pk for link in listed.rows)]
    cited = Cited(citations_of(ids, public_only=True))
    title = _("Schools and institutions")
    lead = _("Which schools, universities and other institutions are tied to which in the partner cities.")
    return InstitutionsPage(
        frame=frame(
            reader,
            title=listed.title(title),
            address=listed.address,
            canonical=listed.canonical,
            section="institutions",
            description=f"{lead} {listed.view.sentence}",
        ),
        heading=title,
        lead=lead,
        listing=listed.view,
        pairs=tuple(_pair(reader, link, cities, cited) for link in listed.rows),
        coverage=tuple(_coverage(each, links, cities, recorded, cited) for each in told),
        sources=cited.blocks(reader),
    )


class _Cities:
    """What the partner cities of links and statements are called; one that the public may not know has no name."""

    def __init__(
        self, reader: Reader, links: Sequence[InstitutionLink], statements: Sequence[CoverageStatement]
    ) -> None:
        self._language = reader.language
        self._partners = {
            row.partnership.pk: shown_name_of(row.partner, reader.language).text
            for row in partnerships_on(reader.day, public_only=True, language=reader.language)
        }
        free = {link.partner_institution.place_id for link in links if link.partnership_id is None}
        free |= {statement.partner_id for statement in statements if statement.partnership_id is None}
        places = {place for place in free if place}
        self._places = {place: name.text for place, name in shown_names(places, reader.language).items()}

    def partner(self, row: InstitutionLink | CoverageStatement) -> str:
        """The partnership that a row is under, where it is public; else empty."""
        key = row.partnership_id or ""
        return key if key in self._partners else ""

    def name(self, row: InstitutionLink | CoverageStatement) -> str:
        if row.partnership_id:
            return self._partners.get(row.partnership_id, "")
        place = row.partner_institution.place_id if isinstance(row, InstitutionLink) else row.partner_id
        return self._places.get(place or "", "")

    def href(self, row: InstitutionLink | CoverageStatement) -> str:
        key = self.partner(row)
        return partner_address(self._language, key, self._partners[key]) if key else ""


def _home(reader: Reader, link: InstitutionLink) -> str:
    return text_in(link.home_institution.name, reader.language)


def _counted(number: int) -> str:
    return ngettext("%(number)d pair", "%(number)d pairs", number) % {"number": number}


def _level(code: str) -> str:
    return str(InstitutionLevel(code).label)


def _filters(cities: _Cities) -> tuple[Filter[InstitutionLink], ...]:
    def of_level(link: InstitutionLink) -> list[tuple[str, str]]:
        return [(link.level, _level(link.level))]

    def of_partner(link: InstitutionLink) -> list[tuple[str, str]]:
        return [(key, cities.name(link))] if (key := cities.partner(link)) else []

    return (
        Filter("level", _("Level"), of_level, order=InstitutionLevel.values),
        Filter("partner", _("Partner"), of_partner),
    )


def _is_asked(statement: CoverageStatement, cities: _Cities, asked: Asked) -> bool:
    """Whether a statement is about what the address asks for; one about links to anywhere is about every partner."""
    if statement.partnership_id and not cities.partner(statement):
        return False
    return asked.choice in ("", f"level-{statement.level}", f"partner-{statement.partnership_id}")


def _coverage(
    each: CoverageOnDay,
    links: Sequence[InstitutionLink],
    cities: _Cities,
    recorded: Mapping[str, RecordedCoverage],
    cited: Cited,
) -> DatedLine:
    """*According to the city all have a partner (since 2016). Recorded: 3 of 12.*"""
    statement = each.statement
    of_level = recorded.get(statement.level)
    if of_level:
        linked = {
            link.home_institution_id
            for link in links
            if link.level == statement.level
            and (statement.partnership_id is None or link.partnership_id == statement.partnership_id)
        }
        numbers = {"linked": len(linked), "number": of_level.institutions}
        told = _("Recorded: %(linked)d of %(number)d.") % numbers
    else:
        told = _("Pairs recorded: %(number)d.") % {"number": each.recorded_pairs}
    name, level = cities.name(statement), _level(statement.level)
    return DatedLine(
        when=since(statement.stated_from) if statement.stated_from else _("time not known"),
        heading=Text(f"{name}: {lower_first(level)}" if name else level),
        sentence=f"{stated_coverage(statement)} {told}",
        href=cities.href(statement),
        cites=cited.record(statement.pk),
    )


def _pair(reader: Reader, link: InstitutionLink, cities: _Cities, cited: Cited) -> InstitutionPair:
    return InstitutionPair(
        home=shown_name(reader, link.home_institution.name),
        other=shown_name(reader, link.partner_institution.name),
        level=_level(link.level),
        partner=cities.name(link),
        partner_href=cities.href(link),
        since=shown_date(link.linked_from) if link.linked_from else "",
        cites=cited.record(link.pk),
    )
