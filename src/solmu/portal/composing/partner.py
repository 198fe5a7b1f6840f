"""A partner's page: the tie, what is so today, the agreements in time, themes, institutions, recognitions, sources."""

from __future__ import annotations

from django.utils.translation import gettext as _

from solmu.core.wording import shown_date
from solmu.places.countries import country_name
from solmu.places.models import Place
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import partner_address, partners_address
from solmu.portal.composing.around import (
    activity_lines,
    all_activities,
    index_sentence,
    latest_activities,
    story_lines,
    visit_facts,
    whom_to_ask,
)
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.drawings import home_coordinates, lanes_of, map_words, tie_of, timeline_view
from solmu.portal.composing.head import Node
from solmu.portal.composing.media import shown_image
from solmu.portal.composing.networks import networks_shared
from solmu.portal.composing.reader import Reader, frame, name_language
from solmu.portal.composing.recognitions import recognition_line
from solmu.portal.composing.rows import agreement_row, theme_list
from solmu.portal.composing.sharing import picture, shared_partner
from solmu.portal.composing.wording import (
    compass,
    coverage,
    partnership_status,
    since,
    statement,
    tie_sentence,
)
from solmu.portal.drawing.map import one_tie_map
from solmu.portal.drawing.projection import Coordinates, bearing, compass_point, distance_km
from solmu.portal.drawing.sharing.picture import Shared
from solmu.portal.pages.partners import PartnerPage
from solmu.portal.pages.parts import DatedLine, Fact, PlaceName, Statement, Text
from solmu.registry.models import InstitutionLink
from solmu.registry.naming import text_in
from solmu.registry.queries.agreements import AgreementOnDay, agreements_on, themes_of
from solmu.registry.queries.around import around
from solmu.registry.queries.facts import (
    CoverageOnDay,
    citations_of,
    counted_coverage,
    institution_links_on,
    recognitions,
)
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on
from solmu.registry.vocabulary import InstitutionLevel, Relation

UNTOLD = frozenset({"not_known", "draft", "in_negotiation", "approved"})
"""Statuses of which nothing is said at the head of the page."""


def partner_page(reader: Reader, record_id: str) -> PartnerPage | None:
    """One partner; None where there is no partnership the public may see."""
    shared = partnerships_on(reader.day, public_only=True, language=reader.language, record_id=record_id)
    row = next((each for each in shared if each.partnership.pk == record_id), None)
    if row is None:
        return None
    agreements = agreements_on(
        reader.day,
        lead=reader.lead,
        public_only=True,
        partnership_id=record_id,
        ties=[each.partnership for each in shared],
    )
    links = institution_links_on(reader.day, public_only=True, partnership_id=record_id, both_public=True)
    beside = around(row.partnership, reader.day)
    stated = counted_coverage(beside.statements, links)
    told = latest_activities(beside.activities)
    given = recognitions(reader.day, public_only=True, giver_place_id=row.partner.pk)
    ids = [record_id, *(each.agreement.pk for each in agreements), *(each.statement.pk for each in stated)]
    ids += [*(link.pk for link in links), *(each.recognition.pk for each in given)]
    ids += [each.activity.pk for each in told]
    cited = Cited(citations_of(ids, public_only=True))
    themes = themes_of((each.agreement.pk for each in agreements), reader.day)
    name, tie = shown_name_of(row.partner, reader.language), tie_of(reader, row)
    lead = tie_sentence(reader, row.state.relation, row.partnership.since)
    map_svg = one_tie_map(home_coordinates(reader), tie, map_words(reader)) if tie else ""
    return PartnerPage(
        frame=frame(
            reader,
            title=name.text,
            address=lambda code: partner_address(code, record_id, shown_name_of(row.partner, code).text),
            section="partners",
            description=f"{name.text}. {lead}",
            about=_city(reader, row, name.text),
            picture=picture(shared_partner(reader, name.text, lead, map_svg), record_id),
        ),
        name=Text(name.text),
        lead=lead,
        map_svg=map_svg,
        partners_href=partners_address(reader.language),
        names=other_names(row.partner, reader, name.text),
        status=partnership_status(row.state.status),
        statements=statements(agreements, cited),
        facts=partner_facts(reader, row, cited),
        timeline=timeline_view(reader, agreements, _("History of agreements: %(name)s") % {"name": name.text}, "chain"),
        agreements=tuple(agreement_row(reader, each, cited) for each in agreements),
        themes=tuple(
            theme_list(reader, each, themes[each.agreement.pk], cited)
            for each in agreements
            if each.agreement.pk in themes
        ),
        institutions=(*(_coverage(each, cited) for each in stated), *(_link(reader, link, cited) for link in links)),
        recognitions=tuple(recognition_line(reader, each, cited) for each in given),
        networks=networks_shared(reader, row.partnership),
        image=shown_image(reader, row.partnership.record),
        visits=visit_facts(reader, beside.activities),
        activities=activity_lines(reader, beside.activities, cited),
        index=index_sentence(reader, beside),
        activities_link=all_activities(reader, row.partnership, len(beside.activities)),
        stories=story_lines(reader, beside.stories),
        asked=whom_to_ask(reader, row.partnership, beside.contacts),
        sources=cited.blocks(reader),
    )


