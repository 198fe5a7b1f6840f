from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.models import Account, Record, Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.agreements import propose_series
from solmu.registry.actions.institutions import add_coverage_statement, add_institution_link
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation, add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.actions.recognitions import add_recognition
from solmu.registry.models import Commitment, Contact, Organisation, Partnership, Story, Unit
from solmu.registry.queries import owners
from solmu.registry.queries.owners import Owner, owners_of, perhaps_looked_after
from tests.registry import founding
from tests.registry.founding import BY, on

TITLE = LazyI18nString({"en": "A title"})


@pytest.fixture
def unit(source: Source, home: Organisation) -> Unit:
    return add_unit(by=BY, source=source, organisation=home, name=LazyI18nString({"fi": "Toimisto"}))


def bare(kind: str) -> Record:
    return Record.objects.create(kind=kind)


def perhaps(account: Account, *rows: Any) -> dict[str, bool]:
    """Whether each record is among those of its kind that the account may look after."""
    return {row.pk: row.pk in set(perhaps_looked_after(account.pk, row.record.kind)) for row in rows}


def test_owner_is_a_unit_with_the_active_accounts_that_act_for_it(
    source: Source, tartu: Partnership, unit: Unit
) -> None:
    head, other, gone = founding.account("administrator"), founding.account("officer"), founding.account("reader")
    for account, is_head in ((other, False), (head, True), (gone, True)):
        add_unit_member(by=BY, source=source, unit=unit, account=account, is_head=is_head)
    Account.objects.filter(pk=gone.pk).update(is_active=False)
    set_owner(by=BY, source=source, record=tartu.record, unit=unit)

    name = LazyI18nString({"fi": "Toimisto"})
    accounts = (head.pk, other.pk)
    assert owners_of([tartu.pk]) == {tartu.pk: Owner(tartu.pk, unit.pk, None, name, accounts, (head.pk,), tartu.pk)}


@pytest.mark.parametrize("name", ["Maija", ""])
def test_owner_is_a_person_by_name_or_address(source: Source, tartu: Partnership, name: str) -> None:
    person = founding.account("officer")
    Account.objects.filter(pk=person.pk).update(name=name)
    set_owner(by=BY, source=source, record=tartu.record, account=person)

    shown = name or "officer-true@example.org"
    assert owners_of([tartu.pk]) == {tartu.pk: Owner(tartu.pk, None, person.pk, shown, (person.pk,), (), tartu.pk)}


def test_owner_who_left_answers_no_more(source: Source, tartu: Partnership) -> None:
    person = founding.account("officer")
    set_owner(by=BY, source=source, record=tartu.record, account=person)
    Account.objects.filter(pk=person.pk).update(is_active=False)

    (owner,) = owners_of([tartu.pk]).values()
    assert (owner.account_id, owner.account_ids) == (person.pk, ())


def test_what_belongs_to_a_partnership_is_its_owners(
    source: Source, home: Organisation, tartu: Partnership, unit: Unit
) -> None:
    given: Any = {"by": BY, "source": source}
    city = founding.city(source, tartu.partner)
    agreement = founding.agreement(source, tartu, signed="2001")
    series = propose_series(agreement=agreement, **given)
    school = add_organisation(kind="school", name="A", **given)
    assert series is not None
    rows = [
        agreement,
        series,
        city,
        add_activity(kind="visit", title=TITLE, partnerships=[tartu], **given),
        Commitment.objects.create(record=bare("commitment"), agreement=agreement, text="x", due_on=on("2027")),
        add_institution_link(
            level="school", home_institution=school, partner_institution=city, partnership=tartu, **given
        ),
        add_coverage_statement(level="school", extent="all", partnership=tartu, **given),
        Story.objects.create(record=bare("story"), title=TITLE, text=TITLE, partnership=tartu),
        Contact.objects.create(record=bare("contact"), organisation=city, name="x", purpose=TITLE),
        add_recognition(title=TITLE, recipient_as_written="Rantala", giver=city, **given),
    ]
    set_owner(record=tartu.record, unit=unit, **given)
    officer = founding.account("officer")
    add_unit_member(unit=unit, account=officer, **given)

    assert perhaps(officer, *rows) == {row.pk: True for row in rows}
    assert perhaps(founding.account("reader"), *rows) == {row.pk: False for row in rows}

    found = owners_of([row.pk for row in rows] + [home.pk, unit.pk, "not-there"])

    assert {key: (owner.unit_id, owner.owned_id) for key, owner in found.items()} == {
        row.pk: (unit.pk, tartu.pk) for row in rows
    }


