"""Figures: numbers of what is recorded, drawn and as tables."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.parts import Frame


@dataclass(frozen=True)
class FigureView:
    """One figure: what it counts, its drawing, its notes, and the same numbers as a table; its first column names."""

    key: str
    title: str
    definition: str
    svg: str
    notes: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    csv_href: str
    svg_href: str


@dataclass(frozen=True)
class FiguresPage:
    frame: Frame
    heading: str
    lead: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True)
class FigureFile:
    """A figure's numbers or drawing as a file to keep."""

    name: str
    media_type: str
    text: str