def partner_shared(reader: Reader, record_id: str) -> Shared | None:
    """The partner's picture; None where there is no partnership the public may see."""
    rows = partnerships_on(reader.day, public_only=True, language=reader.language, record_id=record_id)
    row = next((each for each in rows if each.partnership.pk == record_id), None)
    if row is None:
        return None
    name, tie = shown_name_of(row.partner, reader.language).text, tie_of(reader, row)
    lead = tie_sentence(reader, row.state.relation, row.partnership.since)
    svg = one_tie_map(home_coordinates(reader), tie, map_words(reader)) if tie else ""
    return shared_partner(reader, name, lead, svg)


def other_names(place: Place, reader: Reader, shown: str) -> tuple[PlaceName, ...]:
    """The place's own names that differ from the one shown, and how they are written in Latin letters."""
    names: dict[str, PlaceName] = {}
    for row in place.names.all():
        own = row.kind == "official" or row.language.endswith("-Latn")
        if own and row.language and row.text != shown:
            names.setdefault(row.text, PlaceName(row.text, row.language, name_language(row.language)))
    return tuple(names.values())


def _city(reader: Reader, row: PartnershipOnDay, name: str) -> Node:
    """The partner in the words of schema.org."""
    place, country = row.partner, country_name(row.partner.country, reader.language)
    node: dict[str, object] = {"@type": "City", "name": name}
    if others := [other.name for other in other_names(place, reader, name)]:
        node["alternateName"] = others
    if country:
        node["containedInPlace"] = {"@type": "Country", "name": country, "identifier": place.country}
    if place.latitude is not None and place.longitude is not None:
        node["geo"] = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return node


def statements(agreements: list[AgreementOnDay], cited: Cited) -> tuple[Statement, ...]:
    """What is so today of each line of agreements, told of its last one."""
    last = [line[-1] for line in lanes_of(agreements)]
    return tuple(statement(each, cited.record(each.agreement.pk)) for each in last if each.status.status not in UNTOLD)


def partner_facts(reader: Reader, row: PartnershipOnDay, cited: Cited) -> tuple[Fact, ...]:
    words, home = map_words(reader), home_coordinates(reader)
    cites = cited.record(row.partnership.pk)
    facts = [Fact(_("Country"), Text(country_name(row.partner.country, reader.language)))]
    if row.partner.latitude is not None and row.partner.longitude is not None:
        there = Coordinates(row.partner.latitude, row.partner.longitude)
        where = compass(compass_point(bearing(home, there), 8))
        facts.append(Fact(_("Distance"), Text(f"{words.distance(distance_km(home, there))} {where}")))
    relation = row.state.relation
    facts.append(Fact(_("Kind"), Text(str(Relation(relation).label) if relation else _("not recorded")), cites=cites))
    began = row.partnership.since
    facts.append(Fact(_("Since"), Text(shown_date(began) if began else _("not recorded"))))
    return tuple(facts)


def _coverage(each: CoverageOnDay, cited: Cited) -> DatedLine:
    stated = each.statement
    return DatedLine(
        when=since(stated.stated_from) if stated.stated_from else _("time not known"),
        heading=Text(str(InstitutionLevel(stated.level).label)),
        sentence=coverage(each),
        cites=cited.record(stated.pk),
    )


def _link(reader: Reader, link: InstitutionLink, cited: Cited) -> DatedLine:
    home, there = (text_in(side.name, reader.language) for side in (link.home_institution, link.partner_institution))
    return DatedLine(
        when=since(link.linked_from) if link.linked_from else _("time not known"),
        heading=Text(f"{home} – {there}"),
        cites=cited.record(link.pk),
    )
