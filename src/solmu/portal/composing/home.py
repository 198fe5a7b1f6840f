"""The home page: the map, the partners, how the agreements stand."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from solmu.core.wording import lower_first
from solmu.places.countries import country_name
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import (
    activities_address,
    agreement_address,
    agreements_address,
    home_address,
    partner_address,
    stories_address,
)
from solmu.portal.composing.activities import activity_line, named, partner_names
from solmu.portal.composing.drawings import home_coordinates, lanes_of, map_words, tie_of
from solmu.portal.composing.head import Node
from solmu.portal.composing.reader import Reader, brand, frame
from solmu.portal.composing.sharing import CITY, picture, shared_city
from solmu.portal.composing.stories import story_line
from solmu.portal.composing.wording import (
    agreement_status,
    coverage,
    partners_count,
    partners_lead,
    partnership_status,
    statement,
)
from solmu.portal.drawing.map import MapWords, Tie, map_numbers, near_map, reach, world_map
from solmu.portal.drawing.projection import Coordinates, distance_km
from solmu.portal.drawing.sharing.picture import Shared
from solmu.portal.pages.home import HomePage
from solmu.portal.pages.parts import AgreementLine, DatedLine, MapKey, PartnerRow
from solmu.registry.naming import agreement_name
from solmu.registry.queries.activities import latest_begun
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on
from solmu.registry.queries.facts import coverage_on
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on
from solmu.registry.queries.stories import stories_on
from solmu.registry.vocabulary import InstitutionLevel, PartnershipStatus, Relation

LATEST_ACTIVITIES = 4
LATEST_STORIES = 2


def home_page(reader: Reader) -> HomePage:
    """Everything the public may see at a glance, on the reader's day."""
    rows = partnerships_on(reader.day, public_only=True, language=reader.language)
    agreements = agreements_on(
        reader.day, lead=reader.lead, public_only=True, ties=[row.partnership for row in rows], with_parties=True
    )
    names = partner_names(rows, reader)
    stories = stories_on(reader.day, public_only=True)[:LATEST_STORIES]
    return replace(
        home_of(reader, rows, agreements, _coverage(reader, rows)),
        activities=tuple(
            activity_line(reader, each.activity, named(each.partnership_ids, names))
            for each in latest_begun(reader.day, LATEST_ACTIVITIES, public_only=True)
        ),
        activities_href=activities_address(reader.language),
        stories=tuple(story_line(reader, row, names) for row in stories),
        stories_href=stories_address(reader.language),
    )


def home_of(
    reader: Reader,
    rows: list[PartnershipOnDay],
    agreements: list[AgreementOnDay],
    stated: tuple[DatedLine, ...] = (),
) -> HomePage:
    """The home page of these partnerships and agreements."""
    ties = [tie for row in rows if (tie := tie_of(reader, row))]
    home, words = home_coordinates(reader), map_words(reader)
    countries = {row.partner.country for row in rows}
    lead = partners_lead(reader, [row.state.relation for row in rows], len(countries))
    heading = reader.city.text("home_heading", reader.language) or brand(reader)
    world_svg = world_map(home, ties, words)
    shared = shared_city(reader, heading, _count(rows), world_svg)
    return HomePage(
        frame=frame(
            reader,
            title="",
            address=home_address,
            description=lead,
            picture=picture(shared, CITY),
            about={"@type": "City", "name": reader.home.nominative, "containedInPlace": _country(reader)},
        ),
        heading=heading,
        lead=lead,
        world_svg=world_svg,
        near_svg=near_map(home, ties, words),
        map_key=_map_key(ties, {row.state.relation for row in rows}),
        partners=_partner_rows(reader, rows, ties, words),
        agreements=tuple(_line(reader, line[-1]) for line in lanes_of(agreements)),
        agreements_note=_without_agreements(rows, agreements),
        coverage=stated,
        agreements_href=agreements_address(reader.language),
    )


