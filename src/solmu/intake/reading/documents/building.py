"""Blocks and text put together piece by piece, headings kept in their order of rank."""

from __future__ import annotations

from collections.abc import Sequence

from solmu.intake.reading.documents.document import Block, BlockKind, Span, Table

CELL_GAP = "\t"


def is_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row of a table without marks is its head: no figures above columns that have figures."""
    if len(rows) < 2:
        return False
    above, *below = (any(letter.isdigit() for cell in row for letter in cell) for row in rows)
    return not above and (any(below) or all(len(cell) <= 40 for cell in rows[0]))


class Builder:
    """Collects blocks; with `append` also their text. Plain text brings its own text and adds spans only."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._length = 0
        self._headings: list[int] = []

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def last(self) -> int | None:
        return len(self.blocks) - 1 if self.blocks else None

    def add(
        self,
        kind: BlockKind,
        span: Span,
        *,
        level: int = 0,
        lead: int | None = None,
        language: str = "",
        cells: tuple[Span, ...] = (),
        table: Table | None = None,
    ) -> int:
        """Add a block over text that is there already; answers its place."""
        place = len(self.blocks)
        if kind == "heading":
            while self._headings and self.blocks[self._headings[-1]].level >= level:
                self._headings.pop()
        self.blocks.append(
            Block(kind, span.start, span.end, level, tuple(self._headings), lead, language, cells, table)
        )
        if kind == "heading":
            self._headings.append(place)
        return place

    def append(
        self,
        kind: BlockKind,
        words: str,
        *,
        level: int = 0,
        lead: int | None = None,
        language: str = "",
        tight: bool = False,
    ) -> int:
        """Add a block and its words, on lines of their own; `tight` leaves no empty line before."""
        self._gap("\n" if tight else "\n\n")
        return self.add(kind, self._write(words), level=level, lead=lead, language=language)

    def append_table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        has_header: bool,
        caption: str = "",
        language: str = "",
        lead: int | None = None,
    ) -> None:
        """Add a table, a line per row, cells side by side."""
        if not rows:
            return
        self._gap("\n\n")
        caption_span = self._write(caption) if caption else None
        spans: list[tuple[Span, ...]] = []
        for number, row in enumerate(rows):
            self._gap("\n" if number or caption else "")
            cells = []
            for place, cell in enumerate(row):
                if place:
                    self._write(CELL_GAP)
                cells.append(self._write(cell))
            spans.append(tuple(cells))
        table = Table(spans[0] if has_header else (), caption_span, max(len(row) for row in rows))
        for row_spans in spans[1 if has_header else 0 :]:
            whole = Span(row_spans[0].start, row_spans[-1].end) if row_spans else Span(0, 0)
            self.add("row", whole, lead=lead, language=language, cells=row_spans, table=table)

    def _gap(self, gap: str) -> None:
        if self._length and gap:
            self._pieces.append(gap)
            self._length += len(gap)

    def _write(self, words: str) -> Span:
        start = self._length
        self._pieces.append(words)
        self._length += len(words)
        return Span(start, self._length)
