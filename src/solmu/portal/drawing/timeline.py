"""Agreements in time, drawn as SVG for three widths from one input; and the same as sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Final

from solmu.core.dates import PartialDate, Period
from solmu.portal.drawing.marks import drawing, number, text_width
from solmu.portal.drawing.spans import Lane, Mark, Span, gap_start, marks, whole_years

NOTE_SIZE: Final = 14
TITLE_SIZE: Final = 17
LINE: Final = 20
TOP: Final = 30.0
YEARS_AHEAD: Final = 4
MOST_YEARS_AHEAD: Final = 12
TICK_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class TimelineWords:
    """Every word of a timeline in the reader's language; in braces what a sentence may take in."""

    title: str
    description: str
    today: str
    today_short: str
    date: Callable[[PartialDate], str]
    until: Callable[[PartialDate], str]  # still to come
    was_until: Callable[[PartialDate], str]
    gap: Callable[[int], str]  # whole years without a recorded successor
    gap_short: str
    pause: Callable[[Period], str]  # a suspension
    pause_short: str
    no_end: str
    not_known: str
    open_ended: str
    from_to: str = "{start}–{end}"  # {start} {end}
    sentence: str = "{title}: {facts}."  # {title} {facts}


@dataclass(frozen=True)
class Form:
    """`side` is the width of the lane titles; 0 puts them above their lane."""

    size: str
    width: float
    side: float
    row: float
    bar: float = 10


FORMS: Final = (Form("wide", 1184, 250, 88), Form("medium", 680, 0, 92), Form("narrow", 328, 0, 92))


@dataclass(frozen=True)
class Axis:
    """Days from the first of a year to the last of another, between two edges of the drawing."""

    first: date
    last: date
    today: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Today's line stands at the first of its month, so that a page stays the same between such days."""
        if self.today.replace(day=1) <= day <= self.today:
            day = self.today.replace(day=1)
        share = (day - self.first).days / (self.last - self.first).days
        return self.left + max(0.0, min(1.0, share)) * (self.right - self.left)

    def ticks(self) -> list[int]:
        years = self.last.year - self.first.year + 1
        room = (self.right - self.left) / years
        step = next((step for step in TICK_STEPS if step * room >= 60), TICK_STEPS[-1])
        return [year for year in range(self.first.year + 1, self.last.year + 1) if year % step == 0]


def known_dates(lanes: Sequence[Lane]) -> list[PartialDate]:
    spans = [span for lane in lanes for span in lane.spans]
    bounds = [bound for span in spans for pause in span.pauses for bound in (pause.start, pause.end)]
    bounds += [bound for span in spans for bound in (span.begin, span.end)]
    return [bound for bound in bounds if isinstance(bound, PartialDate)]


def axis_for(lanes: Sequence[Lane], today: date, left: float, right: float) -> Axis:
    known = known_dates(lanes)
    first = min([day.year for day in known] + [today.year]) - 1
    latest = max(day.year for day in known) + 1
    last = max(today.year + YEARS_AHEAD, min(latest, today.year + MOST_YEARS_AHEAD))
    return Axis(date(max(1, first), 1, 1), date(last, 12, 31), today, left, right)


def wrapped(words: str, width_em: float) -> list[str]:
    """The words in lines no wider than that; a word longer than a line keeps a line of its own."""
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}") <= width_em:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def text(kind: str, x: float, y: float, words: str, anchor: str = "start") -> str:
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}"{placed}>{escape(words)}</text>'


@dataclass(frozen=True)
class Note:
    """Words beside a lane: `kind` "ended" marks what has ended and nothing follows."""

    day: date
    words: str
    anchor: str = "start"
    kind: str = ""
    below: bool = False
    shorter: str = ""


def notes(lane: Lane, words: TimelineWords, today: date, *, sub_stands_beside: bool) -> list[Note]:
    """What is written beside the marks, most important first."""
    ends: list[Note] = []
    begins: list[Note] = []
    pauses: list[Note] = []
    after = gap_start(lane)
    for i, span in enumerate(lane.spans):
        is_last = i == len(lane.spans) - 1
        begin, end = span.begin, span.end
        if end and not is_last:
            ends.append(Note(end.latest, words.date(end), "end", below=True))
        elif end:
            told = words.until(end) if end.latest >= today else words.was_until(end)
            ends.insert(0, Note(end.latest, told, "end", "ended" if after else "", below=True))
        if begin:
            begins.append(Note(begin.earliest, words.date(begin)))
        for pause in span.pauses:
            bound = pause.start or pause.end
            if isinstance(bound, PartialDate):
                pauses.append(Note(bound.earliest, words.pause(pause), below=True, shorter=words.pause_short))
        if sub_stands_beside or not is_last or end:
            continue
        if span.is_open:
            ends.append(Note(today, words.open_ended, "end"))
        elif begin:
            ends.append(Note(begin.latest, words.no_end, below=True))
        else:
            ends.append(Note(today, words.not_known, "end"))
    if after and after < today:
        gap = words.gap(whole_years(after, today))
        ends.insert(0, Note(today, gap, "end", "ended", shorter=words.gap_short))
    return ends + begins + pauses


