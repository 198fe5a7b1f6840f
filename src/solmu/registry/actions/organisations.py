"""Writes of organisations and units."""

from __future__ import annotations

from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.places.models import Place
from solmu.places.rules import closes_ring
from solmu.registry.actions.publicity import restore_record
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.models import Organisation, Unit
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import OrganisationKind, RecordKind

CHANGEABLE = ("name", "email", "telephone", "part_of")
"""What `change_unit` changes."""

ORGANISATION_CHANGEABLE = ("name", "abbreviation", "kind", "place")
"""What `change_organisation` changes."""


def add_organisation(
    *,
    by: Account,
    source: Source | None,
    kind: OrganisationKind,
    name: LazyI18nString | str,
    place: Place | None = None,
    abbreviation: str = "",
    is_home: bool = False,
    is_published: bool = False,
) -> Organisation:
    """Add an organisation.

    Raises BrokenRule where the place already has its city, or the instance its home, and for a city without a place.
    """
    check_can_keep_record(by)
    if kind == OrganisationKind.CITY and place is None:
        raise BrokenRule("“%(name)s” is a city without a place. Say which place it is.", name=name)
    if kind == OrganisationKind.CITY and Organisation.objects.filter(kind=kind, place=place).exists():
        raise BrokenRule("“%(name)s” is already recorded as a city. Use that record.", name=name)
    if is_home and Organisation.objects.filter(is_home=True).exists():
        raise BrokenRule("The record already has a home city. One installation serves one city.")
    with recording(by=by, action="add_organisation", source=source) as journal:
        record = new_record(journal, RecordKind.ORGANISATION, is_published=is_published)
        organisation = Organisation(
            record=record,
            kind=kind,
            name=_text(name),
            place=place,
            abbreviation=abbreviation,
            is_home=is_home,
        )
        journal.create(organisation)
    return organisation


def change_organisation(
    *, by: Account, source: Source | None, organisation: Organisation, **values: Any
) -> list[str]:  # fmt: skip
    """Change an organisation's name, abbreviation, kind or place; names the columns that changed.

    Raises BrokenRule for a name without words, for a city that would be something else or elsewhere, or something else
    that would be a city, and for what cannot be changed so.
    """
    check_can_keep_record(by)
    refuse_gone(organisation)
    if unknown := sorted(set(values) - set(ORGANISATION_CHANGEABLE)):
        raise BrokenRule("“%(field)s” of an organisation cannot be changed so. Leave it out.", field=unknown[0])
    if not stated(values.get("name", organisation.name)):
        raise BrokenRule("An organisation needs a name. Write one in at least one language.")
    kinds = {organisation.kind, values.get("kind", organisation.kind)}
    place = values.get("place", organisation.place)
    if OrganisationKind.CITY in kinds and (len(kinds) > 1 or place != organisation.place):
        raise BrokenRule(
            "“%(organisation)s” would be another city, or none. Change its kind and place back.",
            organisation=organisation,
        )
    with recording(by=by, action="change_organisation", source=source) as journal:
        return journal.update(organisation, **values)


def city_of(*, by: Account, source: Source | None, place: Place, name: str, is_published: bool) -> Organisation:
    """The city administration of a place; added where it is not recorded yet, put back where it was removed."""
    rows = Organisation.objects.filter(kind=OrganisationKind.CITY, place=place).select_related("record")
    city: Organisation | None = rows.first()
    if city:
        if city.record.removed_at:
            restore_record(by=by, source=source, record=city.record, is_published=is_published)
        return city
    return add_organisation(
        by=by, source=source, kind=OrganisationKind.CITY, name=name, place=place, is_published=is_published
    )


def add_unit(
    *, by: Account, source: Source | None, organisation: Organisation, name: LazyI18nString | str, email: str = "",
    telephone: str = "", part_of: Unit | None = None, is_published: bool = False,
) -> Unit:  # fmt: skip
    """Add a unit of an organisation."""
    check_can_keep_record(by)
    with recording(by=by, action="add_unit", source=source) as journal:
        record = new_record(journal, RecordKind.UNIT, is_published=is_published)
        unit = Unit(
            record=record, organisation=organisation, name=_text(name), email=email, telephone=telephone,
            part_of=part_of,
        )  # fmt: skip
        journal.create(unit)
    return unit


def change_unit(*, by: Account, source: Source | None, unit: Unit, **values: Any) -> list[str]:
    """Change a unit's name, e-mail address, telephone or what it is part of; names the columns that changed.

    Raises BrokenRule for a name without words, for a unit that is no longer there or would be part of itself, and for
    what cannot be changed so.
    """
    check_can_keep_record(by)
    refuse_gone(unit, values.get("part_of"))
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a unit cannot be changed so. Leave it out.", field=unknown[0])
    if not stated(values.get("name", unit.name)):
        raise BrokenRule("A unit needs a name. Write one in at least one language.")
    with recording(by=by, action="change_unit", source=source) as journal:
        if (parent := values.get("part_of")) is not None:
            # All are locked, so that two who put one under the other at once make no ring.
            units = Unit.objects.select_for_update(no_key=True).filter(organisation=unit.organisation_id)
            edges = {key: [above] for key, above in units.order_by("pk").values_list("pk", "part_of") if above}
            if closes_ring(edges, unit.pk, parent.pk):
                raise BrokenRule("“%(unit)s” would be part of itself. Choose another unit.", unit=unit)
        return journal.update(unit, **values)


def _text(value: LazyI18nString | str) -> LazyI18nString:
    # As a mapping, since a bare text that looks like JSON (a year) would be read as such.
    return value if isinstance(value, LazyI18nString) else LazyI18nString({"": value})
