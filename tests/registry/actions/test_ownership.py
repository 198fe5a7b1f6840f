from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, AuditEntry, Source
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import (
    add_unit_member,
    clear_owner,
    remove_unit_member,
    set_owner,
    set_unit_members,
    set_units,
)
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Organisation, Ownership, Partnership, Unit, UnitMember
from tests.registry import founding
from tests.registry.founding import BY


@pytest.fixture
def unit(source: Source, home: Organisation) -> Unit:
    return add_unit(by=BY, source=source, organisation=home, name=LazyI18nString({"fi": "Toimisto"}))


@pytest.fixture
def person(db: None) -> Account:
    return founding.account("officer")


def entries(record_id: str) -> list[str]:
    return list(AuditEntry.objects.filter(record_id=record_id).order_by("sequence").values_list("action", flat=True))


def test_owner_is_set_changed_and_taken_away(source: Source, tartu: Partnership, unit: Unit, person: Account) -> None:
    first = set_owner(by=BY, source=source, record=tartu.record, unit=unit)
    assert (first.unit_id, first.account_id) == (unit.pk, None)

    second = set_owner(by=BY, source=source, record=tartu.record, account=person)
    assert (second.pk, second.unit_id, second.account_id) == (first.pk, None, person.pk)
    set_owner(by=BY, source=source, record=tartu.record, account=person)  # says nothing new

    clear_owner(by=BY, source=source, record=tartu.record)
    assert not Ownership.objects.exists()
    assert entries(tartu.pk) == ["add_partnership", "set_owner", "set_owner", "clear_owner"]
    assert list(chain_faults()) == []


def test_owner_is_one_who_is_there(source: Source, tartu: Partnership, unit: Unit, person: Account) -> None:
    gone = founding.account("reader", is_active=False)
    foreign = add_unit(by=BY, source=source, organisation=founding.city(source, tartu.partner), name="Büroo")
    removed = add_unit(by=BY, source=source, organisation=unit.organisation, name="Old office")
    remove_record(by=BY, source=source, record=removed.record, reason="Closed.")
    for owner, sentence in (
        ({}, "one owner, a unit or a person"),
        ({"unit": unit, "account": person}, "one owner, a unit or a person"),
        ({"account": gone}, "reader-false@example.org has left"),
        ({"unit": foreign}, "no unit of the home city"),
        ({"unit": removed}, "is no longer there"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            set_owner(by=BY, source=source, record=tartu.record, **owner)  # type: ignore[arg-type]
    assert not Ownership.objects.exists()


def test_what_is_no_longer_there_needs_no_owner(source: Source, tartu: Partnership, unit: Unit) -> None:
    agreement = founding.agreement(source, tartu)
    remove_record(by=BY, source=source, record=agreement.record, reason="Wrong.")
    with pytest.raises(BrokenRule, match="needs no owner"):
        set_owner(by=BY, source=source, record=agreement.record, unit=unit)
    with pytest.raises(BrokenRule, match="no owner of its own"):
        clear_owner(by=BY, source=source, record=tartu.record)


def test_unit_members_come_lead_and_go(source: Source, unit: Unit, person: Account) -> None:
    member = add_unit_member(by=BY, source=source, unit=unit, account=person)
    assert member.is_head is False
    add_unit_member(by=BY, source=source, unit=unit, account=person, is_head=True)
    assert UnitMember.objects.get().is_head is True

    remove_unit_member(by=BY, source=source, unit=unit, account=person)

    assert not UnitMember.objects.exists()
    assert entries(unit.pk) == ["add_unit", "add_unit_member", "add_unit_member", "remove_unit_member"]


def test_account_acts_for_the_units_it_is_given(source: Source, unit: Unit, person: Account) -> None:
    other, third = (add_unit(by=BY, source=source, organisation=unit.organisation, name=name) for name in ("B", "C"))
    add_unit_member(by=BY, source=source, unit=unit, account=person, is_head=True)
    add_unit_member(by=BY, source=source, unit=other, account=person)

    set_units(by=BY, source=None, account=person, units=[unit, third])

    rows = UnitMember.objects.filter(account=person).values_list("unit", "is_head")
    assert sorted(rows) == sorted([(unit.pk, True), (third.pk, False)])
    assert entries(other.pk)[-1:] == ["remove_unit_member"]


def test_unit_has_the_members_and_heads_it_is_given(source: Source, unit: Unit, person: Account) -> None:
    leaving, new = founding.account("reader"), founding.account("contributor")
    add_unit_member(by=BY, source=source, unit=unit, account=leaving)
    add_unit_member(by=BY, source=source, unit=unit, account=person)
    before = len(entries(unit.pk))

    set_unit_members(by=BY, source=None, unit=unit, members=[person], heads=[new])
    set_unit_members(by=BY, source=None, unit=unit, members=[person], heads=[new])

    rows = UnitMember.objects.filter(unit=unit).values_list("account", "is_head")
    assert sorted(rows) == sorted([(person.pk, False), (new.pk, True)])
    assert entries(unit.pk)[before:] == ["remove_unit_member", "add_unit_member"]


def test_only_who_is_there_acts_for_a_unit_of_home(
    source: Source, tartu: Partnership, unit: Unit, person: Account
) -> None:
    gone = founding.account("reader", is_active=False)
    foreign = add_unit(by=BY, source=source, organisation=founding.city(source, tartu.partner), name="Büroo")
    with pytest.raises(BrokenRule, match="has left"):
        add_unit_member(by=BY, source=source, unit=unit, account=gone)
    with pytest.raises(BrokenRule, match="no unit of the home city"):
        add_unit_member(by=BY, source=source, unit=foreign, account=person)
    with pytest.raises(BrokenRule, match="does not act for “Toimisto”"):
        remove_unit_member(by=BY, source=source, unit=unit, account=person)
    assert not UnitMember.objects.exists()


def test_database_refuses_an_owner_that_is_two_or_none(
    source: Source, tartu: Partnership, unit: Unit, person: Account
) -> None:
    for values in ({}, {"unit": unit, "account": person}):
        with pytest.raises(IntegrityError, match="ownership_of_one"), transaction.atomic():
            Ownership.objects.create(record=tartu.record, **values)
