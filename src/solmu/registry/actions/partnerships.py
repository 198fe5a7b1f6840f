"""Writes of partnerships and their changes."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.places.models import Place
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.models import Decision, Organisation, Partnership, PartnershipChange
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.partnerships import partnership_facts
from solmu.registry.rules import ENDING_STATUSES, PartnershipFact, partnership_state
from solmu.registry.rules.transitions import tie_allowed
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
    decision: Decision | None = None, reason: LazyI18nString | str = "", wording: LazyI18nString | str = "",
    of_the_past: bool | None = None,
) -> PartnershipChange:  # fmt: skip
    """Record that the partnership changed kind or status from a day on (None: not known).

    `reason` is for the city itself, `wording` is what the public is told. Where a source tells of the past, a
    suspension or an end without a reason is recorded as *not stated*, which is a matter, never as an empty reason.

    Raises BrokenRule where it says neither kind nor status and, unless a source says it of the past, without a day, for
    a suspension or an end without a reason, and for what the partnership is already on that day.
    """
    return _change(
        "change_partnership", "", by=by, source=source, partnership=partnership, on=on, relation=relation,
        status=status, decided_by=decided_by, decision=decision, reason=reason, wording=wording,
        of_the_past=of_the_past,
    )  # fmt: skip


def _change(
    action: str, verb: str, *, by: Account, source: Source | None, partnership: Partnership, on: PartialDate | None,
    relation: Relation | str = "", status: PartnershipStatus | str = "", decided_by: str = "",
    decision: Decision | None = None, reason: LazyI18nString | str = "", wording: LazyI18nString | str = "",
    of_the_past: bool | None = None,
) -> PartnershipChange:  # fmt: skip
    """Write a change; one of a verb only where the status the partnership has on the day allows it."""
    check_can_keep_record(by)
    if not (relation or status):
        raise BrokenRule("A change of a partnership says its kind or its status. Give one of them.")
    with recording(by=by, action=action, source=source) as journal:
        if not is_of_the_past(source, of_the_past):
            _hold(partnership)
            refuse_gone(decision)
            _refuse_change(partnership, verb, on, relation, status, reason)
        last = partnership.changes.aggregate(last=Max("position"))["last"]
        change = PartnershipChange(
            partnership=partnership,
            position=(last or 0) + 1,
            on=on,
            relation=relation,
            status=status,
            decided_by=decided_by,
            decision=decision,
            reason=stated(reason),
            is_reason_not_stated=status in ENDING_STATUSES and not stated(reason),
            wording=stated(wording),
        )
        journal.create(change, of=partnership)
    return change


def _hold(partnership: Partnership) -> None:
    """Lock the partnership until the transaction ends. Raises BrokenRule where it is no longer there."""
    if not Partnership.objects.select_for_update(no_key=True).filter(pk=partnership.pk).exists():
        raise BrokenRule("This partnership is no longer there. Look it up again.")
    refuse_gone(partnership)


def _facts(partnership: Partnership) -> list[PartnershipFact]:
    """The changes as they stand now, whatever was loaded with the partnership before."""
    return partnership_facts(list(PartnershipChange.objects.filter(partnership=partnership)))


def _refuse_change(
    partnership: Partnership, verb: str, on: PartialDate | None, relation: str, status: str,
    reason: LazyI18nString | str,
) -> None:  # fmt: skip
    if on is None:
        raise BrokenRule("A change of a partnership has a day. Give it.")
    facts = _facts(partnership)
    states = [partnership_state(facts, day) for day in (on.earliest, on.latest)]
    if verb and all(reasons := [tie_allowed(state.status, verb) for state in states]):
        raise BrokenRule("On %(day)s: %(reason)s", day=on, reason=reasons[0])
    if status in ENDING_STATUSES and not stated(reason):
        raise BrokenRule("A partnership is suspended or ended for a reason. Give it.")
    if all((relation or state.relation, status or state.status) == (state.relation, state.status) for state in states):
        raise BrokenRule("On %(on)s the partnership is that already. Check the day, or what changed.", on=on)


def suspend_partnership(
    *, by: Account, source: Source | None, partnership: Partnership, on: PartialDate | None, **facts: Any
) -> PartnershipChange:  # fmt: skip
    """Record that the tie is suspended from a day on; its agreements stay in force and are not applied.

    `facts` are those of `change_partnership`: reason, wording, decision, decided_by. Raises BrokenRule as it does, and
    where the tie is suspended or has ended.
    """
    facts |= {"by": by, "source": source, "partnership": partnership, "on": on}
    return _change("suspend_partnership", "suspend", status=PartnershipStatus.SUSPENDED, **facts)


def resume_partnership(
    *, by: Account, source: Source | None, partnership: Partnership, on: PartialDate | None, **facts: Any
) -> PartnershipChange:  # fmt: skip
    """Record that a tie that rested, was suspended or had ended is taken up again from a day on.

    Raises BrokenRule as `change_partnership` does, and where there is nothing to take up.
    """
    facts |= {"by": by, "source": source, "partnership": partnership, "on": on}
    return _change("resume_partnership", "resume", status=PartnershipStatus.ACTIVE, **facts)


def end_partnership(
    *, by: Account, source: Source | None, partnership: Partnership, on: PartialDate | None, **facts: Any
) -> PartnershipChange:  # fmt: skip
    """Record that the tie ended from a day on; it stays public with its history.

    Raises BrokenRule as `change_partnership` does, and where it has ended already.
    """
    facts |= {"by": by, "source": source, "partnership": partnership, "on": on}
    return _change("end_partnership", "end", status=PartnershipStatus.ENDED, **facts)


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
