"""Numbers of two things at once: a row for each of one, a column for each of the other, a mark and a number in each.

Marks are standing bars on one scale, or dots where numbers are small and few.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from solmu.portal.drawing.figures.forms import FORMS, Form, words, wrapped_text
from solmu.portal.drawing.marks import drawing, number, text_width
from solmu.portal.drawing.timeline import wrapped

SIZE: Final = 15
SMALL: Final = 13
LINE: Final = 18.0
HIGH: Final = 30.0
MOST_LINES: Final = 3


@dataclass(frozen=True)
class Cell:
    """`shown` is the number as it is read; no value: there is nothing it could be the number of."""

    value: float | None
    shown: str


@dataclass(frozen=True)
class Row:
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Matrix:
    columns: Sequence[str]
    rows: Sequence[Row]
    mark: Literal["bar", "dot"] = "bar"
    narrow_columns: int = 0  # a narrow page shows the last so many alone; 0: all of them

    @functools.cached_property
    def most(self) -> float:
        return max((cell.value or 0.0 for row in self.rows for cell in row.cells), default=0.0) or 1.0

    def last_columns(self, number: int) -> Matrix:
        rows = [Row(row.name, row.cells[-number:]) for row in self.rows]
        return Matrix(self.columns[-number:], rows, self.mark)


def matrix(name: str, title: str, desc: str, shown: Matrix) -> str:
    """The drawing for both widths."""
    out = ""
    for form in FORMS:
        given = shown.last_columns(shown.narrow_columns) if shown.narrow_columns and not form.side else shown
        out += _Sheet(given, form, shown.most).draw(f"{name}-{form.size}", title, desc)
    return out


@dataclass(frozen=True)
class _Sheet:
    shown: Matrix
    form: Form
    most: float

    @property
    def left(self) -> float:
        longest = max((SIZE * text_width(row.name) for row in self.shown.rows), default=0)
        return min(self.form.side, longest + 20) if self.form.side else 0.0

    @property
    def step(self) -> float:
        return (self.form.width - self.left) / max(1, len(self.shown.columns))

    def middle(self, column: int) -> float:
        return self.left + self.step * (column + 0.5)

    @property
    def heads_fit(self) -> bool:
        em = (self.step - 6) / SMALL
        lines = [wrapped(head, em) for head in self.shown.columns]
        return all(len(each) <= MOST_LINES and all(text_width(line) <= em for line in each) for each in lines)

    def draw(self, name: str, title: str, desc: str) -> str:
        body, y = self._heads()
        for row in self.shown.rows:
            drawn, y = self._row(row, y)
            body += drawn
        body += f'<path class="line" d="M0 {number(y)}H{number(self.form.width)}"/>'
        return drawing(name, f"figure {self.form.size}", (0, 0, self.form.width, y + 1), title, desc, body)

    def _heads(self) -> tuple[str, float]:
        """What the columns are: words over them, or a number that the lines above them explain."""
        heads, y, out = list(self.shown.columns), 0.0, ""
        if not self.heads_fit:
            columns = 2 if self.form.side else 1
            wide, per = self.form.width / columns, math.ceil(len(heads) / columns)
            ys = [0.0] * columns
            for i, head in enumerate(heads):
                k = i // per
                x = wide * k
                told, taken = wrapped_text("name", x + 30, ys[k] + 16, head, (wide - 40) / SIZE, LINE)
                out += words("head", x + 20, ys[k] + 16, str(i + 1), "end") + told
                ys[k] += LINE * taken + 4
            y = max(ys) + 12
            heads = [str(i + 1) for i in range(len(heads))]
        split = [wrapped(head, (self.step - 6) / SMALL) for head in heads]
        most = max((len(lines) for lines in split), default=0)
        for i, lines in enumerate(split):
            for k, line in enumerate(lines):
                low = y + 14 + 16 * (most - len(lines) + k)
                out += words("head", self.middle(i), low, line, "middle")
        return out, y + 16 * most + 8

    def _row(self, row: Row, y: float) -> tuple[str, float]:
        left = self.left
        high = HIGH + 30 if self.shown.mark == "bar" else 34.0
        told, lines = wrapped_text("name", 0, y + 22, row.name, (left - 16 if left else self.form.width) / SIZE, LINE)
        top = y if left else y + 10 + LINE * lines
        bottom = top + max(high, LINE * lines + 16 if left else 0)
        out = f'<path class="line" d="M0 {number(y)}H{number(self.form.width)}"/>{told}'
        place = self._bar if self.shown.mark == "bar" else self._dot
        return out + "".join(place(cell, self.middle(i), bottom) for i, cell in enumerate(row.cells)), bottom

    def _bar(self, cell: Cell, x: float, bottom: float) -> str:
        base = bottom - 8
        if cell.value is None:
            return words("none", x, base - 2, cell.shown, "middle")
        high, wide = HIGH * cell.value / self.most, min(28.0, self.step * 0.6)
        mark = (
            f'<rect class="fill" x="{number(x - wide / 2)}" y="{number(base - max(high, 1.5))}"'
            f' width="{number(wide)}" height="{number(max(high, 1.5))}"/>'
            if cell.value
            else f'<path class="zero" d="M{number(x - wide / 2)} {number(base)}h{number(wide)}"/>'
        )
        return mark + words("number", x, base - high - 5, cell.shown, "middle")

    def _dot(self, cell: Cell, x: float, bottom: float) -> str:
        y = bottom - 17
        if not cell.value:
            return f'<path class="zero" d="M{number(x - 4)} {number(y)}h8"/>'
        return (
            f'<circle class="fill" cx="{number(x)}" cy="{number(y)}" r="{number(min(12.0, self.step / 2 - 1))}"/>'
            + words("inside", x, y + 5, cell.shown, "middle")
        )
