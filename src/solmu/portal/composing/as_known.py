"""Pages of what had been published by a day: made of the public shapes of that day, laid out as pages are today."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from solmu.places.queries import shown_name_of
from solmu.portal.addresses import agreement_address, agreements_address, partner_address, partners_address
from solmu.portal.composing.agreements import facts_of, is_told_in_time
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.drawings import home_coordinates, map_words, tie_of, timeline_view
from solmu.portal.composing.home import home_of
from solmu.portal.composing.partner import partner_facts, statements
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.composing.rows import agreement_row, theme_list
from solmu.portal.composing.wording import agreement_status, partnership_status, statement, tie_sentence
from solmu.portal.drawing.map import one_tie_map
from solmu.portal.pages.agreements import AgreementPage
from solmu.portal.pages.home import HomePage
from solmu.portal.pages.partners import PartnerPage
from solmu.portal.pages.parts import Text
from solmu.registry.naming import agreement_label, agreement_name, partner_names
from solmu.registry.queries.as_known import Known

UNCITED = Cited({})
"""Words of sources are kept as they are today alone; a page of what was known shows none."""


def home_known(reader: Reader, known: Known) -> HomePage:
    return replace(home_of(reader, known.partnerships, known.agreements), agreements_href="")


def partner_known(reader: Reader, known: Known, record_id: str) -> PartnerPage | None:
    """One partner; None where it was not known."""
    row = next((each for each in known.partnerships if each.partnership.pk == record_id), None)
    if row is None:
        return None
    agreements, tie = known.agreements_with(record_id), tie_of(reader, row)
    name = shown_name_of(row.partner, reader.language).text
    return PartnerPage(
        frame=frame(
            reader,
            title=name,
            address=lambda code: partner_address(code, record_id, shown_name_of(row.partner, code).text),
            section="partners",
        ),
        name=Text(name),
        lead=tie_sentence(reader, row.state.relation, row.partnership.since),
        map_svg=one_tie_map(home_coordinates(reader), tie, map_words(reader)) if tie else "",
        partners_href=partners_address(reader.language),
        status=partnership_status(row.state.status),
        statements=statements(agreements, UNCITED),
        facts=partner_facts(reader, row, UNCITED),
        timeline=timeline_view(reader, agreements, _("History of agreements: %(name)s") % {"name": name}, "chain"),
        agreements=tuple(agreement_row(reader, each, UNCITED) for each in agreements),
        themes=tuple(
            theme_list(reader, each, known.themes[each.agreement.pk], UNCITED)
            for each in agreements
            if each.agreement.pk in known.themes
        ),
    )


def agreement_known(reader: Reader, known: Known, record_id: str) -> AgreementPage | None:
    """One agreement with the line it belonged to; None where it was not known."""
    line = known.line_of(record_id)
    each = next((member for member in line if member.agreement.pk == record_id), None)
    if each is None:
        return None
    agreement, language, themes = each.agreement, reader.language, known.themes.get(record_id)
    return AgreementPage(
        frame=frame(
            reader,
            title=agreement_name(agreement, language),
            address=lambda code: agreement_address(code, record_id, agreement_name(agreement, code)),
            section="agreements",
        ),
        title=agreement_label(agreement, language),
        lead=", ".join(partner_names(agreement, language)),
        status=agreement_status(each.status),
        register_href=agreements_address(language),
        statement=statement(each, ()),
        facts=facts_of(reader, each, UNCITED),
        themes=(theme_list(reader, each, themes, UNCITED),) if themes else (),
        series_title=_("The line it belongs to") if len(line) > 1 else _("On a timeline"),
        timeline=timeline_view(reader, line, _("Agreements of this line"), "series") if is_told_in_time(line) else None,
        series=tuple(agreement_row(reader, member, UNCITED) for member in line) if is_told_in_time(line) else (),
    )
