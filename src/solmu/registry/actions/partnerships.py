"""Writes of partnerships and their changes."""

from __future__ import annotations

from django.db.models import Max
from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.places.models import Place
from solmu.registry.actions.recording import new_record, recording, stated
from solmu.registry.models import Organisation, Partnership, PartnershipChange
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.rules import ENDING_STATUSES
from solmu.registry.vocabulary import PartnershipStatus, RecordKind, Relation


def add_partnership(
    *, by: Account, source: Source | None, partner: Place, relation: Relation, since: PartialDate | None = None,
    is_published: bool = False,
) -> Partnership:  # fmt: skip
    """Add the partnership with a city, of a kind from a day that is not known. Raises BrokenRule where there is one."""
    check_can_keep_record(by)
    if Partnership.objects.filter(partner=partner).exists():
        raise BrokenRule("There is already a partnership with this city. Change that one instead.")
    if Organisation.objects.filter(is_home=True, place=partner).exists():
        raise BrokenRule("A city cannot be its own partner. Choose another city.")
    with recording(by=by, action="add_partnership", source=source) as journal:
        record = new_record(journal, RecordKind.PARTNERSHIP, is_published=is_published)
        partnership = Partnership(record=record, partner=partner, since=since)
        journal.create(partnership)
        journal.create(PartnershipChange(partnership=partnership, relation=relation, position=1), of=partnership)
    return partnership


def change_partnership(
    *, by: Account, source: Source | None, partnership: Partnership, on: PartialDate | None = None,
    relation: Relation | str = "", status: PartnershipStatus | str = "", decided_by: str = "",
    reason: LazyI18nString | str = "", wording: LazyI18nString | str = "",
) -> PartnershipChange:  # fmt: skip
    """Record that the partnership changed kind or status from a day on (None: not known).

    A suspension or an end without a reason is recorded as *not stated*, which is a matter, never as an empty reason.
    Raises BrokenRule where it says neither kind nor status.
    """
    check_can_keep_record(by)
    if not (relation or status):
        raise BrokenRule("A change of a partnership says its kind or its status. Give one of them.")
    with recording(by=by, action="change_partnership", source=source) as journal:
        last = partnership.changes.aggregate(last=Max("position"))["last"]
        change = PartnershipChange(
            partnership=partnership,
            position=(last or 0) + 1,
            on=on,
            relation=relation,
            status=status,
            decided_by=decided_by,
            reason=stated(reason),
            is_reason_not_stated=status in ENDING_STATUSES and not stated(reason),
            wording=wording,
        )
        journal.create(change, of=partnership)
    return change


def set_partnership_since(
    *, by: Account, source: Source | None, partnership: Partnership, since: PartialDate | None
) -> None:
    """Set since when the relation exists, as precisely as the source says."""
    check_can_keep_record(by)
    with recording(by=by, action="set_partnership_since", source=source) as journal:
        journal.update(partnership, since=since)


def remove_partnership_change(*, by: Account, source: Source | None, change: PartnershipChange) -> None:
    """Take back a change that should not have been recorded."""
    check_can_keep_record(by)
    with recording(by=by, action="remove_partnership_change", source=source) as journal:
        journal.delete(change, of=change.partnership)
