"""The networks the city belongs to: the list, and each one's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.dates import OPEN, PartialDate, Period
from solmu.core.wording import lower_first, shown_amount, shown_date, shown_number
from solmu.places.queries import shown_name_of
from solmu.places.sorting import sort_key
from solmu.portal.addresses import activity_address, network_address, networks_address, partner_address
from solmu.portal.composing.citing import Cited
from solmu.portal.composing.listing import Asked, Filter, list_of
from solmu.portal.composing.reader import Reader, frame
from solmu.portal.composing.rows import decided, shown_name, shown_text
from solmu.portal.composing.wording import since, until
from solmu.portal.pages.listing import FilterChoice
from solmu.portal.pages.networks import NetworkLine, NetworkPage, NetworksPage
from solmu.portal.pages.parts import DatedLine, Fact, NavigationItem, Text
from solmu.registry.models import Activity, Membership, MembershipFee, Partnership
from solmu.registry.naming import text_in
from solmu.registry.queries.facts import citations_of
from solmu.registry.queries.networks import (
    NetworkOnDay,
    activities_within,
    fee_on,
    networks_on,
    partners_in,
    shared_networks,
)
from solmu.registry.queries.partnerships import PartnershipOnDay, partnerships_on
from solmu.registry.vocabulary import ActivityKind, MembershipRole, NetworkPurpose, OrganisationKind

LEFT = "left"
MEMBER = "member"


def networks_page(reader: Reader, asked: Asked) -> NetworksPage | None:
    """The networks that an address asks for, in the reader's alphabet; those the city has left on request alone."""
    networks = networks_on(reader.day, public_only=True)
    networks.sort(key=lambda each: (sort_key(_name(reader, each), reader.language), each.network.pk))
    inside = partners_in([each.network.pk for each in networks], reader.day, public_only=True)
    partners = partnerships_on(reader.day, public_only=True, language=reader.language)
    shared = {key: [row for row in partners if row.partnership.pk in ids] for key, ids in inside.items()}
    filters = _filters(reader, shared)
    listed = list_of(reader, networks, filters, asked, address=networks_address, counted=_counted)
    if listed is None:
        return None
    title = _("Networks")
    lead = _("What %(city)s belongs to, what for, and which of its partners belong to the same.") % {
        "city": reader.home.nominative
    }
    return NetworksPage(
        frame=frame(
            reader,
            title=listed.title(title),
            address=listed.address,
            canonical=listed.canonical,
            section="networks",
            description=f"{lead} {listed.view.sentence}",
        ),
        heading=title,
        lead=lead,
        listing=listed.view,
        networks=tuple(_line(reader, each, shared.get(each.network.pk, ())) for each in listed.rows),
        left=_left(reader, networks, asked),
    )


def network_page(reader: Reader, record_id: str) -> NetworkPage | None:
    """One network with the city's membership, by the id of either; None where there is none the public may see."""
    found = networks_on(reader.day, public_only=True, network_id=record_id)
    if not found:
        return None
    [each] = found
    network_id = each.network.pk
    activities = activities_within(each.memberships, reader.day, public_only=True)
    inside = partners_in([network_id], reader.day, public_only=True).get(network_id, set())
    partners = partnerships_on(reader.day, public_only=True, language=reader.language) if inside else []
    ids = [network_id, *(row.pk for row in each.memberships), *(row.pk for row in activities)]
    cited = Cited(citations_of(ids, public_only=True))
    lead = _lead(reader, each)
    name = each.network.name
    return NetworkPage(
        frame=frame(
            reader,
            title=text_in(name, reader.language),
            address=lambda code: network_address(code, network_id, text_in(name, code)),
            section="networks",
            description=f"{text_in(name, reader.language)}. {lead}",
            about={"@type": "Organization", "name": text_in(name, reader.language)},
        ),
        name=shown_name(reader, name),
        lead=lead,
        networks_href=networks_address(reader.language),
        abbreviation=each.network.abbreviation,
        facts=_facts(reader, each, cited),
        activities=tuple(_activity(reader, row, cited) for row in activities),
        partners=tuple(_partner(reader, row) for row in partners if row.partnership.pk in inside),
        sources=cited.blocks(reader),
    )


