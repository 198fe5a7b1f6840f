"""A figure as a file of its own: the wide drawing, with its colours in it, that any program shows."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from solmu.portal.drawing.figures.forms import WIDE

FONT: Final = "Source Sans 3, Segoe UI, Helvetica, Arial, sans-serif"
ATTRIBUTES: Final = {
    "fill": 'fill="#0062ba"',
    "fill unsure": 'fill="#8a94a6"',
    "base": 'stroke="#8a94a6" stroke-width="1"',
    "line": 'stroke="#d3d8e0" stroke-width="1"',
    "zero": 'stroke="#5b6677" stroke-width="1.5"',
    "missing": 'fill="none" stroke="#5b6677" stroke-width="2.5" stroke-dasharray=".1 7" stroke-linecap="round"',
    "name": 'fill="#1e2b3c" font-size="15"',
    "number": 'fill="#1e2b3c" font-size="15" font-weight="600"',
    "number none": 'fill="#5b6677" font-size="15"',
    "none": 'fill="#5b6677" font-size="15"',
    "head": 'fill="#5b6677" font-size="13" font-weight="600"',
    "inside": 'fill="#ffffff" font-size="13" font-weight="600"',
    "heading": 'fill="#1e2b3c" font-size="22" font-weight="600"',
    "source": 'fill="#5b6677" font-size="13"',
}
"""What the stylesheet says of each class, as attributes: a file that stands alone has no stylesheet."""

_WIDE = re.compile(rf'<svg class="figure {WIDE.size}" viewBox="0 0 (\S+) (\S+)"(.*?)</svg>', re.DOTALL)
_CLASS = re.compile(r'class="([^"]*)"')
_MARGIN = 24


def alone(figure: str, title: str, source: str) -> str:
    """The wide one of a figure's drawings, under its title and over its source, as an SVG file."""
    found = _WIDE.search(figure)
    if found is None:
        raise ValueError("The figure has no wide drawing.")
    width, height = float(found[1]) + 2 * _MARGIN, float(found[2]) + 2 * _MARGIN + 72
    inner = _CLASS.sub(lambda kind: ATTRIBUTES[kind[1]], found[3])
    attributes, _, body = inner.partition(">")
    text = "".join(
        f'<text {ATTRIBUTES[kind]} x="{_MARGIN}" y="{y:g}">{escape(words)}</text>'
        for kind, y, words in (("heading", _MARGIN + 20.0, title), ("source", height - _MARGIN, source))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" font-family="{FONT}"{attributes}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{text}'
        f'<g transform="translate({_MARGIN} {_MARGIN + 40})">{body}</g></svg>\n'
    )