@dataclass
class Sheet:
    """One drawing in the making."""

    name: str
    form: Form
    axis: Axis
    words: TimelineWords
    today: date
    gradients: dict[str, str] = field(default_factory=dict)

    def gradient(self, stops: str) -> str:
        return self.gradients.setdefault(stops, f"{self.name}-{self.form.size}-{len(self.gradients)}")

    def bar(self, mark: Mark, y: float) -> str:
        x0, x1 = self.axis.x(mark.first), self.axis.x(mark.last)
        size = f'x="{number(x0)}" y="{number(y)}" width="{number(max(2.0, x1 - x0))}" height="{number(self.form.bar)}"'
        sure_from, sure_until = mark.sure_from or mark.first, mark.sure_until or mark.last
        if mark.state == "planned" or (sure_from <= mark.first and sure_until >= mark.last) or x1 - x0 < 2:
            return f'<rect class="bar {mark.state}" {size}/>'
        return f'<rect class="bar" fill="url(#{self.fading(mark, mark.state, ".2")})" {size}/>'

    def fading(self, mark: Mark, kind: str, left: str) -> str:
        """A gradient that is whole between the two sure days; at a last day that is not sure that much is `left`."""
        x0, x1 = self.axis.x(mark.first), self.axis.x(mark.last)
        sure_from, sure_until = mark.sure_from or mark.first, mark.sure_until or mark.last
        stops = ""
        for day, opacity in (
            (mark.first, "0" if sure_from > mark.first else "1"),
            (sure_from, "1"),
            (sure_until, "1"),
            (mark.last, left if sure_until < mark.last else "1"),
        ):
            offset = max(0.0, min(1.0, (self.axis.x(day) - x0) / (x1 - x0)))
            stops += f'<stop class="{kind}" offset="{offset:.2g}" stop-opacity="{opacity}"/>'
        return self.gradient(stops)

    def pause(self, mark: Mark, y: float) -> str:
        """A hole: the page shows through where it is sure, between two dashed edges."""
        x0, x1, h = self.axis.x(mark.first), self.axis.x(mark.last), self.form.bar
        sure_from, sure_until = mark.sure_from or mark.first, mark.sure_until or mark.last
        is_sharp = (sure_from <= mark.first and sure_until >= mark.last) or x1 - x0 < 3
        wide = max(3.0, x1 - x0)
        fill = "" if is_sharp else f' fill="url(#{self.fading(mark, "pause", "0")})"'
        edges = "".join(f"M{number(x0)} {number(at)}H{number(x0 + wide)}" for at in (y, y + h))
        return (
            f'<rect class="hole"{fill} x="{number(x0)}" y="{number(y - 1)}" width="{number(wide)}"'
            f' height="{number(h + 2)}"/><path class="pause" d="{edges}"/>'
        )

    def mark(self, mark: Mark, y: float) -> str:
        h, x0, x1 = self.form.bar, self.axis.x(mark.first), self.axis.x(mark.last)
        middle = number(y + h / 2)
        if mark.kind == "bar":
            return self.bar(mark, y)
        if mark.kind == "end":
            return f'<path class="end" d="M{number(x1)} {number(y - 4)}V{number(y + h + 4)}"/>'
        if mark.kind == "gap":
            wide = max(2.0, x1 - x0)
            return (
                f'<rect class="bar gap" x="{number(x0)}" y="{number(y)}" width="{number(wide)}" height="{number(h)}"/>'
            )
        if mark.kind == "pause":
            return self.pause(mark, y)
        if mark.kind == "open":
            tip = f"H{number(max(x0, x1 - h))}l{number(h)} {number(h / 2)}l{number(-h)} {number(h / 2)}H{number(x0)}"
            return f'<path class="bar open {mark.state}" d="M{number(x0)} {number(y)}{tip}"/>'
        if mark.kind == "unknown":
            return f'<path class="unknown" d="M{number(x0 + 5)} {middle}H{number(x1 - 2)}"/>' if x1 - x0 > 9 else ""
        return f'<path class="begun" d="M{number(x0)} {middle}H{number(x1)}"/>'

    def note_marks(self, lane: Lane, y: float) -> str:
        """Each note where it stands clear of the others; one without room is left to the table."""
        taken: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        out = ""
        for note in notes(lane, self.words, self.today, sub_stands_beside=bool(self.form.side)):
            placed = self.note_place(note, taken)
            if placed is None:
                continue
            words, left, right, below = placed
            taken[below].append((left - 8, right + 8))
            x = {"start": left, "end": right}[note.anchor]
            baseline = y + self.form.bar + 19 if below else y - 8
            out += text(" ".join(filter(None, ("note", note.kind))), x, baseline, words, note.anchor)
        return out

    def note_place(
        self, note: Note, taken: dict[bool, list[tuple[float, float]]]
    ) -> tuple[str, float, float, bool] | None:
        left_edge, right_edge = self.axis.left, self.form.width
        for words in filter(None, (note.words, note.shorter)):
            width = NOTE_SIZE * text_width(words)
            x = self.axis.x(note.day) - (4 if note.anchor == "end" and note.day == self.today else 0)
            left = x if note.anchor == "start" else x - width
            left = max(left_edge, min(left, right_edge - width))
            if width > right_edge - left_edge:
                continue
            for below in (note.below, not note.below):
                if all(left + width < a or b < left for a, b in taken[below]):
                    return words, left, left + width, below
        return None

    def lane(self, lane: Lane, top: float) -> tuple[str, float]:
        """One lane and the height it takes."""
        form = self.form
        lines = wrapped(lane.title, (form.side - 16 if form.side else form.width - 24) / TITLE_SIZE)
        extra = LINE * (len(lines) - 1)
        height = form.row + (extra if not form.side else max(0.0, extra - 16))
        if form.side:
            y = top + (height - form.bar) / 2
            title_y = y + form.bar / 2 - 3 - extra / 2
        else:
            y = top + extra + (form.row - form.bar) / 2 + 12
            title_y = top + 20
        out = f'<path class="lane" d="M0 {number(top)}H{number(form.width)}"/>'
        title = "".join(text("title", 0, title_y + LINE * k, line) for k, line in enumerate(lines))
        out += f'<a href="{escape(lane.href)}">{title}</a>' if lane.href else title
        if form.side and lane.sub:
            out += text("sub", 0, title_y + extra + 19, lane.sub)
        out += "".join(self.mark(mark, y) for mark in marks(lane, self.axis.first, self.axis.last, self.today))
        return out + self.note_marks(lane, y), height

    def draw(self, lanes: Sequence[Lane]) -> str:
        form, axis, y = self.form, self.axis, TOP
        rows = ""
        for lane in lanes:
            row, height = self.lane(lane, y)
            rows += row
            y += height
        bottom, now = y, axis.x(self.today)
        grid = ""
        for year in axis.ticks():
            x = axis.x(date(year, 1, 1))
            grid += f'<path class="grid" d="M{number(x)} {number(TOP)}V{number(bottom)}"/>'
            grid += text("tick", x, bottom + 20, str(year), "middle")
        line = f'<path class="today" d="M{number(now)} {number(TOP - 6)}V{number(bottom)}"/>'
        told = self.words.today if form.size != "narrow" else self.words.today_short
        half = NOTE_SIZE * text_width(told) / 2
        label = text("now-label", max(half, min(now, form.width - half)), TOP - 13, told, "middle")
        rim = f'<path class="lane" d="M0 {number(bottom)}H{number(form.width)}"/>'
        defs = "".join(
            f'<linearGradient id="{name}">{stops}</linearGradient>' for stops, name in self.gradients.items()
        )
        body = (f"<defs>{defs}</defs>" if defs else "") + grid + line + rows + rim + label
        name = f"{self.name}-{form.size}"
        box = (0.0, 0.0, form.width, bottom + 28)
        return drawing(name, f"time {form.size}", box, self.words.title, self.words.description, body)


