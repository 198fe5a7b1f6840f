"""The marks maps and timelines are made of, as SVG text: classes and presentation attributes only, every word escaped.

A strict Content-Security-Policy forbids `style` attributes, so no mark has one.
"""

from __future__ import annotations

import functools
import unicodedata
from html import escape
from typing import Final

from solmu.portal.drawing.projection import Point

TIE_STYLES: Final = ("suspended", "ended")
"""Statuses of a partnership that have a line of their own; every other status is an ordinary line."""

WIDTHS: Final = (
    (0.21, " \u00a0"),
    (0.27, "ij|¦"),
    (0.30, "',.:;Il·ſ‘’‚"),
    (0.33, "!()-[]f{}¡ł"),
    (0.36, "/\\ª°ı"),
    (0.39, "rt²³¹ºŧ‛"),
    (0.42, "ŀ\u2010\u2011"),
    (0.45, "*?sz®¿"),
    (0.48, "cx«»\u2013"),
    (0.51, '"FJLY_evyĿə“”„'),
    (0.54, "#$+0123456789<=>EVXZ^agk~¢£¤¥§¬±×÷ĳĸŁ€\u2212"),
    (0.57, "AST`bdhnopqu¨¯´¸ðøþđħĲŋŦ"),
    (0.60, "BCKPRµ¶Þď"),
    (0.63, "DGß"),
    (0.66, "&NUÐĐŊƏ"),
    (0.69, "HOQØẞ"),
    (0.75, "MwĦ©\u2012"),
    (0.81, "Wæ¼¾\u2014"),
    (0.84, "½Æŉ"),
    (0.90, "%m@"),
    (1.02, "…\u2015"),
    (1.17, "œŒ"),
)
"""Advance widths of the built Source Sans 3 semibold in em, rounded up to 0.03, as a browser measures them.

Any other letter counts as 0.70, wide East Asian ones as 1; `tests/browser/test_map.py` measures again.
"""

WIDTH_OF: Final = {letter: width for width, letters in WIDTHS for letter in letters}


@functools.lru_cache(maxsize=4096)
def text_width(words: str) -> float:
    """How wide words stand, in em, rather too much than too little."""
    width = 0.0
    for whole in unicodedata.normalize("NFC", words):
        letter = whole if whole in WIDTH_OF else unicodedata.normalize("NFD", whole)[0]
        if unicodedata.combining(letter):
            continue
        if letter in WIDTH_OF:
            width += WIDTH_OF[letter]
        else:
            width += 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.70
    return width


def number(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    return f"{round(value, 1) + 0.0:g}"


def classes(*names: str) -> str:
    return " ".join(name for name in names if name)


def style_of(status: str) -> str:
    return status if status in TIE_STYLES else ""


def tie(status: str, end: Point, extra: str = "") -> str:
    return f'<path class="{classes("tie", style_of(status), extra)}" d="M0 0L{number(end[0])} {number(end[1])}"/>'


def dot(kind: str, point: Point = (0, 0)) -> str:
    """A line of no length with round ends: it keeps its size however the drawing is scaled."""
    d = f"M{number(point[0])} {number(point[1])}h0"
    hole = f'<path class="dot hole" d="{d}"/>' if set(kind.split()) & set(TIE_STYLES) else ""
    return f'<path class="{classes("dot", kind)}" d="{d}"/>{hole}'


def drawing(name: str, kind: str, box: tuple[float, float, float, float], title: str, desc: str, body: str) -> str:
    """A whole SVG: a group, because it holds links, named by its title and described by its description."""
    view = " ".join(number(value) for value in box)
    described = f' aria-describedby="{name}-d"' if desc else ""
    more = f'<desc id="{name}-d">{escape(desc)}</desc>' if desc else ""
    return (
        f'<svg class="{kind}" viewBox="{view}" role="group" aria-labelledby="{name}-t"{described}>'
        f'<title id="{name}-t">{escape(title)}</title>{more}{body}</svg>'
    )
