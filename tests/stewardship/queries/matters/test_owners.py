from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.models import Account, Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.models import Organisation, Partnership
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.queries.matters.asking import matters, told


def test_tie_without_owner_is_a_matter_and_what_belongs_to_it_is_not(source: Source, tartu: Partnership) -> None:
    founding.agreement(source, tartu, signed="2010", valid_until="2040")
    assert told("no_owner") == [("no_owner", tartu.pk, "")]

    set_owner(by=BY, source=source, record=tartu.record, account=founding.account("officer"))
    assert told("no_owner") == []


def test_what_belongs_to_nothing_needs_an_owner_of_its_own(
    source: Source, home: Organisation, network: Organisation
) -> None:
    free = founding.agreement(source, signed="2010", valid_until="2040")
    event = add_activity(by=BY, source=source, kind="event", title=LazyI18nString({"en": "A fair"}))
    member = add_membership(by=BY, source=source, network=network, organisation=home)
    assert told("no_owner") == sorted(("no_owner", row.pk, "") for row in (free, event, member))

    officer = founding.account("officer")
    for record in (free.record, event.record, network.record):  # a membership takes the network's owner
        set_owner(by=BY, source=source, record=record, account=officer)
    assert told("no_owner") == []


def test_owner_who_left_is_none(source: Source, tartu: Partnership) -> None:
    officer = founding.account("officer")
    set_owner(by=BY, source=source, record=tartu.record, account=officer)
    Account.objects.filter(pk=officer.pk).update(is_active=False)

    (matter,) = matters("no_owner")
    assert matter.identity == ("no_owner", tartu.pk, officer.pk)
    assert matter.reason("en") == "Nobody acts for its owner any more."


def test_unit_that_nobody_acts_for_is_no_owner(source: Source, home: Organisation, tartu: Partnership) -> None:
    unit = add_unit(by=BY, source=source, organisation=home, name="Culture")
    set_owner(by=BY, source=source, record=tartu.record, unit=unit)
    assert told("no_owner") == [("no_owner", tartu.pk, unit.pk)]

    officer = founding.account("officer")
    add_unit_member(by=BY, source=source, unit=unit, account=officer)
    assert told("no_owner") == []

    Account.objects.filter(pk=officer.pk).update(is_active=False)
    assert told("no_owner") == [("no_owner", tartu.pk, unit.pk)]
