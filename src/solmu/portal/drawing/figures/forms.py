"""The widths a figure is drawn for, and words in it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from solmu.portal.drawing.marks import number
from solmu.portal.drawing.timeline import wrapped


@dataclass(frozen=True)
class Form:
    """`side` is the most that names beside the marks may take; 0 puts them above."""

    size: str
    width: float
    side: float


WIDE: Final = Form("wide", 784, 240)
NARROW: Final = Form("narrow", 328, 0)
FORMS: Final = (WIDE, NARROW)


def words(kind: str, x: float, y: float, text: str, anchor: str = "start") -> str:
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{kind}" x="{number(x)}" y="{number(y)}"{placed}>{escape(text)}</text>'


def wrapped_text(
    kind: str, x: float, y: float, text: str, width_em: float, line: float, anchor: str = "start"
) -> tuple[str, int]:
    """The words in lines no wider than that, and how many lines they took."""
    lines = wrapped(text, width_em) or [""]
    return "".join(words(kind, x, y + line * k, each, anchor) for k, each in enumerate(lines)), len(lines)
