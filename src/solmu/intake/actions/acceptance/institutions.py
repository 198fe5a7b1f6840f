"""Taking institution links, coverage statements and memberships of networks into the record."""

from __future__ import annotations

from solmu.core.dates import PartialDate
from solmu.core.errors import Phrase, SolmuError
from solmu.core.models import Record
from solmu.intake.actions.acceptance.entering import (
    Acceptance,
    complete,
    home_of_instance,
    key_of,
    partnership_with,
    place_of,
)
from solmu.intake.queries import claimed_date
from solmu.intake.vocabulary import EffectKind
from solmu.places.models import Place
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Organisation
from solmu.registry.queries import matching
from solmu.registry.vocabulary import NETWORK_KINDS, Extent, InstitutionLevel, OrganisationKind


def take_membership(acceptance: Acceptance) -> Record:
    content, by, source = acceptance.content, acceptance.by, acceptance.source
    name, since, until = content["network"], claimed_date(content, "since"), claimed_date(content, "until")
    network = matching.organisation_named(name, NETWORK_KINDS)
    if network is None:
        network = add_organisation(
            by=by,
            source=source,
            kind=OrganisationKind.NETWORK,
            name=acceptance.text(name),
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, network.record)
    role, fee = content.get("role") or "", content.get("fee") or ""
    membership = matching.same_membership(network_id=network.pk, since=since, role=role)
    if membership is None:
        membership = add_membership(
            by=by,
            source=source,
            network=network,
            organisation=home_of_instance(),
            role=role,
            member_from=since,
            member_until=until,
            fee=fee,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, membership.record)
    else:
        complete(acceptance, membership, role=role, member_from=since, member_until=until, fee=fee)
    return membership.record


def take_institution_link(acceptance: Acceptance) -> Record:
    """A link between two institutions or, where the text names neither, what it says of all or some of a kind."""
    content, since = acceptance.content, claimed_date(acceptance.content, "since")
    level = key_of(InstitutionLevel, content.get("level"), Phrase("kind of institution"))
    place = place_of(acceptance, content["partner"]) if content.get("partner") else None
    partnership = partnership_with(place) if place else None
    named = content.get("home"), content.get("partner_institution")
    if content["covers_all"] or not any(named):
        extent = Extent.ALL if content["covers_all"] else Extent.SOME
        return _take_coverage(acceptance, level, extent, place, since)
    if not all(named):
        raise SolmuError("Only one of the two institutions is named. The claim waits for the other.")
    home_place = home_of_instance().place
    home = _institution(acceptance, content["home"], level, home_place)
    partner = _institution(acceptance, content["partner_institution"], level, place, not_in=home_place)
    link = matching.same_link(home_institution_id=home.pk, partner_institution_id=partner.pk)
    if link is None:
        link = add_institution_link(
            by=acceptance.by,
            source=acceptance.source,
            level=level,
            home_institution=home,
            partner_institution=partner,
            partnership=partnership,
            linked_from=since,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, link.record)
    else:
        complete(acceptance, link, linked_from=since)
    return link.record


def _take_coverage(
    acceptance: Acceptance,
    level: InstitutionLevel,
    extent: Extent,
    place: Place | None,
    since: PartialDate | None,
) -> Record:
    statement = matching.same_coverage(level=level, partner=place, extent=extent, since=since)
    if statement is None:
        statement = add_coverage_statement(
            by=acceptance.by,
            source=acceptance.source,
            level=level,
            extent=extent,
            partnership=partnership_with(place) if place else None,
            partner=place,
            stated_from=since,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, statement.record)
    else:
        complete(acceptance, statement, stated_from=since)
    return statement.record


def _institution(
    acceptance: Acceptance, name: str, level: InstitutionLevel, place: Place | None, *, not_in: Place | None = None
) -> Organisation:
    kind = OrganisationKind(level)
    organisation = matching.organisation_named(
        name, (kind,), place_id=place.pk if place else None, not_in=not_in.pk if not_in else None
    )
    if organisation is None:
        organisation = add_organisation(
            by=acceptance.by,
            source=acceptance.source,
            kind=kind,
            name=acceptance.text(name),
            place=place,
            is_published=acceptance.is_published,
        )
        acceptance.note(EffectKind.ADDED, organisation.record)
    return organisation
