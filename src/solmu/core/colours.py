"""The city's own colours: a style sheet of the design system's tokens in the instance, over Solmu's own."""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, fields
from pathlib import Path

from solmu.core.city import instance_folder

SHEET = "colours.css"

TOKENS = {
    "accent": "--ds-color-accent-base-default",
    "ring": "--ds-color-accent-border-subtle",
    "sea": "--ds-color-accent-background-tinted",
    "ink": "--ds-color-neutral-text-default",
    "quiet": "--ds-color-neutral-text-subtle",
}
"""What a colour is for → the token that has it; a theme's light colours come first in its file."""

MIXED = ("--ds-color-accent-surface-hover", "--ds-color-neutral-surface-hover")
"""Land is half of one and half of the other, as on the pages (`assets/src/portal/roles.css`)."""


@dataclass(frozen=True)
class Colours:
    """What pictures are drawn with, where no style sheet is read: the light colours, as six hexadecimal digits."""

    accent: str = "#0050bb"
    ring: str = "#a0bee6"
    sea: str = "#eff4fb"
    ink: str = "#262c32"
    quiet: str = "#565e67"
    land: str = "#d1dae6"


SOLMU = Colours()


@dataclass(frozen=True)
class ColourSheet:
    """The style sheet, the beginning of its SHA-256, and the colours in it; what it lacks is Solmu's."""

    css: bytes
    mark: str
    colours: Colours

    @property
    def address(self) -> str:
        """Where every front finds it; the portal serves it."""
        return f"/colours-{self.mark}.css"


def city_sheet() -> ColourSheet | None:
    """The colours of the instance's city; None where it has Solmu's colours."""
    path = instance_folder() / SHEET
    try:
        return _sheet(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


def city_colours() -> Colours:
    sheet = city_sheet()
    return sheet.colours if sheet else SOLMU


def colours_in(css: str) -> dict[str, str]:
    """The colours that a style sheet sets, by what they are for; only those written as six digits."""
    found = {name: told for name, token in TOKENS.items() if (told := _first(css, token))}
    one, other = (_first(css, token) for token in MIXED)
    if one and other:
        parts = (int(one[at : at + 2], 16) + int(other[at : at + 2], 16) for at in (1, 3, 5))
        found["land"] = "#" + "".join(f"{part // 2:02x}" for part in parts)
    return found


def _first(css: str, token: str) -> str:
    """The first colour a token is given, which is the light one; empty where it is not written as six digits."""
    told = re.search(rf"(?<![\w-]){token}:\s*(#[0-9a-fA-F]{{6}})\b", css)
    return told[1].lower() if told else ""


@functools.lru_cache(maxsize=4)
def _sheet(path: Path, _stamp: int) -> ColourSheet:
    css = path.read_bytes()
    own = colours_in(css.decode(errors="replace"))
    colours = Colours(**{each.name: own.get(each.name, each.default) for each in fields(Colours)})  # type: ignore[arg-type]
    return ColourSheet(css, hashlib.sha256(css).hexdigest()[:16], colours)
