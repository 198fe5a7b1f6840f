"""Words, and where sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_](?:\.[^\W\d_])+(?!\w)"  # t.o.m, e.g
    r"|(?<!\S)-[^\W\d_]\w*"  # Energy Cities -verkostossa
    r"|\d{1,4}-[^\W\d_][^\W_]*(?:-[^\W_]+)*"  # 45-henkinen, 12-member
    r"|[^\W_]*[^\W\d_][^\W_]*(?:[-‑'’:´][^\W_]+)*)"  # Castrop-Rauxelin, MoU:n, C40
    r"|(?P<number>\d+)|(?P<mark>[^\w\s]|_)"
)
# No sentence is longer; what is (a list without marks, noise) is read in pieces, so that time stays linear.
LONGEST_SENTENCE = 250
_ENDS = frozenset(".!?…")
_CLOSING = frozenset("\"'”’»)]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark. `folded` is its text without case."""

    text: str
    folded: str
    start: int
    end: int
    kind: str

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def is_capital(self) -> bool:
        """Whether it may begin a name: a capital first, or a capital among digits (C40)."""
        return self.kind == "word" and (self.text[0].isupper() or (self.text[0].isdigit() and self.text[-1].isupper()))


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of a stretch of text; offsets are those of the whole text."""
    stop = len(text) if end is None else end
    found = []
    for match in _TOKEN.finditer(text, start, stop):
        words = match.group()
        found.append(Token(words, words.casefold(), match.start(), match.end(), match.lastgroup or "mark"))
    return found


def sentences(tokens: list[Token], text: str, abbreviations: Set[str], months: Set[str]) -> Iterator[list[Token]]:
    """The sentences of a block. A point ends one unless it follows an abbreviation, an initial or a day of a month."""
    first = 0
    for place, token in enumerate(tokens):
        if place - first >= LONGEST_SENTENCE:
            yield tokens[first:place]
            first = place
        if token.text not in _ENDS or token.kind != "mark":
            continue
        after = place + 1
        while after < len(tokens) and tokens[after].text in _CLOSING and tokens[after].start == tokens[after - 1].end:
            after += 1
        if after <= first:
            continue
        if after < len(tokens) and not _is_end(tokens, place, after, text, abbreviations, months):
            continue
        yield tokens[first:after]
        first = after
    if first < len(tokens):
        yield tokens[first:]


def _is_end(tokens: list[Token], place: int, after: int, text: str, abbreviations: Set[str], months: Set[str]) -> bool:
    following = tokens[after]
    if following.start == tokens[after - 1].end:
        return False
    if tokens[place].text != ".":
        return True
    before = tokens[place - 1] if place else None
    if before is None or before.end != tokens[place].start:
        return True
    if before.is_word and (before.folded in abbreviations or (len(before.text) == 1 and before.text.isupper())):
        return "\n\n" in text[before.end : following.start]
    if following.is_word and not following.text[0].isupper() and not following.text[0].isdigit():
        return False
    if before.kind == "number" and len(before.text) <= 2 and following.is_word:
        return following.folded not in months
    return not (before.kind == "number" and len(before.text) <= 2 and following.kind == "mark")
