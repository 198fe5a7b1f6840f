"""Handing over what a person or a unit looks after."""

from __future__ import annotations

import pytest

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Account, AuditEntry, Source
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import set_owner
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Organisation, Ownership, Partnership, Unit
from solmu.stewardship.actions.handing_over import hand_over
from solmu.stewardship.actions.renewals.stages import assign_renewal
from solmu.stewardship.models import MatterAssignment, Renewal
from solmu.stewardship.queries.handing_over import looked_after_by
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.renewing import memorandum, planned


@pytest.fixture
def unit(source: Source, home: Organisation) -> Unit:
    return add_unit(by=BY, source=source, organisation=home, name="Office")


@pytest.fixture
def leaver(source: Source, home: Organisation, tartu: Partnership) -> Account:
    """An officer who left: of a tie, of an agreement that was removed, of a renewal and of a matter."""
    account = founding.account("officer")
    agreement = memorandum(source, home, tartu)
    gone = founding.agreement(source, tartu)
    for record in (tartu.record, gone.record):
        set_owner(by=BY, source=source, record=record, account=account)
    remove_record(by=BY, source=source, record=gone.record, reason="Wrong.")
    assign_renewal(by=BY, renewal=planned(agreement), owner=account)
    MatterAssignment.objects.create(rule="no_owner", about=tartu.pk, occurrence="", account=account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    account.refresh_from_db()
    return account


def theirs(who: Account | Unit) -> tuple[int, int, int]:
    found = looked_after_by(who)
    return len(found.records), len(found.renewals), len(found.assignments)


def test_what_somebody_left_goes_to_a_colleague(leaver: Account, tartu: Partnership) -> None:
    colleague = founding.account("administrator")
    assert theirs(leaver) == (1, 1, 1)

    hand_over(by=BY, of=leaver, account=colleague)

    assert (theirs(leaver), theirs(colleague)) == ((0, 0, 0), (1, 1, 1))
    actions = AuditEntry.objects.filter(record_id=tartu.pk).order_by("-sequence").values_list("action", flat=True)
    assert sorted(actions[:2]) == ["assign_matter", "set_owner"]
    assert list(chain_faults()) == []


def test_a_unit_takes_the_records_and_its_people_see_to_the_rest(leaver: Account, unit: Unit) -> None:
    hand_over(by=BY, of=leaver, unit=unit)

    assert (theirs(leaver), theirs(unit)) == ((0, 0, 0), (1, 0, 0))
    assert Renewal.objects.get().owner is None
    assert not MatterAssignment.objects.exists()


def test_a_unit_hands_over_as_well(source: Source, home: Organisation, tartu: Partnership, unit: Unit) -> None:
    other = add_unit(by=BY, source=source, organisation=home, name="School office")
    set_owner(by=BY, source=source, record=tartu.record, unit=unit)

    hand_over(by=BY, of=unit, unit=other)

    assert Ownership.objects.get().unit == other


def test_nothing_is_handed_over_to_nobody_or_to_oneself(leaver: Account, unit: Unit) -> None:
    for values, sentence in (
        ({"of": leaver, "account": leaver}, "It is theirs already"),
        ({"of": leaver}, "one owner, a unit or a person"),
        ({"of": unit, "account": founding.account("reader")}, "There is nothing to hand over"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            hand_over(by=BY, **values)
    with pytest.raises(NotPermitted):
        hand_over(by=founding.account("contributor"), of=leaver, unit=unit)
    assert theirs(leaver) == (1, 1, 1)
