from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Record, Source
from solmu.registry.actions.organisations import (
    add_organisation,
    add_unit,
    change_organisation,
    change_unit,
    city_of,
)
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Organisation, PublicVersion, Unit
from solmu.registry.vocabulary import OrganisationKind
from tests.registry import founding
from tests.registry.founding import BY


def test_add_organisation_writes_row_audit_and_public_version(source: Source) -> None:
    name = LazyI18nString({"fi": "Itämeren liitto", "en": "Union of the Baltic"})

    network = add_organisation(
        by=BY, source=source, kind=OrganisationKind.NETWORK, name=name, abbreviation="UB", is_published=True
    )

    assert [str(entry.action) for entry in AuditEntry.objects.filter(record_id=network.pk)] == ["add_organisation"]
    shape = PublicVersion.objects.get(record=network.pk).shape
    assert (shape["name"], shape["abbreviation"]) == ({"fi": "Itämeren liitto", "en": "Union of the Baltic"}, "UB")


def test_name_that_looks_like_a_number_stays_a_name(source: Source) -> None:
    network = add_organisation(by=BY, source=source, kind=OrganisationKind.NETWORK, name="2030", is_published=True)

    assert PublicVersion.objects.get(record=network.pk).shape["name"] == {"": "2030"}


def test_city_of_a_place_is_one_and_comes_back_when_needed(source: Source, home: Organisation) -> None:
    place = founding.place(source)
    city = city_of(by=BY, source=source, place=place, name="Tartu", is_published=True)
    assert city_of(by=BY, source=source, place=place, name="Dorpat", is_published=False) == city
    remove_record(by=BY, source=source, record=city.record, reason="Not needed.")

    again = city_of(by=BY, source=source, place=place, name="Tartu", is_published=False)

    assert (again, Organisation.objects.live().filter(pk=city.pk).count()) == (city, 1)
    assert Record.objects.get(pk=city.pk).is_published is False


def test_place_has_one_city_and_the_instance_one_home(source: Source, home: Organisation) -> None:
    with pytest.raises(BrokenRule, match="already recorded as a city"):
        add_organisation(by=BY, source=source, kind=OrganisationKind.CITY, name="Rantala", place=home.place)
    with pytest.raises(BrokenRule, match="already has a home city"):
        add_organisation(by=BY, source=source, kind=OrganisationKind.OTHER, name="Rantala", is_home=True)
    for values in (
        {"kind": "city", "place": home.place},
        {"kind": "other", "is_home": True},
        {"kind": "city", "place": None},
        {"kind": "ministry"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.create(record=Record.objects.create(kind="organisation"), name="X", **values)


def test_city_without_a_place_is_refused_with_a_sentence(source: Source) -> None:
    with pytest.raises(BrokenRule, match="Say which place"):
        add_organisation(by=BY, source=source, kind=OrganisationKind.CITY, name="Nowhere")


def test_add_unit_says_whom_to_ask(source: Source, home: Organisation) -> None:
    office = add_unit(
        by=BY, source=source, organisation=home, name="Office", email="office@example.org", is_published=True
    )
    desk = add_unit(by=BY, source=source, organisation=home, name="Desk", part_of=office, telephone="+358 9 1")

    assert [str(unit.part_of or "") for unit in Unit.objects.order_by("name")] == ["Office", ""]
    assert desk.part_of == office
    shape = PublicVersion.objects.get(record=office.pk).shape
    assert (shape["email"], shape["organisation"]["id"]) == ("office@example.org", home.pk)


def test_unit_gets_another_name_address_and_place(source: Source, home: Organisation) -> None:
    office = add_unit(by=BY, source=source, organisation=home, name="Office", is_published=True)
    desk = add_unit(by=BY, source=source, organisation=home, name="Desk")
    name = LazyI18nString({"fi": "Palvelu", "sv": "Tjänst"})

    changed = change_unit(by=BY, source=None, unit=desk, name=name, email="palvelu@example.org", part_of=office)

    kept = Unit.objects.get(pk=desk.pk)
    assert (kept.name.data, kept.email, kept.part_of) == (name.data, "palvelu@example.org", office)
    assert sorted(changed) == ["email", "name", "part_of_id"]
    assert AuditEntry.objects.filter(record_id=desk.pk).latest("sequence").action == "change_unit"


def test_unit_is_not_part_of_itself_and_has_a_name(source: Source, home: Organisation) -> None:
    office = add_unit(by=BY, source=source, organisation=home, name="Office")
    desk = add_unit(by=BY, source=source, organisation=home, name="Desk", part_of=office)
    for values, sentence in (
        ({"part_of": desk}, "would be part of itself"),
        ({"part_of": office}, "would be part of itself"),
        ({"name": LazyI18nString({"fi": " "})}, "A unit needs a name"),
        ({"organisation": home}, "“organisation” of a unit cannot be changed so"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            change_unit(by=BY, source=None, unit=office, **values)
    remove_record(by=BY, source=source, record=desk.record, reason="Closed.")
    with pytest.raises(BrokenRule, match="is no longer there"):
        change_unit(by=BY, source=None, unit=desk, email="x@example.org")


def test_organisation_is_changed_and_a_city_stays_one(source: Source, home: Organisation) -> None:
    school = add_organisation(
        by=BY, source=source, kind=OrganisationKind.SCHOOL, name="Koulu", place=home.place, is_published=True
    )

    name = LazyI18nString({"fi": "Uusi koulu"})
    change_organisation(by=BY, source=source, organisation=school, name=name, kind=OrganisationKind.UNIVERSITY)

    assert PublicVersion.objects.filter(record=school.pk).latest("revision").shape["name"] == {"fi": "Uusi koulu"}
    for organisation, values, sentence in (
        (school, {"name": LazyI18nString({"fi": " "})}, "needs a name"),
        (school, {"kind": OrganisationKind.CITY}, "another city, or none"),
        (home, {"kind": OrganisationKind.SCHOOL}, "another city, or none"),
        (home, {"place": None}, "another city, or none"),
        (school, {"is_home": True}, "“is_home” of an organisation cannot be changed so"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            change_organisation(by=BY, source=source, organisation=organisation, **values)
    with pytest.raises(NotPermitted):
        change_organisation(by=founding.account("contributor"), source=source, organisation=school, name=name)