def timeline(lanes: Sequence[Lane], words: TimelineWords, today: date, name: str = "chain") -> str:
    """The same lanes for three widths, of which the stylesheet shows one; empty where no date at all is known."""
    if not known_dates(lanes):
        return ""
    out = ""
    for form in FORMS:
        axis = axis_for(lanes, today, form.side or 1.0, form.width - 1)
        out += Sheet(name, form, axis, words, today).draw(lanes)
    return out


def facts(span: Span, words: TimelineWords, *, is_last: bool, today: date) -> str:
    begin, end = span.begin, span.end
    if begin and end:
        return words.from_to.format(start=words.date(begin), end=words.date(end))
    if end:
        return words.until(end) if end.latest >= today else words.was_until(end)
    if begin and span.is_open:
        return f"{words.date(begin)}, {words.open_ended}"
    if begin:
        return f"{words.date(begin)}, {words.no_end}" if is_last else words.date(begin)
    return words.open_ended if span.is_open else words.not_known


def sentences(lanes: Sequence[Lane], words: TimelineWords, today: date) -> list[str]:
    """The drawing told: one sentence a lane, its agreements oldest first."""
    out = []
    for lane in lanes:
        told = []
        for i, span in enumerate(lane.spans):
            known = facts(span, words, is_last=i == len(lane.spans) - 1, today=today)
            told.append(", ".join((known, *map(words.pause, span.pauses))))
        if lane.sub and lane.spans[-1].state in ("suspended", "planned"):  # drawn otherwise than what runs
            told[-1] += f", {lane.sub}"
        after = gap_start(lane)
        if after and after < today:
            told.append(words.gap(whole_years(after, today)))
        out.append(words.sentence.format(title=lane.title, facts="; ".join(told) or words.not_known))
    return out
