"""Activities: what comes and what was, and an activity's own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from solmu.core.dates import OPEN, PartialDate
from solmu.core.wording import lower_first, shown_amount, shown_date, shown_number
from solmu.places.countries import country_name
from solmu.places.queries import shown_name_of
from solmu.portal.addresses import (
    activities_address,
    activity_address,
    agreement_address,
    calendar_address,
    network_address,
    partner_address,
)
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.listing import Asked, Filter, list_of
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.composing.rows import shown_name, shown_text
from solmu.portal.composing.wording import since
from solmu.portal.pages.activities import ActivitiesPage, ActivityGroup, ActivityPage
from solmu.portal.pages.parts import DatedLine, Fact, NavigationItem, Text
from solmu.registry.models import Activity
from solmu.registry.naming import agreement_label, agreement_name, text_in
from solmu.registry.queries.activities import ActivityOnDay, activities_on, activity_with_parts, went_on_in
from solmu.registry.queries.agreements import load_partnerships
from solmu.registry.queries.facts import citations_of
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on
from solmu.registry.rules.activity_index import Participants, total_participants
from solmu.registry.vocabulary import ActivityKind, Direction, GiftDirection, NetworkPurpose, OrganisationKind

PartnerNames = Mapping[str, str]
"""What each public partnership's city is called for the reader, in the reader's alphabet."""


def activities_page(reader: Reader, asked: Asked) -> ActivitiesPage | None:
    """The activities an address asks for: what goes on and comes, by month, then what is over, by year."""
    names = partner_names(partnerships_on(reader.day, public_only=True, language=reader.language), reader)
    rows = activities_on(reader.day, public_only=True)
    filters = _filters(reader, rows, names)
    listed = list_of(reader, rows, filters, asked, address=activities_address, counted=_counted)
    if listed is None:
        return None
    heading = _("Visits and events")
    lead = _("What %(city)s and its partners do together: what is coming, and what has been.") % {
        "city": reader.home.nominative
    }
    return ActivitiesPage(
        frame=frame(
            reader, title=listed.title(heading), address=listed.address, section="activities",
            description=f"{lead} {listed.view.sentence}",
        ),
        heading=heading,
        lead=lead,
        listing=listed.view,
        groups=_groups(reader, listed.rows, names),
        calendar_href=calendar_address(reader.language),
    )  # fmt: skip


def activity_page(reader: Reader, record_id: str) -> ActivityPage | None:
    """One activity; None where there is none the public may see."""
    row = activity_with_parts(record_id, public_only=True)
    if row is None:
        return None
    public = partnerships_on(reader.day, public_only=True, language=reader.language)
    ties = _ties_of(row, public)
    names = partner_names(ties, reader)
    cited = Cited(citations_of([record_id], public_only=True))
    title = shown_text(reader, row.title)
    lead = _lead(row)
    outcome = shown_text(reader, row.outcome)
    return ActivityPage(
        frame=frame(
            reader,
            title=title.words,
            address=lambda code: activity_address(code, record_id, text_in(row.title, code)),
            section="activities",
            description=". ".join(filter(None, (title.words, lead, ", ".join(names.values())))) + ".",
            about=_event(row, title.words),
        ),
        title=title,
        lead=lead,
        activities_href=activities_address(reader.language),
        partners=tuple(
            NavigationItem(name, partner_address(reader.language, key, name)) for key, name in names.items()
        ),
        facts=_facts(reader, row, cited, public),
        outcome=outcome if outcome.words else None,
        has_begun=ActivityOnDay.of(row, (), reader.day).has_begun,
        sources=cited.blocks(reader),
    )


def partner_names(rows: Sequence[PartnershipOnDay], reader: Reader) -> PartnerNames:
    return {row.partnership.pk: shown_name_of(row.partner, reader.language).text for row in rows}


def activity_line(
    reader: Reader, row: Activity, partners: Sequence[str] = (), cites: tuple[int, ...] = ()
) -> DatedLine:
    """An activity among others: when, what it is called, and of which kind, which way and with whom."""
    return DatedLine(
        when=activity_time(row) or _("time not known"),
        heading=shown_text(reader, row.title),
        sentence=" ".join(filter(None, (f"{_lead(row)}.", ", ".join(partners)))),
        href=activity_address(reader.language, row.pk, text_in(row.title, reader.language)),
        cites=cites,
    )


def activity_time(row: Activity) -> str:
    """*4 September 1998*, *2019 – 2021*, *since May 2024*; empty where nothing is known."""
    if row.starts is None:
        return ""
    if row.ends is OPEN:
        return since(row.starts)
    began = shown_date(row.starts)
    return (
        f"{began} – {shown_date(row.ends)}" if isinstance(row.ends, PartialDate) and row.ends != row.starts else began
    )


def named(partnership_ids: Sequence[str], names: PartnerNames) -> list[str]:
    """The names of these partners, in the order of `names`; those that are not public have none."""
    return [name for key, name in names.items() if key in partnership_ids]


# --- the list ---------------------------------------------------------------------------------------------------------


def _counted(number: int) -> str:
    return ngettext("%(number)d activity", "%(number)d activities", number) % {"number": number}


def _filters(reader: Reader, rows: Sequence[ActivityOnDay], names: PartnerNames) -> tuple[Filter[ActivityOnDay], ...]:
    def of_year(each: ActivityOnDay) -> list[tuple[str, str]]:
        return [(str(year), str(year)) for year in went_on_in(each.activity, reader.day)]

    def of_partner(each: ActivityOnDay) -> list[tuple[str, str]]:
        return [(key, names[key]) for key in each.partnership_ids if key in names]

    def of_direction(each: ActivityOnDay) -> list[tuple[str, str]]:
        direction = each.activity.direction
        return [(direction, str(Direction(direction).label))] if direction else []

    years = sorted({code for row in rows for code, _word in of_year(row)}, reverse=True)
    return (
        Filter("year", _("Year"), of_year, order=years),
        Filter(
            "kind", _("Kind"), lambda each: [(each.activity.kind, str(ActivityKind(each.activity.kind).label))],
            order=ActivityKind.values,
        ),
        Filter("partner", _("Partner"), of_partner),
        Filter("direction", _("Direction"), of_direction, order=Direction.values),
    )  # fmt: skip


def _groups(reader: Reader, rows: Sequence[ActivityOnDay], names: PartnerNames) -> tuple[ActivityGroup, ...]:
    return tuple(
        ActivityGroup(
            key=key,
            heading=heading,
            note=note,
            activities=tuple(
                activity_line(
                    reader, each.activity, [name for key, name in names.items() if key in each.partnership_ids]
                )
                for each in some
            ),
        )
        for (key, heading, note), some in groupby(rows, key=_group)
    )


def _group(each: ActivityOnDay) -> tuple[str, str, str]:
    """The group an activity stands in: what its heading is found by, the heading, and a note."""
    starts = each.activity.starts
    if starts is None:
        return ("undated", _("Time not known"), "")
    if each.is_over:
        return (f"year-{starts.year}", str(starts.year), "")
    if each.has_begun:
        return ("now", _("Going on"), "")
    coming = pgettext("of activities", "Coming")
    if starts.month is None:
        return (f"coming-{starts.year}", str(starts.year), coming)
    month = str(dates.MONTHS[starts.month])
    return (f"coming-{starts.year}-{starts.month}", f"{month[:1].upper()}{month[1:]} {starts.year}", coming)


# --- an activity ------------------------------------------------------------------------------------------------------


def _lead(row: Activity) -> str:
    """*Visit, to the partner*"""
    kind = str(ActivityKind(row.kind).label)
    return f"{kind}, {lower_first(str(Direction(row.direction).label))}" if row.direction else kind


def _ties_of(row: Activity, ties: Sequence[PartnershipOnDay]) -> list[PartnershipOnDay]:
    """The public partnerships of an activity, in the reader's alphabet."""
    recorded = {each.partnership_id for each in row.partnership_rows.all()}
    places = {each.organisation.place_id for each in row.organisation_rows.all()}
    return [tie for tie in ties if tie.partnership.pk in recorded or tie.partner.pk in places]