def networks_shared(reader: Reader, partnership: Partnership) -> tuple[NavigationItem, ...]:
    """The networks that home and a partner both belong to on the day, in the reader's alphabet."""
    found = shared_networks(partnership, reader.day, public_only=True)
    names = {each.network.pk: text_in(each.network.name, reader.language) for each in found}
    keys = sorted(names, key=lambda key: (sort_key(names[key], reader.language), key))
    return tuple(NavigationItem(names[key], network_address(reader.language, key, names[key])) for key in keys)


# --- the list ---------------------------------------------------------------------------------------------------------


def _name(reader: Reader, each: NetworkOnDay) -> str:
    return text_in(each.network.name, reader.language)


def _counted(number: int) -> str:
    return ngettext("%(number)d network", "%(number)d networks", number) % {"number": number}


def _filters(reader: Reader, shared: Mapping[str, Sequence[PartnershipOnDay]]) -> tuple[Filter[NetworkOnDay], ...]:
    def of_partner(each: NetworkOnDay) -> list[tuple[str, str]]:
        rows = shared.get(each.network.pk, ())
        return [(row.partnership.pk, shown_name_of(row.partner, reader.language).text) for row in rows]

    def of_status(each: NetworkOnDay) -> list[tuple[str, str]]:
        return [(MEMBER, _("Member today")) if each.is_member else (LEFT, _("Left"))]

    return (
        Filter("purpose", _("What for"), _purposes, order=NetworkPurpose.values),
        Filter("partner", _("Partner"), of_partner),
        Filter(
            "kind", _("Kind"), lambda each: [(each.network.kind, str(OrganisationKind(each.network.kind).label))],
            order=OrganisationKind.values,
        ),
        Filter("status", _("Membership"), of_status, order=(MEMBER, LEFT), on_request=frozenset({LEFT})),
    )  # fmt: skip


def _purposes(each: NetworkOnDay) -> list[tuple[str, str]]:
    purposes = {row.purpose for row in each.latest.purposes.all()}
    return [(purpose.value, str(purpose.label)) for purpose in NetworkPurpose if purpose in purposes]


def _left(reader: Reader, networks: Sequence[NetworkOnDay], asked: Asked) -> FilterChoice | None:
    number, choice = sum(not each.is_member for each in networks), f"status-{LEFT}"
    if not number or asked.choice == choice:
        return None
    return FilterChoice(_("Networks that were left"), shown_number(number), networks_address(reader.language, choice))


def _line(reader: Reader, each: NetworkOnDay, partners: Sequence[PartnershipOnDay]) -> NetworkLine:
    name, membership = _name(reader, each), each.latest
    return NetworkLine(
        name=shown_name(reader, each.network.name),
        href=network_address(reader.language, each.network.pk, name),
        abbreviation=each.network.abbreviation if each.network.abbreviation != name else "",
        purposes=_listed([word for _code, word in _purposes(each)]),
        since=_period(each),
        role=str(MembershipRole(membership.role).label) if membership.role else "",
        partners=", ".join(shown_name_of(row.partner, reader.language).text for row in partners),
    )


def _listed(words: Sequence[str]) -> str:
    """Labels one after the other, the first as a sentence begins."""
    return ", ".join([*words[:1], *(lower_first(word) for word in words[1:])])


def _period(each: NetworkOnDay) -> str:
    began, end = each.latest.member_from, each.latest.member_until
    if isinstance(end, PartialDate):
        return f"{shown_date(began)} – {shown_date(end)}" if began else until(end)
    return since(began) if began else ""


# --- a network --------------------------------------------------------------------------------------------------------