def test_what_belongs_to_a_membership_is_its_owners(source: Source, home: Organisation, unit: Unit) -> None:
    given: Any = {"by": BY, "source": source}
    network = add_organisation(kind="network", name="N", **given)
    membership = add_membership(network=network, organisation=home, **given)
    agreement = founding.agreement(source)
    agreement.membership_rows.create(membership=membership)
    activity = add_activity(kind="meeting", title=TITLE, **given)
    activity.membership_rows.create(membership=membership)
    of_agreement = add_activity(kind="meeting", title=TITLE, **given)
    type(of_agreement).objects.filter(pk=of_agreement.pk).update(agreement=agreement)
    commitment = Commitment.objects.create(
        record=bare("commitment"), membership=membership, text="x", due_on=on("2027")
    )
    contact = Contact.objects.create(record=bare("contact"), organisation=network, name="x", purpose=TITLE)
    rows = [membership, agreement, activity, of_agreement, commitment]
    set_owner(record=membership.record, unit=unit, **given)
    officer = founding.account("officer")
    add_unit_member(unit=unit, account=officer, **given)

    assert perhaps(officer, *rows, contact) == {row.pk: True for row in rows} | {contact.pk: False}

    found = owners_of([row.pk for row in [*rows, contact, network]])

    assert {key: owner.owned_id for key, owner in found.items()} == {row.pk: membership.pk for row in rows}


def test_own_owner_comes_first_then_that_of_the_first_it_belongs_to(
    source: Source, tartu: Partnership, unit: Unit
) -> None:
    person = founding.account("officer")
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    both, own = (founding.agreement(source, umea, tartu, signed=year) for year in ("2001", "2002"))
    only_second = founding.agreement(source, founding.partnership(source, founding.place(source, "Riga", "LV")), tartu)
    for record, owner in (
        (tartu.record, {"unit": unit}),
        (umea.record, {"account": person}),
        (own.record, {"unit": unit}),
    ):
        set_owner(by=BY, source=source, record=record, **owner)

    found = owners_of([both.pk, own.pk, only_second.pk])

    assert {key: owner.owned_id for key, owner in found.items()} == {
        both.pk: umea.pk,
        own.pk: own.pk,
        only_second.pk: tartu.pk,
    }
    assert owners_of([]) == {}
    # Of the second it may be: only whose the first is says that it is not.
    unit_member = founding.account("reader")
    add_unit_member(by=BY, source=source, unit=unit, account=unit_member)
    assert perhaps(unit_member, both, own, only_second) == {both.pk: True, own.pk: True, only_second.pk: True}
    assert perhaps(person, both, own, only_second) == {both.pk: True, own.pk: True, only_second.pk: False}


def test_number_of_queries_does_not_grow(
    source: Source, home: Organisation, tartu: Partnership, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_owner(by=BY, source=source, record=tartu.record, unit=unit)
    counted, asked = [], []
    for number in (1, 2):
        for _ in range(number):
            agreement = founding.agreement(source, tartu)
            asked += [
                agreement.pk,
                Commitment.objects.create(
                    record=bare("commitment"), agreement=agreement, text="x", due_on=on("2027")
                ).pk,
            ]
        with CaptureQueriesContext(connection) as captured:
            found = owners_of(asked)
        assert len(found) == len(asked)
        counted.append(len(captured))

    assert counted[0] == counted[1]
    assert counted[0] <= 12
    monkeypatch.setattr(owners, "AT_ONCE", 2)
    assert owners_of(asked) == found
