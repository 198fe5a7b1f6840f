"""The coming months as a line: a mark for each day something is to be done, its words below on a stem.

Words fill rows from the right, so that no stem meets a label. Values in, SVG out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WIDTH = 1000
LETTER = 6.6
"""Units a letter takes at the size of the labels, on average."""
ROW = 24
TOP = 34


@dataclass(frozen=True)
class Mark:
    """Something to be done on a day; `kind` is *decision* (diamond), *review* (ring), *event* or *other* (dot)."""

    on: date
    words: str
    kind: str
    href: str


def drawn_months(day: date, until: date, marks: Sequence[Mark]) -> SafeString:
    """The drawing; empty where there is nothing to mark."""
    if not marks:
        return SafeString("")
    span = max((until - day).days, 1)

    def place(on: date) -> float:
        return round(4 + (on - day).days / span * (WIDTH - 8), 1)

    months, first = [], _first_of_next(day)
    while first <= until:
        months.append(
            format_html(
                '<path class="tick" d="M{x} 8V34"/><text class="month" x="{t}" y="18">{words}</text>',
                x=place(first),
                t=place(first) + 6,
                words=date_format(first, "F"),
            )
        )
        first = _first_of_next(first)
    rows = _rows([(place(mark.on), _label(mark)) for mark in marks])
    parts = []
    for mark, row in zip(marks, rows, strict=True):
        x, y = place(mark.on), TOP + 26 + row * ROW
        label = _label(mark)
        anchor = "end" if x + len(label) * LETTER > WIDTH else "start"
        parts.append(
            format_html(
                '<path class="stem" d="M{x} {top}V{y0}"/><a href="{href}"><text x="{x}" y="{y}" text-anchor="{anchor}">'
                '<tspan class="on">{on}</tspan> {words}</text></a>{shape}',
                x=x,
                top=TOP,
                y0=y - 14,
                y=y,
                href=mark.href,
                anchor=anchor,
                on=f"{mark.on.day}.{mark.on.month}.",
                words=_short(mark.words),
                shape=_shape(mark.kind, x),
            )
        )
    height = TOP + 26 + (max(rows) + 1) * ROW - 8
    return format_html(
        '<svg class="months" viewBox="0 0 {width} {height}" role="group" aria-label="{label}">'
        '<path class="line" d="M0 {top}H{width}"/><path class="now" d="M1 8V44"/><text class="now" x="6" y="18">{now}'
        "</text>{months}{parts}</svg>",
        width=WIDTH,
        height=height,
        top=TOP,
        label=_("The coming three months"),
        now=_("today"),
        months=mark_safe("".join(months)),  # nosec: made by format_html
        parts=mark_safe("".join(parts)),  # nosec: made by format_html
    )


def _label(mark: Mark) -> str:
    return f"{mark.on.day}.{mark.on.month}. {_short(mark.words)}"


def _short(words: str) -> str:
    return words if len(words) <= 44 else f"{words[:43].rstrip()}…"


def _rows(places: Sequence[tuple[float, str]]) -> list[int]:
    """A row for each label, filled from the right: a label further left stands lower where it would meet another."""
    starts: list[float] = []
    rows = [0] * len(places)
    for at in range(len(places) - 1, -1, -1):
        x, label = places[at]
        left, right = (x - len(label) * LETTER, x) if x + len(label) * LETTER > WIDTH else (x, x + len(label) * LETTER)
        row = next((number for number, start in enumerate(starts) if right + 12 < start), len(starts))
        if row == len(starts):
            starts.append(left)
        starts[row] = min(left, x)
        rows[at] = row
    return rows


def _shape(kind: str, x: float) -> SafeString:
    if kind == "decision":
        return format_html(
            '<path class="decision" d="M{a} {top}L{x} {u}L{b} {top}L{x} {d}Z"/>',
            a=x - 6,
            b=x + 6,
            x=x,
            top=TOP,
            u=TOP - 6,
            d=TOP + 6,
        )
    name = "review" if kind == "review" else "dot"
    return format_html('<circle class="{name}" cx="{x}" cy="{top}" r="5"/>', name=name, x=x, top=TOP)


def _first_of_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
