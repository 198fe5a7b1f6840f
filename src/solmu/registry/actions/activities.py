"""Writes of activities."""

from __future__ import annotations

from collections.abc import Iterable

from i18nfield.strings import LazyI18nString

from solmu.core.dates import End, PartialDate, Period
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording
from solmu.registry.models import Activity, ActivityParticipants, ActivityPartnership, Partnership
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
    participants: int | None = None,
    is_published: bool = False,
) -> Activity:
    """Add an activity, with the number of people who took part where it is known."""
    check_can_record_activity(by)
    Period(starts, ends)
    with recording(by=by, action="add_activity", source=source) as journal:
        record = new_record(journal, RecordKind.ACTIVITY, is_published=is_published)
        activity = Activity(record=record, kind=kind, title=title, starts=starts, ends=ends, direction=direction)
        journal.create(activity)
        for partnership in partnerships:
            journal.create(ActivityPartnership(activity=activity, partnership=partnership), of=activity)
        if participants is not None:
            journal.create(ActivityParticipants(activity=activity, number=participants), of=activity)
    return activity
