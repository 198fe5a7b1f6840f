"""Writes of whose records are, and of who acts for a unit."""

from __future__ import annotations

from collections.abc import Collection

from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.recording import recording
from solmu.registry.models import Ownership, Unit, UnitMember
from solmu.registry.permissions import check_can_keep_record


def set_owner(
    *, by: Account, source: Source | None, record: Record, unit: Unit | None = None, account: Account | None = None
) -> Ownership:
    """Say which unit of the home city, or which person, looks after a record from now on.

    Raises BrokenRule for both or neither, for somebody who left, for a unit that was removed or is another city's, and
    for a record that is no longer there.
    """
    check_can_keep_record(by)
    if (unit is None) == (account is None):
        raise BrokenRule("A record has one owner, a unit or a person. Name one of the two.")
    if record.removed_at or record.merged_into_id:
        raise BrokenRule("This record is no longer there and needs no owner. Name the record that stands for it.")
    if unit is not None:
        _refuse_foreign(unit)
    if account is not None:
        _refuse_gone(account)
    values = {"unit_id": unit.pk if unit else None, "account_id": account.pk if account else None}
    with recording(by=by, action="set_owner", source=source) as journal:
        Record.objects.select_for_update(no_key=True).get(pk=record.pk)
        ownership = Ownership.objects.filter(record=record).first()
        if ownership is None:
            ownership = Ownership(record=record, **values)
            journal.create(ownership, of=record)
        else:
            journal.update(ownership, of=record, **values)
    return ownership


def clear_owner(*, by: Account, source: Source | None, record: Record) -> None:
    """Take a record's own owner away; it has then that of what it belongs to. Raises BrokenRule where it has none."""
    check_can_keep_record(by)
    ownership = Ownership.objects.filter(record=record).first()
    if ownership is None:
        raise BrokenRule("This record has no owner of its own. There is nothing to take away.")
    with recording(by=by, action="clear_owner", source=source) as journal:
        journal.delete(ownership, of=record)


def add_unit_member(
    *, by: Account, source: Source | None, unit: Unit, account: Account, is_head: bool = False
) -> UnitMember:
    """Let an account act for a unit, as its head or not; one that does already becomes head, or no longer is.

    Raises BrokenRule for somebody who left, and for a unit that was removed or is another city's.
    """
    check_can_keep_record(by)
    _refuse_foreign(unit)
    _refuse_gone(account)
    with recording(by=by, action="add_unit_member", source=source) as journal:
        Record.objects.select_for_update(no_key=True).get(pk=unit.pk)
        member = UnitMember.objects.filter(unit=unit, account=account).first()
        if member is None:
            member = UnitMember(unit=unit, account=account, is_head=is_head)
            journal.create(member, of=unit)
        else:
            journal.update(member, of=unit, is_head=is_head)
    return member


def remove_unit_member(*, by: Account, source: Source | None, unit: Unit, account: Account) -> None:
    """Let an account act for a unit no longer. Raises BrokenRule where it does not."""
    check_can_keep_record(by)
    member = UnitMember.objects.filter(unit=unit, account=account).first()
    if member is None:
        raise BrokenRule(
            "%(account)s does not act for “%(unit)s”. There is nothing to take away.", account=account.email, unit=unit
        )
    with recording(by=by, action="remove_unit_member", source=source) as journal:
        journal.delete(member, of=unit)


def set_units(*, by: Account, source: Source | None, account: Account, units: Collection[Unit]) -> None:
    """Let an account act for these units and no other; where it is a head it stays so.

    Raises BrokenRule as `add_unit_member` does.
    """
    check_can_keep_record(by)
    with recording(by=by, action="set_units", source=source):
        kept = {member.unit_id: member for member in account.unit_memberships.select_related("unit")}
        wanted = {unit.pk: unit for unit in units}
        for key in sorted(kept.keys() - wanted.keys()):
            remove_unit_member(by=by, source=source, unit=kept[key].unit, account=account)
        for key in sorted(wanted.keys() - kept.keys()):
            add_unit_member(by=by, source=source, unit=wanted[key], account=account)


def set_unit_members(
    *, by: Account, source: Source | None, unit: Unit, members: Collection[Account], heads: Collection[Account] = ()
) -> None:  # fmt: skip
    """Let these accounts act for a unit and no other; heads are members too. Raises BrokenRule as `add_unit_member`."""
    check_can_keep_record(by)
    with recording(by=by, action="set_unit_members", source=source):
        kept = {member.account_id: member for member in unit.members.select_related("account")}
        wanted = {account.pk: account for account in (*members, *heads)}
        leading = {account.pk for account in heads}
        for key in sorted(kept.keys() - wanted.keys()):
            remove_unit_member(by=by, source=source, unit=unit, account=kept[key].account)
        for key in sorted(wanted):
            if key not in kept or kept[key].is_head != (key in leading):
                add_unit_member(by=by, source=source, unit=unit, account=wanted[key], is_head=key in leading)


def _refuse_gone(account: Account) -> None:
    if not account.is_active:
        raise BrokenRule("%(account)s has left. Name a unit, or a person who is still here.", account=account.email)


def _refuse_foreign(unit: Unit) -> None:
    if unit.record.removed_at or unit.record.merged_into_id:
        raise BrokenRule("The unit “%(unit)s” is no longer there. Name another unit, or a person.", unit=unit)
    if not unit.organisation.is_home:
        raise BrokenRule("“%(unit)s” is no unit of the home city. Name one that is, or a person.", unit=unit)