def home_shared(reader: Reader) -> Shared:
    """The city's picture."""
    rows = partnerships_on(reader.day, public_only=True, language=reader.language)
    ties = [tie for row in rows if (tie := tie_of(reader, row))]
    heading = reader.city.text("home_heading", reader.language) or brand(reader)
    return shared_city(reader, heading, _count(rows), world_map(home_coordinates(reader), ties, map_words(reader)))


def _count(rows: list[PartnershipOnDay]) -> str:
    """How many partners there are; empty without any."""
    countries = {row.partner.country for row in rows}
    return f"{partners_count([row.state.relation for row in rows], len(countries))}." if rows else ""


def _country(reader: Reader) -> Node:
    code = reader.city.country
    return {"@type": "Country", "name": country_name(code, reader.language), "identifier": code}


def _map_key(ties: list[Tie], relations: set[str]) -> tuple[MapKey, ...]:
    """The line styles that occur, with their words; an ordinary line is what all partners are, if they are one kind."""
    relation = relations.pop() if len(relations) == 1 else ""
    styles = {"": lower_first(str(Relation(relation).label)) if relation else _("partner city")} | {
        status.value: lower_first(str(status.label))
        for status in (PartnershipStatus.SUSPENDED, PartnershipStatus.ENDED)
    }
    drawn = {tie.status if tie.status in styles else "" for tie in ties}
    return tuple(MapKey(style, word) for style, word in styles.items() if style in drawn)


def _partner_rows(
    reader: Reader, rows: list[PartnershipOnDay], ties: list[Tie], words: MapWords
) -> tuple[PartnerRow, ...]:
    home, known = home_coordinates(reader), {tie.key: tie for tie in ties}
    numbers = map_numbers(home, ties, words)
    distances = {tie.key: distance_km(home, Coordinates(tie.latitude, tie.longitude)) for tie in ties}
    longest = max(distances.values(), default=0.0)
    listed = []
    for row in rows:
        key = row.partnership.pk
        name, tie, began = shown_name_of(row.partner, reader.language), known.get(key), row.partnership.since
        listed.append(
            PartnerRow(
                name=reader.text(name.text, ""),
                href=partner_address(reader.language, key, name.text),
                country=country_name(row.partner.country, reader.language),
                distance=words.distance(distances[key]) if tie else "",
                reach_svg=reach(home, tie, longest) if tie else "",
                since=str(began.year) if began else "",
                status=partnership_status(row.state.status),
                number=numbers.get(key),
            )
        )
    return tuple(listed)


def _line(reader: Reader, each: AgreementOnDay) -> AgreementLine:
    name = agreement_name(each.agreement, reader.language)
    told = statement(each, ())
    return AgreementLine(
        status=agreement_status(each.status),
        title=name,
        href=agreement_address(reader.language, each.agreement.pk, name),
        sentence=f"{told.lead} {told.words}".strip(),
    )


def _without_agreements(rows: list[PartnershipOnDay], agreements: list[AgreementOnDay]) -> str:
    having = {row.partnership_id for each in agreements for row in each.agreement.partnership_rows.all()}
    if not having or all(row.partnership.pk in having for row in rows):
        return ""
    return _("Of the other partners no agreements are recorded.")


def _coverage(reader: Reader, rows: list[PartnershipOnDay]) -> tuple[DatedLine, ...]:
    partners = {row.partnership.pk: row for row in rows}
    lines = []
    for each in coverage_on(reader.day, public_only=True):
        row = partners.get(each.statement.partnership_id or "")
        level = str(InstitutionLevel(each.statement.level).label)
        name = shown_name_of(row.partner, reader.language).text if row else ""
        heading = f"{name}: {lower_first(level)}" if row else level
        href = partner_address(reader.language, row.partnership.pk, name) if row else ""
        lines.append(DatedLine(_("Coverage"), reader.text(heading, ""), coverage(each), href))
    return tuple(lines)
