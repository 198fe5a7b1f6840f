"""An internal brief: of the record as it is, with what only the city itself may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Q

from solmu.core.city import City
from solmu.core.models import Account
from solmu.core.terms import Term
from solmu.desk.partners.brief.material import Gift, Material, Person, Visit
from solmu.registry.models import Activity, ActivityOrganisation, ActivityPartnership, AgreementParty, Contact
from solmu.registry.permissions import can_read_contacts
from solmu.registry.queries.agreements import agreements_on
from solmu.registry.queries.facts import institution_links_on
from solmu.registry.queries.partnerships import partnerships_on
from solmu.registry.queries.visits import AT_CITY
from solmu.registry.records import by_language
from solmu.stewardship.queries.matters import Matter, remembered_matters


def internal_material(record_id: str, day: date, *, by: Account, city: City, language: str) -> Material | None:
    """What the reader may know of the partner on the day; None where there is no such partner.

    Contact persons, and matters about them, only for whom personal data are shown to.
    """
    near = partnerships_on(day, public_only=False, language=language, record_id=record_id)
    tie = next((each for each in near if each.partnership.pk == record_id), None)
    if tie is None:
        return None
    agreements = agreements_on(
        day,
        lead=Term(city.lead_months),
        public_only=False,
        partnership_id=record_id,
        ties=[each.partnership for each in near],
    )
    visits = _visits(record_id)
    links = institution_links_on(day, public_only=False, partnership_id=record_id)
    contacts = _contacts(tie.partner.pk) if can_read_contacts(by) else []
    ids = [each.agreement.pk for each in agreements]
    kept = remembered_matters(day, city=city)
    about = {record_id, *ids, *(each.key for each in visits), *(link.pk for link in links)}
    about |= {each.key for each in contacts}
    return Material(
        is_public=False,
        tie=tie,
        agreements=agreements,
        visits=visits,
        pairs=[(by_language(each.home_institution.name), by_language(each.partner_institution.name)) for each in links],
        signatories=_signatories(ids),
        contacts=contacts,
        matters=_about(kept.awake, about),
        all_matters_known=kept.is_whole,
        lead_months=city.lead_months,
    )


def _about(matters: Iterable[Matter], keys: set[str]) -> list[Matter]:
    return [each for each in matters if each.record_id in keys]


def _visits(record_id: str) -> list[Visit]:
    """Every activity under the partnership, or in which an organisation of the partner city takes part; one query."""
    under = ActivityPartnership.objects.filter(partnership=record_id).order_by().values("activity")
    by_city = ActivityOrganisation.objects.filter(**{AT_CITY: record_id}).order_by().values("activity")
    # An activity comes once for each of its gifts, and once where there is none.
    rows = (
        Activity.objects.live()
        .filter(Q(pk__in=under) | Q(pk__in=by_city))
        .annotate(
            given=F("gifts__direction"), gift=F("gifts__what"), worth=F("gifts__value"), money=F("gifts__currency")
        )
    )
    found: dict[str, tuple[Activity, list[Gift]]] = {}
    for row in rows.order_by("pk", "gifts__pk"):
        gifts = found.setdefault(row.pk, (row, []))[1]
        if row.given:
            gifts.append(Gift(by_language(row.gift), row.given, row.worth, row.money))
    return [
        Visit(
            row.pk,
            by_language(row.title),
            row.kind,
            row.starts,
            row.ends,
            row.direction,
            by_language(row.outcome),
            tuple(gifts),
        )
        for row, gifts in found.values()
    ]


def _signatories(agreement_ids: list[str]) -> list[Person]:
    """Who signed for the partner, the latest first."""
    rows = AgreementParty.objects.filter(agreement__in=agreement_ids, organisation__is_home=False)
    rows = rows.exclude(signatory="").select_related("organisation", "agreement").order_by("pk")
    found = [
        Person(
            row.signatory,
            row.signatory_title,
            by_language(row.organisation.name),
            signed=row.signed or row.agreement.signed,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: each.signed.earliest if each.signed else date.min, reverse=True)


def _contacts(place_id: str) -> list[Person]:
    rows = Contact.objects.live().filter(organisation__place=place_id).select_related("organisation")
    return [
        Person(row.name, row.title, by_language(row.organisation.name), row.email, row.telephone, row.pk)
        for row in rows.order_by("name", "pk")
    ]
