"""Handing over: what one looked after, another does from now on."""

from __future__ import annotations

from solmu.core.audit import recorded
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.ownership import set_owner
from solmu.registry.models import Unit
from solmu.registry.permissions import check_can_keep_record
from solmu.stewardship.actions.renewals.stages import assign_renewal
from solmu.stewardship.queries.handing_over import LookedAfter, looked_after_by


def hand_over(
    *, by: Account, of: Account | Unit, unit: Unit | None = None, account: Account | None = None
) -> LookedAfter:
    """Give everything an account or a unit looks after to a unit or a person; gives what was handed over.

    A renewal or a matter is one person's: given to a unit, each is left to who looks after its record. Raises
    BrokenRule where there is nothing to hand over or it would stay where it is, and as `set_owner` does.
    """
    check_can_keep_record(by)
    if of.pk in {each.pk for each in (unit, account) if each}:
        raise BrokenRule("It is theirs already. Name somebody else, or another unit.")
    with recorded(by=by, action="hand_over"):
        handed = looked_after_by(of)
        if not handed:
            raise BrokenRule("There is nothing to hand over: no record, no renewal and no matter is theirs.")
        for record in handed.records:
            set_owner(by=by, source=None, record=record, unit=unit, account=account)
        for renewal in handed.renewals:
            assign_renewal(by=by, renewal=renewal, owner=account)
        ids = [each.about for each in handed.assignments]
        abouts = {**Record.objects.in_bulk(ids), **Source.objects.in_bulk(ids)}
        with recorded(by=by, action="assign_matter") as journal:
            for assignment in handed.assignments:
                about = abouts.get(assignment.about)
                if account is None:
                    journal.delete(assignment, of=about)
                else:
                    journal.update(assignment, of=about, account_id=account.pk)
    return handed
