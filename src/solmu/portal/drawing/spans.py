"""What is known of a line of agreements in time, as marks: only what is known is solid.

Day: sharp end. Year or month: fades over it. Not known: dots. Open-ended: arrow. Begun with no end recorded: a thin
line to today, dots after; dots at once where a later agreement of the same line is known to exist. Gap without a
recorded successor: a dashed box from the day after the last possible day, counted in whole years. Suspension: a hole in
what it interrupts, its edges as sharp as its dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from solmu.core.dates import OPEN, PartialDate, Period

State = Literal["now", "past", "planned", "suspended"]
MarkKind = Literal["bar", "end", "begun", "unknown", "open", "gap", "pause"]

STATES: Final[dict[str, State]] = {
    "draft": "planned",
    "in_negotiation": "planned",
    "approved": "planned",
    "signed": "planned",
    "in_force": "now",
    "ending_soon": "now",
    "suspended": "suspended",
    "in_force_not_applied": "suspended",
}
"""Status of an agreement → how its bar is drawn; every other status is drawn as past."""


def state_of(status: str) -> State:
    return STATES.get(status, "past")


@dataclass(frozen=True)
class Span:
    """One agreement. Where its start is unknown, the signing stands for it; `pauses` are its suspensions."""

    period: Period
    signed: PartialDate | None = None
    state: State = "past"
    pauses: Sequence[Period] = ()

    @property
    def begin(self) -> PartialDate | None:
        return self.period.start or self.signed

    @property
    def end(self) -> PartialDate | None:
        return self.period.end if isinstance(self.period.end, PartialDate) else None

    @property
    def is_open(self) -> bool:
        return self.period.end is OPEN


@dataclass(frozen=True)
class Lane:
    """One line of agreements, oldest first; all but the last are known to have a later one in the line."""

    title: str
    spans: Sequence[Span]
    sub: str = ""
    href: str = ""
    is_without_successor: bool = False  # the last one has ended and nothing recorded follows it


@dataclass(frozen=True)
class Mark:
    """From the first to the last day it is drawn on; a bar, or a pause, is whole only between the two sure days."""

    kind: MarkKind
    first: date
    last: date
    state: State = "past"
    sure_from: date | None = None
    sure_until: date | None = None


def whole_years(first: date, last: date) -> int:
    """Full years from one day to another."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def gap_start(lane: Lane) -> date | None:
    """The first day that is surely after the last agreement of a line that nothing follows."""
    if not lane.is_without_successor or not lane.spans or lane.spans[-1].end is None:
        return None
    return lane.spans[-1].end.latest + timedelta(days=1)


def bar(span: Span, begin: PartialDate, end: PartialDate) -> Iterator[Mark]:
    first, last = begin.earliest, max(begin.latest, end.latest)
    sure_from, sure_until = begin.latest, end.earliest
    if sure_from > sure_until:  # the same year: surest in its middle
        sure_from = sure_until = first + (last - first) / 2
    yield Mark("bar", first, last, span.state, sure_from, sure_until)
    if end.precision == "day" and span.state in ("now", "past"):
        yield Mark("end", end.latest, end.latest)


def beginning(span: Span, begin: PartialDate) -> Iterator[Mark]:
    """A start with no end beside it: the year it fell in, or the day."""
    if begin.precision == "day":
        yield Mark("end", begin.earliest, begin.earliest)
        return
    middle = begin.earliest + (begin.latest - begin.earliest) / 2
    yield Mark("bar", begin.earliest, begin.latest, span.state, middle, middle)


def ending(span: Span, end: PartialDate) -> Iterator[Mark]:
    """An end with no start before it: solid at the beginning of the year it fell in, fading over it, or the day."""
    if end.precision == "day":
        yield Mark("end", end.earliest, end.earliest)
    else:
        yield Mark("bar", end.earliest, end.latest, span.state, end.earliest, end.earliest)


def pauses(span: Span, lower: date, upper: date) -> Iterator[Mark]:
    """Suspensions as far as they lie between two days; one without any date is told in words alone.

    A suspension whose end is not known lasts until somebody ends it: it is drawn to the end of what it interrupts.
    """
    for pause in span.pauses:
        start, end = pause.start, pause.end if isinstance(pause.end, PartialDate) else None
        if start is None and end is None:
            continue
        first, last = (start.earliest if start else lower), (end.latest if end else upper)
        sure_from = start.latest if start else end.earliest if end else first
        sure_until = end.earliest if end else last
        if sure_from > sure_until:  # the same year: surest in its middle
            sure_from = sure_until = first + (last - first) / 2
        first, last = max(first, lower), min(last, upper)
        if first <= last:
            yield Mark("pause", first, last, span.state, max(first, sure_from), min(last, sure_until))


def next_known(spans: Sequence[Span], default: date) -> date:
    """The first possible day of the next agreement that has one."""
    for span in spans:
        known = span.begin or span.end
        if known:
            return known.earliest
    return default


def marks(lane: Lane, first: date, last: date, today: date) -> tuple[Mark, ...]:
    """The marks of one lane on an axis from `first` to `last`, in the order they are painted."""
    out: list[Mark] = []
    reached = first
    for i, span in enumerate(lane.spans):
        later = lane.spans[i + 1 :]
        begin, end = span.begin, span.end
        lower = begin.earliest if begin else reached
        if begin and end:
            out += bar(span, begin, end)
            reached = end.latest
        elif begin and span.is_open:
            out.append(Mark("bar", begin.earliest, max(begin.latest, today), span.state, begin.latest, None))
            out.append(Mark("open", max(begin.latest, today), last, span.state))
            reached = last
        elif begin:
            out += beginning(span, begin)
            if later:
                reached = next_known(later, last)
                out += dots(begin.latest, reached)
            else:
                if today > begin.latest:
                    out.append(Mark("begun", begin.latest, today))
                out += dots(max(begin.latest, today), last)
                reached = last
        elif end:
            out += dots(reached, end.earliest)
            out += ending(span, end)
            reached = end.latest
        elif span.is_open:
            out += dots(reached, today)
            out.append(Mark("open", today, last, span.state))
            reached = last
        else:
            until = next_known(later, last)
            out += dots(reached, until)
            reached = max(reached, until)
        out += pauses(span, lower, reached)
    after = gap_start(lane)
    if after and after < today:
        out.append(Mark("gap", after, today))
    return tuple(merged(out))


def dots(first: date, last: date) -> Iterator[Mark]:
    if last > first:
        yield Mark("unknown", first, last)


def merged(found: Sequence[Mark]) -> Iterator[Mark]:
    """Dots over days already dotted add nothing."""
    seen: set[tuple[date, date]] = set()
    for mark in found:
        if mark.kind == "unknown":
            if (mark.first, mark.last) in seen:
                continue
            seen.add((mark.first, mark.last))
        yield mark
