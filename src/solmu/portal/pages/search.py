"""The search page: what was asked, how it was understood, what was found."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import Listing
from solmu.portal.pages.parts import Frame, NavigationItem


@dataclass(frozen=True)
class ShownPiece:
    """A piece of a text; marked where it is a word that was found."""

    words: str
    is_marked: bool = False


@dataclass(frozen=True)
class Passage:
    """Words around what was found, with their language and a note where it is not the page's."""

    pieces: tuple[ShownPiece, ...]
    lang: str = ""
    note: str = ""


@dataclass(frozen=True)
class ResultRow:
    """A record that was found: what it is, when it was, and words in which the search found something."""

    title: tuple[ShownPiece, ...]
    href: str
    what: str
    when: str = ""
    passage: Passage | None = None


@dataclass(frozen=True)
class SearchPage:
    """`sentence` says how many were found; `remarks` how the query was understood where it was not found as typed."""

    frame: Frame
    heading: str
    query: str
    action: str
    suggest_href: str
    group: str = ""
    sentence: str = ""
    remarks: tuple[str, ...] = ()
    listing: Listing | None = None
    rows: tuple[ResultRow, ...] = ()
    hints: tuple[str, ...] = ()
    ways: tuple[NavigationItem, ...] = ()  # where else to look, on a page without results
