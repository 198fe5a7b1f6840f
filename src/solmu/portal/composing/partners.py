"""The list of partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.dates import OPEN, PartialDate, Period
from solmu.core.wording import shown_date, shown_number
from solmu.places.countries import country_name
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import partner_address, partners_address
from solmu.portal.composing.listing import Asked, Filter, list_of
from solmu.portal.composing.partner import other_names
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.composing.rows import country_choice
from solmu.portal.composing.wording import partners_count, partnership_status
from solmu.portal.pages.listing import FilterChoice
from solmu.portal.pages.partners import PartnerLine, PartnersPage
from solmu.portal.pages.parts import Text
from solmu.registry.naming import text_in
from solmu.registry.queries.agreements import agreements_on
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on
from solmu.registry.queries.themes import CityTheme, city_themes_of
from solmu.registry.queries.visits import latest_activities
from solmu.registry.vocabulary import PartnershipStatus, Relation

ENDED = PartnershipStatus.ENDED.value


def partners_page(reader: Reader, asked: Asked) -> PartnersPage | None:
    """The public partners that an address asks for, in the reader's alphabet; ended ties on request alone."""
    rows = partnerships_on(reader.day, public_only=True, language=reader.language)
    filters = _filters(reader, _themes(reader, rows))
    listed = list_of(reader, rows, filters, asked, address=partners_address, counted=_counted)
    if listed is None:
        return None
    latest = latest_activities([row.partnership.pk for row in listed.rows], reader.day, public_only=True)
    lead, title = _lead(rows), _("Partners")
    return PartnersPage(
        frame=frame(
            reader,
            title=listed.title(title),
            address=listed.address,
            canonical=listed.canonical,
            section="partners",
            description=f"{lead} {listed.view.sentence}" if asked.choice else lead,
        ),
        heading=title,
        lead=lead,
        listing=listed.view,
        partners=tuple(_line(reader, row, latest.get(row.partnership.pk)) for row in listed.rows),
        ended=_ended(reader, rows, asked),
    )


def _counted(number: int) -> str:
    return ngettext("%(number)d partner", "%(number)d partners", number) % {"number": number}


def _lead(rows: Sequence[PartnershipOnDay]) -> str:
    going_on = [row for row in rows if row.state.status != ENDED]
    if not going_on:
        return ""
    countries = {row.partner.country for row in going_on}
    return f"{partners_count([row.state.relation for row in going_on], len(countries))}."


def _ended(reader: Reader, rows: Sequence[PartnershipOnDay], asked: Asked) -> FilterChoice | None:
    """The way to ties that are no more, where there are some and the page does not show them."""
    number, choice = sum(row.state.status == ENDED for row in rows), f"status-{ENDED}"
    if not number or asked.choice == choice:
        return None
    return FilterChoice(_("Ended ties"), shown_number(number), partners_address(reader.language, choice))


def _themes(reader: Reader, rows: Sequence[PartnershipOnDay]) -> dict[str, list[CityTheme]]:
    """The themes of each partnership: those of the agreements made by the day."""
    agreements = agreements_on(reader.day, lead=reader.lead, public_only=True, ties=[row.partnership for row in rows])
    of_agreement = city_themes_of([each.agreement.pk for each in agreements], reader.day, public_only=True)
    themes: dict[str, list[CityTheme]] = {}
    for each in agreements:
        for tie in each.agreement.partnership_rows.all():
            themes.setdefault(tie.partnership_id, []).extend(of_agreement.get(each.agreement.pk, ()))
    return themes


def _filters(reader: Reader, themes: Mapping[str, Sequence[CityTheme]]) -> tuple[Filter[PartnershipOnDay], ...]:
    def of_country(row: PartnershipOnDay) -> list[tuple[str, str]]:
        return [country_choice(reader, row.partnership)]

    def of_theme(row: PartnershipOnDay) -> list[tuple[str, str]]:
        return [(theme.id, text_in(theme.name, reader.language)) for theme in themes.get(row.partnership.pk, ())]

    def of_status(row: PartnershipOnDay) -> list[tuple[str, str]]:
        status = partnership_status(row.state.status)
        return [(status.code, status.word)] if status else []

    def of_kind(row: PartnershipOnDay) -> list[tuple[str, str]]:
        return [(row.state.relation, str(Relation(row.state.relation).label))] if row.state.relation else []

    return (
        Filter("country", _("Country"), of_country),
        Filter("theme", _("Theme"), of_theme),
        Filter("status", _("Status"), of_status, order=PartnershipStatus.values, on_request=frozenset({ENDED})),
        Filter("kind", _("Kind"), of_kind, order=Relation.values),
    )


def _line(reader: Reader, row: PartnershipOnDay, latest: Period | None) -> PartnerLine:
    name, relation, began = shown_name_of(row.partner, reader.language), row.state.relation, row.partnership.since
    return PartnerLine(
        name=Text(name.text),
        href=partner_address(reader.language, row.partnership.pk, name.text),
        country=country_name(row.partner.country, reader.language),
        local_name=next(iter(other_names(row.partner, reader, name.text)), None),
        relation=str(Relation(relation).label) if relation else "",
        since=str(began.year) if began else "",
        status=partnership_status(row.state.status),
        last_activity=_when(reader, latest) if latest else "",
    )


def _when(reader: Reader, activity: Period) -> str:
    """*2024*, *syyskuu 2025*; *goes on* where the activity is not over on the day."""
    end = activity.end
    if end is OPEN or (isinstance(end, PartialDate) and reader.day < end.earliest):
        return _("goes on")
    last = end if isinstance(end, PartialDate) else activity.start
    return shown_date(last) if last else ""
