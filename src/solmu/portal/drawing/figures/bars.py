"""Numbers as lying bars, one a line, each with its name before it and its number after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from solmu.portal.drawing.figures.forms import FORMS, Form, wrapped_text
from solmu.portal.drawing.marks import drawing, number, text_width

BAR: Final = 14.0
DOTS: Final = 22
SIZE: Final = 15
LINE: Final = 19.0


@dataclass(frozen=True)
class Bar:
    """`shown` is the number as it is read; no value: nobody recorded one.

    `kind` is "unsure" for a rest that is no group, "partly" for a number to which more belongs that nobody recorded.
    """

    name: str
    value: int | None
    shown: str
    kind: str = ""


def bars(name: str, title: str, desc: str, rows: Sequence[Bar]) -> str:
    """The drawing for both widths; the longest bar is as long as there is room beside the longest number."""
    return "".join(_draw(f"{name}-{form.size}", title, desc, rows, form) for form in FORMS)


def _draw(name: str, title: str, desc: str, rows: Sequence[Bar], form: Form) -> str:
    most = max((row.value or 0 for row in rows), default=0) or 1
    room = max((SIZE * text_width(row.shown) for row in rows), default=0) + 16
    room += DOTS if any(row.kind == "partly" for row in rows) else 0
    left = _side(rows, form)
    length, y, body = max(40.0, form.width - left - room), 0.0, ""
    for row in rows:
        words, lines = wrapped_text("name", 0, y + 16, row.name, (left - 12 if left else form.width) / SIZE, LINE)
        extra = LINE * (lines - 1)
        top = y + extra / 2 + 4 if left else y + extra + 24
        body += words + _bar(row, left, top, length * (row.value or 0) / most)
        y += extra + (32 if left else 54)
    body += f'<path class="base" d="M{number(left)} 0V{number(y)}"/>' if left else ""
    return drawing(name, f"figure {form.size}", (0, 0, form.width, y), title, desc, body)


def _side(rows: Sequence[Bar], form: Form) -> float:
    """How wide the names stand beside the bars; 0 where they stand above them."""
    longest = max((SIZE * text_width(row.name) for row in rows), default=0)
    return min(form.side, longest + 16) if form.side else 0.0


def _bar(row: Bar, x: float, y: float, length: float) -> str:
    middle, told = y + BAR / 2, x + 8
    mark = ""
    if row.value:
        told = x + length + 8
        kind = "fill unsure" if row.kind == "unsure" else "fill"
        mark = f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" width="{number(length)}" height="{number(BAR)}"/>'
    if row.value is None or row.kind == "partly":
        mark += f'<path class="missing" d="M{number(told - 2)} {number(middle)}h{DOTS}"/>'
        told += DOTS + 6
    kind = "number none" if row.value is None else "number"
    return mark + wrapped_text(kind, told, middle + 5, row.shown, 1000, LINE)[0]
