"""What a document is to a reader of claims: a text, and blocks that point into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["heading", "paragraph", "item", "term", "description", "row"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Offsets in Unicode code points into the document's text, end excluded."""

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.start < self.end

    def words(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's head and caption, shared by its rows; a table without a head row has an empty one."""

    header: tuple[Span, ...]
    caption: Span | None
    width: int


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, term, description or table row.

    `level` is a heading's level or an item's depth, from 1. `headings` are the places in `Document.blocks` of the
    headings it stands under, outermost first. `lead` is the place of the block that introduces it: the line before a
    list, the item above a nested one, the term of a description.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    headings: tuple[int, ...] = ()
    lead: int | None = None
    language: str = ""
    cells: tuple[Span, ...] = ()
    table: Table | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Document:
    """A read document. `language` is that of most of its words ("und" if none is known), `home` the city whose page it
    seems to be, `title` and `margins` what stands around the text (page title, header, footer) and is not quoted."""

    name: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    language: str = "und"
    title: str = ""
    margins: str = ""
    home: str | None = None
    format: Literal["text", "markdown", "html"] = "text"
    languages: tuple[str, ...] = field(default=())
