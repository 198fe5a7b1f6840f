"""What a partnership is on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from solmu.core.dates import PartialDate
from solmu.registry.rules.changes import Change, counting

ENDING_STATUSES = frozenset({"suspended", "ended"})
"""Statuses of a partnership that need a reason, or the remark that the source states none."""


@dataclass(frozen=True, slots=True)
class PartnershipFact:
    """One change of a partnership: from a day on (None: not known) it has a kind, a status, or both.

    Facts stand in the order they were recorded in.
    """

    on: PartialDate | None
    relation: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class PartnershipState:
    """What a partnership is on a day. `status` is empty where nobody has stated one."""

    relation: str = ""
    status: str = ""
    until: PartialDate | None = None


def partnership_state(changes: Iterable[PartnershipFact], day: date) -> PartnershipState:
    """The state on `day`: changes of an unknown day come first, then by day; a change of a year counts from its start.

    Of changes that share a day, or have none, what was recorded last counts. `until` is the day of the change that
    ended the partnership.
    """
    relation, status, until = "", "", None
    for change in sorted(changes, key=lambda change: change.on.earliest if change.on else date.min):
        if change.on and change.on.earliest > day:
            continue
        relation = change.relation or relation
        if change.status:
            status = change.status
            until = change.on if status == "ended" else None
    return PartnershipState(relation, status, until)


def suspension_of_tie(changes: Iterable[PartnershipFact], day: date) -> bool | None:
    """Whether the partnership is suspended on `day`; None where that hangs on a day that is not known precisely."""
    dated = [Change.on(change.on, change.status) for change in changes if change.status]
    possible = {each.value == "suspended" for each in counting("", dated, day)}
    return possible.pop() if len(possible) == 1 else None
