"""Everything from A to Z, by name."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.notices import Link
from solmu.portal.pages.parts import Frame, Text


@dataclass(frozen=True)
class NameLine:
    """One name; `what` is what it is the name of, or whose other name it is. `key` is what typing is compared with."""

    name: Text
    href: str
    what: str
    key: str


@dataclass(frozen=True)
class NameGroup:
    letter: str
    anchor: str
    lines: tuple[NameLine, ...]


@dataclass(frozen=True)
class NamesPage:
    """`is_search`: it stands where the live portal has its search; `live` leads there."""

    frame: Frame
    heading: str
    lead: str
    groups: tuple[NameGroup, ...]
    field_label: str
    none_found: str
    empty: str = ""
    is_search: bool = False
    live: Link | None = None
