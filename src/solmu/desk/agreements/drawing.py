"""The coming three years of agreements as lanes in SVG, for wide and narrow screens. Values in, SVG out.

The list below the drawing says the same in words: it is the drawing's text alternative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

YEARS = 3
TOP = 30
HALF = 6
"""Half the height of a bar, in units of the drawing."""


@dataclass(frozen=True)
class Mark:
    """A day on a lane: *decide* (diamond) or *review* (ring)."""

    on: date
    kind: str


@dataclass(frozen=True)
class Lane:
    """One agreement. `kind` says how it is drawn: *now* (a filled bar), *suspended*, *planned* (dashed), *unknown* (a
    line that becomes dots), *ended* (a gap since its end) or nothing (only the note).

    `first` and `last` are where its bar begins and ends, None where it goes beyond the drawing; `is_open` has no end at
    all. `turns` are the days a new term begins.
    """

    title: str
    note: str
    href: str
    kind: str = ""
    first: date | None = None
    last: date | None = None
    is_open: bool = False
    marks: tuple[Mark, ...] = ()
    turns: tuple[date, ...] = ()
    beside: str = ""


@dataclass(frozen=True)
class Words:
    """What the drawing says beside its lanes."""

    title: str
    described: str
    today: str
    today_short: str


@dataclass(frozen=True)
class Form:
    """One size of the drawing; `side` is the width of the titles, 0 puts them above their lane."""

    name: str
    width: float
    side: float
    row: float
    months: tuple[int, ...]


FORMS = (Form("wide", 992, 290, 56, (1, 7)), Form("narrow", 340, 0, 68, (1,)))


@dataclass(frozen=True)
class Axis:
    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        share = (min(max(day, self.first), self.last) - self.first).days / (self.last - self.first).days
        return round(self.left + share * (self.right - self.left), 1)


def drawn_years(day: date, lanes: Sequence[Lane], words: Words) -> SafeString:
    """The drawing in each size; the page shows the one that fits. Empty where there is no lane."""
    if not lanes:
        return SafeString("")
    return _joined(_drawn(form, day, lanes, words) for form in FORMS)


def axis_of(day: date, form: Form) -> Axis:
    first = day.replace(day=1)
    return Axis(first, first.replace(year=min(first.year + YEARS, date.max.year)), form.side, form.width - 4)


def _drawn(form: Form, day: date, lanes: Sequence[Lane], words: Words) -> SafeString:
    axis = axis_of(day, form)
    bottom = TOP + form.row * len(lanes)
    now = axis.x(day)
    return format_html(
        '<svg class="time years {size}" viewBox="0 0 {width} {height}" role="group" aria-labelledby="{size}-t"'
        ' aria-describedby="{size}-d"><title id="{size}-t">{title}</title><desc id="{size}-d">{described}</desc>'
        '{grid}{lanes}<path class="lane" d="M0 {bottom}H{width}"/><path class="today" d="M{now} {top}V{bottom}"/>'
        '<text class="now-label" x="{now}" y="17">{today}</text></svg>',
        size=form.name,
        width=form.width,
        height=bottom + 28,
        title=words.title,
        described=words.described,
        grid=_joined(_grid(form, axis, bottom)),
        lanes=_joined(_lane(form, axis, day, lane, TOP + form.row * at) for at, lane in enumerate(lanes)),
        bottom=bottom,
        now=now,
        top=TOP - 6,
        today=words.today if form.side else words.today_short,
    )


def _grid(form: Form, axis: Axis, bottom: float) -> Iterator[SafeString]:
    for year in range(axis.first.year, axis.last.year + 1):
        for month in form.months:
            tick = date(year, month, 1)
            if axis.first < tick < axis.last:
                yield format_html(
                    '<path class="grid" d="M{x} {top}V{bottom}"/>'
                    '<text class="tick" x="{x}" y="{y}" text-anchor="middle">{month}/{year}</text>',
                    x=axis.x(tick),
                    top=TOP,
                    bottom=bottom,
                    y=bottom + 20,
                    month=month,
                    year=year,
                )


def _lane(form: Form, axis: Axis, day: date, lane: Lane, top: float) -> SafeString:
    middle = top + (form.row / 2 if form.side else form.row - 18)
    titles = (
        format_html(
            '<a href="{}"><text class="title" x="0" y="{}">{}</text></a><text class="sub" x="0" y="{}">{}</text>',
            lane.href, top + 24, _short(lane.title, 38), top + 44, _short(lane.note, 44),
        )
        if form.side
        else format_html(
            '<a href="{}"><text class="title" x="14" y="{}">{}</text></a>', lane.href, top + 22, _short(lane.title, 42)
        )
    )  # fmt: skip
    beside = format_html(
        '<text class="note {kind}" x="{x}" y="{y}">{words}</text>',
        kind=lane.kind,
        x=axis.x(day) + 18,
        y=middle + 5,
        words=lane.beside,
    )
    return format_html(
        '<path class="lane" d="M0 {top}H{width}"/>{titles}{bar}{marks}{beside}',
        top=top,
        width=form.width,
        titles=titles,
        bar=_bar(axis, day, lane, middle),
        marks=_joined(_mark(axis, mark, middle) for mark in lane.marks if axis.first <= mark.on <= axis.last),
        beside=beside if lane.beside else "",
    )


def _bar(axis: Axis, day: date, lane: Lane, middle: float) -> SafeString:
    if not lane.kind:
        return SafeString("")
    x0 = axis.x(lane.first or axis.first)
    x1 = axis.x(lane.last or axis.last)
    now = axis.x(day)
    top = middle - HALF
    if lane.kind == "ended":
        return _rect("gap", axis.left, max(2, now - axis.left), top)
    if lane.kind == "unknown":
        dots = format_html('<path class="unknown" d="M{} {}H{}"/>', max(now, x0) + 4, middle, x1)
        begun = format_html('<path class="begun" d="M{} {}H{}"/>', x0, middle, now) if x0 < now else ""
        return format_html("{}{}", begun, dots)
    if lane.is_open:
        filled = _rect(lane.kind, x0, now - x0, top) if x0 < now else SafeString("")
        begins = max(now, x0)
        arrow = format_html(
            '<path class="bar open {kind}" d="M{a} {top}H{b}l{half} {half}l-{half} {half}H{a}"/>',
            kind=lane.kind, a=begins, top=top, b=x1 - HALF, half=HALF,
        )  # fmt: skip
        return format_html("{}{}{}", filled, arrow, _joined(_turn(axis, turn, middle) for turn in lane.turns))
    bar = _rect(lane.kind, x0, max(2, x1 - x0), top)
    if lane.last is None or lane.last >= axis.last:
        return bar
    return format_html('{}<path class="end" d="M{} {}V{}"/>', bar, x1, top - 4, top + 2 * HALF + 4)


def _rect(kind: str, x: float, width: float, top: float) -> SafeString:
    return format_html(
        '<rect class="bar {}" x="{}" y="{}" width="{}" height="{}"/>', kind, x, top, round(width, 1), 2 * HALF
    )


def _turn(axis: Axis, day: date, middle: float) -> SafeString:
    """Where a new term begins: a gap in the bar's edges."""
    if not axis.first < day < axis.last:
        return SafeString("")
    return format_html('<path class="turn" d="M{} {}V{}"/>', axis.x(day), middle - HALF - 2, middle + HALF + 2)


def _mark(axis: Axis, mark: Mark, middle: float) -> SafeString:
    x = axis.x(mark.on)
    if mark.kind == "decide":
        return format_html(
            '<path class="decide" d="M{} {m}L{x} {}L{} {m}L{x} {}Z"/>',
            x - 7, middle - 7, x + 7, middle + 7, m=middle, x=x,
        )  # fmt: skip
    return format_html('<circle class="review" cx="{}" cy="{}" r="6"/>', x, middle)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _joined(parts: Iterator[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # nosec B308 B703