def _facts(reader: Reader, row: Activity, cited: Cited, ties: Sequence[PartnershipOnDay]) -> tuple[Fact, ...]:
    language = reader.language
    facts = [Fact(_("Time"), Text(activity_time(row) or _("not recorded")), cites=cited.record(row.pk))]
    if place := _place(reader, row, ties):
        facts.append(Fact(_("Place"), Text(place)))
    organisations = [each.organisation for each in row.organisation_rows.all()]
    facts += [
        Fact(_("Organisations"), shown_name(reader, each.name))
        for each in organisations
        if each.kind != OrganisationKind.CITY
    ]
    facts += [Fact(_("Participants"), Text(words)) for words in _participants(row, language)]
    for member in row.membership_rows.all():
        network = member.membership.network
        href = network_address(language, network.pk, text_in(network.name, language))
        facts.append(Fact(_("Network"), shown_name(reader, network.name), href))
    if row.purpose:
        facts.append(Fact(_("What for"), Text(str(NetworkPurpose(row.purpose).label))))
    facts += [Fact(_("Themes"), shown_text(reader, each.theme.name)) for each in row.theme_rows.all()]
    if row.agreement:
        load_partnerships([row.agreement], [tie.partnership for tie in ties], public_only=True)
        href = agreement_address(language, row.agreement.pk, agreement_name(row.agreement, language))
        facts.append(Fact(_("Agreement"), Text(agreement_label(row.agreement, language)), href))
    funding = shown_text(reader, row.funding)
    if funding.words:
        facts.append(Fact(_("Funding"), funding))
    if row.costs is not None:
        facts.append(Fact(_("Costs"), Text(shown_amount(row.costs, row.currency))))
    facts += _gifts(reader, row)
    return tuple(facts)


