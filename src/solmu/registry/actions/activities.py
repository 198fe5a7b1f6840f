"""Writes of activities."""

from __future__ import annotations

from collections.abc import Iterable

from i18nfield.strings import LazyI18nString

from solmu.core.dates import End, PartialDate, Period
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.models import (
    Activity,
    ActivityOrganisation,
    ActivityParticipants,
    ActivityPartnership,
    Organisation,
    Partnership,
)
from solmu.registry.permissions import check_can_record_activity
from solmu.registry.vocabulary import ActivityKind, Direction, RecordKind


def add_activity(
    *,
    by: Account,
    source: Source | None,
    kind: ActivityKind,
    title: LazyI18nString,
    starts: PartialDate | None = None,
    ends: End = None,
    direction: Direction | str = "",
    partnerships: Iterable[Partnership] = (),
    organisations: Iterable[Organisation] = (),
    participants: int | None = None,
    is_published: bool = False,
) -> Activity:
    """Add an activity with those who take part, in their order, and the number of people where it is known.

    Raises BrokenRule for a number below none.
    """
    check_can_record_activity(by)
    Period(starts, ends)
    if participants is not None and participants < 0:
        raise BrokenRule(f"{participants} people cannot take part. Write how many did, or leave it out.")
    with recording(by=by, action="add_activity", source=source) as journal:
        record = new_record(journal, RecordKind.ACTIVITY, is_published=is_published)
        activity = Activity(record=record, kind=kind, title=title, starts=starts, ends=ends, direction=direction)
        journal.create(activity)
        for position, partnership in enumerate(dict.fromkeys(partnerships), start=1):
            tie = ActivityPartnership(activity=activity, partnership=partnership, position=position)
            journal.create(tie, of=activity)
        for position, organisation in enumerate(dict.fromkeys(organisations), start=1):
            part = ActivityOrganisation(activity=activity, organisation=organisation, position=position)
            journal.create(part, of=activity)
        if participants is not None:
            journal.create(ActivityParticipants(activity=activity, number=participants), of=activity)
    return activity
