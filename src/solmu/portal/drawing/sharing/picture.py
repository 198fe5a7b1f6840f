"""The picture of a page, and the name it has for ever."""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from solmu.core.colours import SOLMU, Colours

LAYOUT = Path(__file__).with_name("picture.typ")
FONTS = Path(__file__).resolve().parents[3] / "static" / "solmu" / "fonts"

# What the portal's stylesheet says of maps, in the light colours and in the units of a map of 304: typst
# knows neither custom properties nor lines that keep their width.
_STYLE = """<style>
.sea { fill: SEA } .land { fill: LAND; fill-rule: evenodd }
.ring { fill: none; stroke: RING; stroke-width: UNIT }
.tie { fill: none; stroke: ACCENT; stroke-width: calc2 }
.tie.suspended { stroke: QUIET; stroke-dasharray: 7 5 }
.tie.ended { stroke: QUIET; stroke-dasharray: .5 5; stroke-linecap: round }
.dot { fill: none; stroke: ACCENT; stroke-width: calc9; stroke-linecap: round }
.dot.home { stroke: INK; stroke-width: calc11 }
.dot.suspended, .dot.ended { stroke: QUIET } .dot.hole { stroke: #fff; stroke-width: calc5 }
.lens, .leader, text { display: none }
</style>"""


@dataclass(frozen=True)
class Shared:
    """What a shared page's picture shows: who tells, of what, a sentence, and a map as SVG (empty: none)."""

    language: str
    brand: str
    title: str
    lead: str
    map_svg: str
    map_width: float = 304.0
    colours: Colours = SOLMU

    @functools.cached_property
    def name(self) -> str:
        """A name that is another whenever the picture would be."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()
        return hashlib.sha256(content + _layout()).hexdigest()[:16]


@functools.lru_cache(maxsize=1)
def _layout() -> bytes:
    return LAYOUT.read_bytes() + _STYLE.encode() + version("typst").encode()


@functools.lru_cache(maxsize=64)
def picture_of(shared: Shared) -> bytes:
    """The picture as PNG; the same words and map give the same bytes."""
    # Loading typst takes longer than most pages; a process that makes no picture does without.
    import typst

    words = {
        "lang": shared.language,
        "brand": shared.brand,
        "title": shared.title,
        "lead": shared.lead,
        "map": bool(shared.map_svg),
        "colours": asdict(shared.colours),
    }
    files: Any = {  # by name; typst's own types know a path alone
        "main.typ": LAYOUT.read_bytes(),
        "words.json": json.dumps(words, ensure_ascii=False).encode(),
    }
    if shared.map_svg:
        files["map.svg"] = _as_picture(shared.map_svg, shared.map_width / 304, shared.colours).encode()
    made = typst.compile(files, format="png", ppi=72, font_paths=[FONTS], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def _as_picture(svg: str, scale: float, colours: Colours) -> str:
    """A page's drawing as a file of its own, with the portal's look in it."""
    style = _STYLE.replace("UNIT", f"{0.55 * scale:.2f}")
    for width in (2, 5, 9, 11):
        style = style.replace(f"calc{width};", f"{0.6 * width * scale:.2f};")
        style = style.replace(f"calc{width} ", f"{0.6 * width * scale:.2f} ")
    for name, colour in asdict(colours).items():
        style = style.replace(name.upper(), colour)
    head, _, body = svg.partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg">{style}{body}'