def _place(reader: Reader, row: Activity, ties: Sequence[PartnershipOnDay]) -> str:
    if row.place is None:
        return row.place_as_written
    known = next((tie.partner for tie in ties if tie.partner.pk == row.place_id), row.place)
    name = shown_name_of(known, reader.language).text
    return f"{row.place_as_written}, {name}" if row.place_as_written not in ("", name) else name


def _participants(row: Activity, language: str) -> list[str]:
    """*32 in all*, then each group and country the source tells apart."""
    counts = sorted(row.participants.all(), key=lambda each: (each.group, each.country))
    total = total_participants(Participants(each.number, each.group, each.country) for each in counts)
    parts = [each for each in counts if each.group or each.country]
    if total is None:
        return []
    told = [shown_number(total) if not parts else _("%(number)s in all") % {"number": shown_number(total)}]
    for each in parts:
        who = ", ".join(filter(None, (each.group, country_name(each.country, language) if each.country else "")))
        told.append(f"{who}: {shown_number(each.number)}")
    return told


def _gifts(reader: Reader, row: Activity) -> list[Fact]:
    """Each gift with its value where it is known: public where the activity is, as its costs are."""
    labels = {GiftDirection.GIVEN: _("Gifts given"), GiftDirection.RECEIVED: _("Gifts received")}
    facts = []
    for gift in sorted(row.gifts.all(), key=lambda gift: (gift.direction, gift.pk)):
        what = shown_text(reader, gift.what)
        value = f" ({shown_amount(gift.value, gift.currency)})" if gift.value is not None else ""
        facts.append(Fact(labels[GiftDirection(gift.direction)], Text(what.words + value, what.lang, what.note)))
    return facts


def _event(row: Activity, title: str) -> dict[str, object] | None:
    """The activity in the words of schema.org, which knows no event without a start."""
    if row.starts is None:
        return None
    node: dict[str, object] = {"@type": "Event", "name": title, "startDate": row.starts.edtf}
    if isinstance(row.ends, PartialDate):
        node["endDate"] = row.ends.edtf
    return node
