"""Writes of memberships."""

from __future__ import annotations

from solmu.core.dates import End, PartialDate, Period
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.models import Membership, Organisation
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.vocabulary import NETWORK_KINDS, MembershipRole, RecordKind


def add_membership(
    *,
    by: Account,
    source: Source | None,
    network: Organisation,
    organisation: Organisation,
    role: MembershipRole | str = "",
    member_from: PartialDate | None = None,
    member_until: End = None,
    fee: str = "",
    is_published: bool = False,
) -> Membership:
    """Add an organisation's membership of a network. Raises BrokenRule where the network is none, or the member."""
    check_can_keep_record(by)
    Period(member_from, member_until)
    if network.kind not in NETWORK_KINDS:
        raise BrokenRule(f"“{network}” is not a network. Only a network can have members.")
    if network.pk == organisation.pk:
        raise BrokenRule(f"“{network}” cannot be a member of itself. Name the member.")
    with recording(by=by, action="add_membership", source=source) as journal:
        record = new_record(journal, RecordKind.MEMBERSHIP, is_published=is_published)
        membership = Membership(
            record=record,
            network=network,
            organisation=organisation,
            role=role,
            member_from=member_from,
            member_until=member_until,
            fee=fee,
        )
        journal.create(membership)
    return membership
