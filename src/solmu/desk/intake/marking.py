"""The text of a source with the words of its claims marked: which words belong to which claims. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Pieces = Sequence[tuple[int, int]]
"""Offsets in code points, end excluded, as the evidence of a claim has them."""

WHOLE = 60_000
"""A text of so many characters is shown whole; of a longer one, the lines near a claim's words."""

NEAR = 3
"""Lines shown on each side of a marked one where a text is not shown whole."""


@dataclass(frozen=True)
class Piece:
    """Words that belong to the same claims, by their numbers; `begins` are those whose first words these are."""

    text: str
    claims: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class TextLine:
    """One line of the text; `is_after_gap` where lines before it are left out."""

    pieces: tuple[Piece, ...]
    is_after_gap: bool = False


def marked_lines(text: str, words: Mapping[int, Pieces]) -> list[TextLine]:
    """The lines of a text that say something, cut where the words of a claim begin and end.

    `words` are the pieces of each claim, by its number. Pieces outside the text are cut to it.
    """
    spans = [
        (max(0, start), min(len(text), end), number)
        for number, pieces in words.items()
        for start, end in pieces
        if start < end and start < len(text)
    ]
    spans.sort()
    first = {number: start for start, _end, number in reversed(spans)}
    kept = _kept(text, spans)
    lines, at, was, begin = [], 0, -1, 0
    active: list[tuple[int, int, int]] = []
    for place, line in enumerate(text.split("\n")):
        end = at + len(line)
        while begin < len(spans) and spans[begin][0] < end:
            active.append(spans[begin])
            begin += 1
        active = [span for span in active if span[1] > at]
        if line.strip() and (kept is None or place in kept):
            pieces = tuple(_pieces(text, at, end, active, first))
            lines.append(TextLine(pieces, is_after_gap=kept is not None and place > was + 1 and bool(line)))
            was = place
        elif not line.strip() and was == place - 1:
            was = place
        at = end + 1
    return lines


def _kept(text: str, spans: Sequence[tuple[int, int, int]]) -> set[int] | None:
    """The lines of a long text that stand near some words; None where all are shown."""
    if len(text) <= WHOLE:
        return None
    kept: set[int] = set()
    counted = here = 0
    for start, end, _number in spans:
        here += text.count("\n", counted, start)
        counted = start
        last = here + text.count("\n", start, end)
        kept.update(range(max(0, here - NEAR), last + NEAR + 1))
    return kept or set(range(NEAR))


def _pieces(
    text: str, at: int, end: int, spans: Sequence[tuple[int, int, int]], first: Mapping[int, int]
) -> list[Piece]:
    here = [span for span in spans if span[0] < end and span[1] > at]
    cuts = sorted({at, end, *(max(at, start) for start, _e, _n in here), *(min(end, stop) for _s, stop, _n in here)})
    pieces = []
    for start, stop in pairwise(cuts):
        claims = tuple(sorted({number for begins, ends, number in here if begins <= start and ends >= stop}))
        begins = tuple(number for number in claims if first[number] == start)
        pieces.append(Piece(text[start:stop], claims, begins))
    return pieces
