"""Writes of the partnerships an agreement belongs to."""

from __future__ import annotations

from solmu.core.models import Account, Source
from solmu.registry.actions.recording import recording
from solmu.registry.models import Agreement, AgreementPartnership, Partnership
from solmu.registry.permissions import check_can_keep_record


def put_under_partnership(
    *, by: Account, source: Source | None, agreement: Agreement, partnership: Partnership
) -> AgreementPartnership:
    """Record that an agreement belongs to a partnership; where it does already, nothing changes."""
    check_can_keep_record(by)
    rows = AgreementPartnership.objects.filter(agreement=agreement)
    if known := rows.filter(partnership=partnership).first():
        return known
    with recording(by=by, action="put_under_partnership", source=source) as journal:
        tie = AgreementPartnership(agreement=agreement, partnership=partnership, position=rows.count() + 1)
        journal.create(tie, of=agreement)
    return tie


def take_from_partnership(*, by: Account, source: Source | None, tie: AgreementPartnership) -> None:
    """Take back that an agreement belongs to a partnership."""
    check_can_keep_record(by)
    with recording(by=by, action="take_from_partnership", source=source) as journal:
        journal.delete(tie, of=tie.agreement)
