"""Guides as they are written: `guides/LANGUAGE/AREA.md`, beside a picture of the area's page.

They stand in the package, so that an installed desk has them; `docs/guides.md` leads to them. A guide begins with its
heading and ends with its picture and what that shows; between them stands Markdown.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

GUIDES = Path(__file__).parent / "guides"

_SHAPE = re.compile(
    r"# (?P<heading>[^\n]+)\n\n(?P<text>.+?)\n\n!\[(?P<shows>[^\]]+)\]\((?P<picture>[^)]+)\)\n", re.DOTALL
)


@dataclass(frozen=True)
class Guide:
    """What a guide says; `shows` is its picture in words."""

    heading: str
    text: str
    picture: Path
    shows: str


@functools.cache
def guide(area: str, language: str) -> Guide | None:
    """The guide to an area; None where none is written in this language. ValueError for a file of another shape."""
    path = GUIDES / language / f"{area}.md"
    if not (area.isidentifier() and path.is_file()):
        return None
    found = _SHAPE.fullmatch(path.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{path} is no guide: a heading, text and a picture are asked for.")
    return Guide(found["heading"], found["text"], path.parent / found["picture"], found["shows"])
