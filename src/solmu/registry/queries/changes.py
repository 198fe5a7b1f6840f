"""What changed in public: partners, agreements, activities and stories that were published, and ties that ended.

A change is dated by the moment its record told of it, or by the day that brought it about without anybody's doing: an
agreement expires. What was over when its record was first published is no news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Subquery

from solmu.core.models import AuditEntry
from solmu.core.terms import Term
from solmu.registry.models import PublicVersion
from solmu.registry.records import Shape
from solmu.registry.records.facts import agreement_facts_of, partnership_facts_of
from solmu.registry.rules import NO_LONGER, agreement_status, partnership_state
from solmu.registry.vocabulary import RecordKind

PUBLISHED, ENDED, SUSPENDED = "published", "ended", "suspended"

KINDS = (RecordKind.PARTNERSHIP, RecordKind.AGREEMENT, RecordKind.ACTIVITY, RecordKind.STORY)


@dataclass(frozen=True, slots=True)
class PublicChange:
    """A record was published, or what it tells of ended or was suspended; `shape` is what the public is shown now.

    `key` names the change for ever.
    """

    record_id: str
    kind: RecordKind
    what: str
    at: datetime
    shape: Shape

    @property
    def key(self) -> str:
        return f"{self.record_id}:{self.what}" + ("" if self.what == PUBLISHED else f":{self.at:%Y-%m-%d}")


def public_changes(today: date, time_zone: str, most: int) -> list[PublicChange]:
    """The latest changes, newest first; one query."""
    histories = _histories()
    present = {key: versions[-1][1] for key, versions in histories.items()}
    zone = ZoneInfo(time_zone)
    found = [
        change
        for key, versions in histories.items()
        if (shape := present[key]) is not None
        for change in _changes(versions, shape, present, today, zone)
    ]
    return sorted(found, key=lambda change: (change.at, change.key), reverse=True)[:most]


Version = tuple[datetime, Shape | None]


def _histories() -> dict[str, list[Version]]:
    """The versions of every record that is public now, oldest first."""
    written = AuditEntry.objects.filter(sequence=OuterRef("revision")).values("at")
    rows = PublicVersion.objects.filter(
        record__kind__in=KINDS,
        record__is_published=True,
        record__removed_at__isnull=True,
        record__merged_into__isnull=True,
    )
    histories: dict[str, list[Version]] = {}
    for key, at, shape in (
        rows.annotate(at=Subquery(written)).order_by("record_id", "revision").values_list("record_id", "at", "shape")
    ):
        histories.setdefault(key, []).append((datetime.fromisoformat(at), shape))
    return histories


def _changes(
    versions: list[Version], shape: Shape, present: Mapping[str, Shape | None], today: date, zone: ZoneInfo
) -> Iterator[PublicChange]:
    kind, key = RecordKind(shape["kind"]), shape["id"]
    told = [(at, each) for at, each in versions if each is not None]
    yield PublicChange(key, kind, PUBLISHED, told[0][0], shape)
    state = _STATES.get(kind)
    if state is None:
        return
    before = state(told[0][1], present, told[0][0].astimezone(zone).date())
    for number, (at, each) in enumerate(told):
        first = at.astimezone(zone).date()
        last = told[number + 1][0].astimezone(zone).date() if number + 1 < len(told) else today
        now = state(each, present, first)
        if now and now != before:
            yield PublicChange(key, kind, now, at, shape)
        then = state(each, present, max(first, last))
        if then and then != now:
            day = _first_day(partial(state, each, present), then, first, last)
            yield PublicChange(key, kind, then, datetime.combine(day, time.min, zone).astimezone(UTC), shape)
        before = then


def _first_day(state: Callable[[date], str], then: str, before: date, last: date) -> date:
    """The first day after `before` on which the state is that of the last day."""
    while (last - before).days > 1:
        middle = before + timedelta(days=(last - before).days // 2)
        before, last = (before, middle) if state(middle) == then else (middle, last)
    return last


def _agreement(shape: Shape, present: Mapping[str, Shape | None], day: date) -> str:
    status = agreement_status(agreement_facts_of(shape, present.get(shape["replaced_by"] or "")), day, Term(0))
    if status is None:
        return ""
    return ENDED if status.status in NO_LONGER else SUSPENDED if status.status == "suspended" else ""


def _partnership(shape: Shape, _present: Mapping[str, Shape | None], day: date) -> str:
    status = partnership_state(partnership_facts_of(shape), day).status
    return {"ended": ENDED, "suspended": SUSPENDED}.get(status, "")


_STATES: dict[RecordKind, Callable[[Shape, Mapping[str, Shape | None], date], str]] = {
    RecordKind.AGREEMENT: _agreement,
    RecordKind.PARTNERSHIP: _partnership,
}
