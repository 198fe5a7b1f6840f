"""A public brief: made of the public shapes alone, as the public is shown them now.

The tables say which records there are; not a word is read from them. So what is internal cannot stand in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import CharField, F, Value
from django.db.models.functions import Coalesce

from solmu.core.terms import Term
from solmu.desk.partners.brief.material import Gift, Material, Person, Visit
from solmu.registry.models import (
    ActivityOrganisation,
    ActivityPartnership,
    Agreement,
    AgreementPartnership,
    InstitutionLink,
    Organisation,
)
from solmu.registry.queries.as_known import known_from
from solmu.registry.queries.known import shapes_known
from solmu.registry.queries.visits import AT_CITY
from solmu.registry.records import Shape
from solmu.registry.records.facts import date_in
from solmu.registry.vocabulary import RecordKind

AGREEMENT, OTHER, HOME = "agreement", "other", "home"
_NONE = Value("", output_field=CharField())


def public_material(record_id: str, day: date, *, now: datetime, lead: Term, language: str) -> Material | None:
    """What the public is shown of the partner now; None where it is shown none."""
    near = _around(record_id)
    agreements = near[AGREEMENT]
    shapes = shapes_known(now, record_ids={record_id, *agreements, *near[OTHER]})
    if record_id not in shapes:
        return None
    known = known_from(shapes, day, language=language, lead=lead)
    tie = next((each for each in known.partnerships if each.partnership.pk == record_id), None)
    if tie is None:
        return None
    told = [shape for key, shape in sorted(shapes.items()) if key in agreements]
    return Material(
        is_public=True,
        tie=tie,
        agreements=[each for each in known.agreements if each.agreement.pk in agreements],
        visits=[_visit(shape) for shape in _of(shapes, RecordKind.ACTIVITY)],
        pairs=[
            (shape["home"]["name"], shape["partner_institution"]["name"])
            for shape in _of(shapes, RecordKind.INSTITUTION_LINK)
            if shape["home"] and shape["partner_institution"] and _holds(shape, day)
        ],
        signatories=_signatories(told, near[HOME]),
    )


def _of(shapes: dict[str, Shape], kind: RecordKind) -> list[Shape]:
    return [shape for _key, shape in sorted(shapes.items()) if shape["kind"] == kind]


def _holds(shape: Shape, day: date) -> bool:
    since, until = date_in(shape["since"]), date_in(shape["until"])
    return not (since and since.earliest > day) and not (until and until.latest < day)


def _visit(shape: Shape) -> Visit:
    return Visit(
        shape["id"],
        shape["title"],
        shape["activity_kind"],
        date_in(shape["start"]),
        date_in(shape["end"]),
        shape["direction"] or "",
        shape["outcome"],
        tuple(
            Gift(
                each["what"],
                each["direction"],
                Decimal(each["value"]) if each["value"] is not None else None,
                each["currency"] or "",
            )
            for each in shape["gifts"]
        ),
    )


def _signatories(agreements: Iterable[Shape], home: set[str]) -> list[Person]:
    found = [
        Person(
            party["signatory"],
            party["signatory_title"] or "",
            party["organisation"]["name"],
            signed=date_in(party["signed"]) or date_in(shape["signed"]),
        )
        for shape in agreements
        for party in shape["parties"]
        if party["signatory"] and party["organisation"] and party["organisation"]["id"] not in home
    ]
    return sorted(found, key=_latest_first, reverse=True)


def _latest_first(person: Person) -> date:
    return person.signed.earliest if person.signed else date.min


def _around(record_id: str) -> dict[str, set[str]]:
    """The ids of the partner's agreements, of what else its brief tells of, and of the home city; one query.

    With an agreement come the others of its line, what that stands under, what replaced it, and the other partnerships
    it is under: its status hangs on them.
    """
    ties = ActivityPartnership.objects.filter(partnership=record_id)
    cities = ActivityOrganisation.objects.filter(**{AT_CITY: record_id})
    own = AgreementPartnership.objects.filter(partnership=record_id).values("agreement")
    lines = Agreement.objects.published().filter(series__agreements__in=own)
    found: dict[str, set[str]] = {AGREEMENT: set(), OTHER: set(), HOME: set()}
    rows = (
        Agreement.objects.published()
        .filter(partnership_rows__partnership=record_id)
        .order_by()
        .values_list(
            Value(AGREEMENT),
            "pk",
            Coalesce(F("series_id"), _NONE),
            Coalesce(F("series__standing_agreement_id"), _NONE),
            Coalesce(F("replaced_by_id"), _NONE),
        )
        .union(
            *(
                some.order_by().values_list(Value(what), key, _NONE, _NONE, _NONE)
                for what, some, key in (
                    (OTHER, InstitutionLink.objects.published().filter(partnership=record_id), "pk"),
                    (OTHER, ties, "activity_id"),
                    (OTHER, cities, "activity_id"),
                    (OTHER, lines, "pk"),
                    (OTHER, AgreementPartnership.objects.filter(agreement__in=own), "partnership_id"),
                    (HOME, Organisation.objects.filter(is_home=True), "pk"),
                )
            )
        )
    )
    for what, key, *beside in rows:
        found[what].add(key)
        found[OTHER].update(filter(None, beside))
    return found
