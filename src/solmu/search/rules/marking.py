"""A text as it is shown among what was found: the found words marked, a long text cut down to where they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from solmu.search.rules.folding import words_of

EXCERPT = 180
"""Characters of a text that are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, marked where it is a word that was found."""

    words: str
    is_marked: bool = False


def pieces(text: str, terms: Collection[str], lemmas: Callable[[str], Collection[str]]) -> tuple[Piece, ...]:
    """The text in pieces; a word is marked where one of its forms, or of their known base forms, is among `terms`."""
    found: list[Piece] = []
    done = 0
    for word in words_of(text):
        if any(form in terms or any(base in terms for base in lemmas(form)) for form in word.forms):
            if word.start > done:
                found.append(Piece(text[done : word.start]))
            found.append(Piece(text[word.start : word.end], is_marked=True))
            done = word.end
    if done < len(text):
        found.append(Piece(text[done:]))
    return tuple(found)


def excerpt(text: str, first: int) -> str:
    """What stands around a place of a long text, cut between words, with … where something is left out."""
    if len(text) <= EXCERPT:
        return text
    start = max(0, min(first - EXCERPT // 3, len(text) - EXCERPT))
    if start:
        start = text.find(" ", start) + 1 or start
    end = len(text) if start + EXCERPT >= len(text) else text.rfind(" ", start + 1, start + EXCERPT)
    end = end if end > start else start + EXCERPT
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def first_found(text: str, terms: Collection[str], lemmas: Callable[[str], Collection[str]]) -> int | None:
    """Where the first marked word begins; None where none is."""
    for word in words_of(text):
        if any(form in terms or any(base in terms for base in lemmas(form)) for form in word.forms):
            return word.start
    return None