def _lead(reader: Reader, each: NetworkOnDay) -> str:
    """*Lintula has been a member since 2015.*"""
    city, began, end = reader.home.nominative, each.latest.member_from, each.latest.member_until
    if not each.is_member and isinstance(end, PartialDate):
        return _("%(city)s was a member %(until)s.") % {"city": city, "until": until(end)}
    if began:
        return _("%(city)s has been a member %(since)s.") % {"city": city, "since": since(began)}
    return _("%(city)s is a member. Since when is not recorded.") % {"city": city}


def _facts(reader: Reader, each: NetworkOnDay, cited: Cited) -> tuple[Fact, ...]:
    membership, not_recorded = each.latest, _("not recorded")
    cites = cited.record(membership.pk)
    role = str(MembershipRole(membership.role).label) if membership.role else not_recorded
    facts = [
        Fact(_("What for"), Text(_listed([word for _code, word in _purposes(each)]) or not_recorded), cites=cites),
        Fact(_("Role"), Text(role)),
        Fact(_("Member"), Text(_membership_period(membership) or not_recorded)),
    ]
    earlier = [_membership_period(row) for row in each.memberships[:-1]]
    facts += [Fact(_("Earlier memberships"), Text(words or not_recorded)) for words in earlier]
    if each.network.kind == OrganisationKind.TWIN_TOWN_RING:
        facts.insert(0, Fact(_("Kind"), Text(str(OrganisationKind.TWIN_TOWN_RING.label))))
    facts += _costs(membership, reader)
    if membership.decision and (fact := decided(_("Joining decided by"), membership.decision)):
        facts.append(fact)
    for row in membership.representatives.all():
        if not Period(None, row.represents_until).over(reader.day) and not _is_later(row.represents_from, reader):
            facts.append(Fact(_("Representative"), Text(", ".join(filter(None, (row.name, row.title))))))
    return tuple(facts)


def _membership_period(membership: Membership) -> str:
    began, end = membership.member_from, membership.member_until
    if isinstance(end, PartialDate):
        return f"{shown_date(began)} – {shown_date(end)}" if began else until(end)
    started = since(began) if began else ""
    return ", ".join(filter(None, (started, _("until further notice") if end is OPEN else "")))


def _is_later(began: PartialDate | None, reader: Reader) -> bool:
    return began is not None and reader.day < began.earliest


def _costs(membership: Membership, reader: Reader) -> list[Fact]:
    """The fee of the day and who decided it; where none is recorded as an amount, the fee as its source states it."""
    fee: MembershipFee | None = fee_on(membership.fees.all(), reader.day)
    if fee is None:
        return [Fact(_("Fee"), Text(membership.fee or _("not recorded")))]
    told = _("%(amount)s a year") % {"amount": shown_amount(fee.amount, fee.currency)}
    began = since(fee.fee_from) if fee.fee_from else ""
    facts = [Fact(_("Fee"), Text(", ".join(filter(None, (told, began)))))]
    if fee.decision and (fact := decided(_("Fee decided by"), fee.decision)):
        facts.append(fact)
    return facts


def _activity(reader: Reader, row: Activity, cited: Cited) -> DatedLine:
    told = str(ActivityKind(row.kind).label)
    details = [Fact(_("What for"), Text(lower_first(str(NetworkPurpose(row.purpose).label))))] if row.purpose else []
    outcome = shown_text(reader, row.outcome)
    if outcome.words:
        details.append(Fact(_("Outcome"), Text(outcome.words.rstrip("."), outcome.lang, outcome.note)))
    return DatedLine(
        when=shown_date(row.starts) if row.starts else _("time not known"),
        heading=shown_text(reader, row.title),
        sentence=f"{told}.",
        href=activity_address(reader.language, row.pk, text_in(row.title, reader.language)),
        details=tuple(details),
        cites=cited.record(row.pk),
    )


def _partner(reader: Reader, row: PartnershipOnDay) -> NavigationItem:
    name = shown_name_of(row.partner, reader.language).text
    return NavigationItem(name, partner_address(reader.language, row.partnership.pk, name))
