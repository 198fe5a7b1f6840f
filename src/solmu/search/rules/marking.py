"""A text as it is shown among what was found: the found words marked, a long text cut down to where they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from solmu.search.rules.folding import Word, words_of

EXCERPT = 180
"""Characters of a text that are shown."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, marked where it is a word that was found."""

    words: str
    is_marked: bool = False


class Marks:
    """For which of the words asked for a word of a text stands, as bits: the first word asked for is the lowest.

    It stands for one where one of its forms, or of their known base forms, is among the terms of that one. Texts say
    the same words again and again, so each is looked up once. `all` are the words that have terms.
    """

    def __init__(self, asked: Iterable[Collection[str]], lemmas: Callable[[str], Collection[str]]) -> None:
        self._lemmas = lemmas
        self._of_term: dict[str, int] = {}
        self._of_word: dict[tuple[str, ...], int] = {}
        self.all = 0
        for place, terms in enumerate(asked):
            self.all |= bool(terms) << place
            for term in terms:
                self._of_term[term] = self._of_term.get(term, 0) | 1 << place

    def of(self, word: Word) -> int:
        found = self._of_word.get(word.forms)
        if found is None:
            found = 0
            for form in word.forms:
                for term in (form, *self._lemmas(form)):
                    found |= self._of_term.get(term, 0)
            self._of_word[word.forms] = found
        return found

    def within(self, text: str) -> int:
        """All for which one of the text's words stands."""
        found = 0
        for word in words_of(text):
            found |= self.of(word)
        return found


def pieces(text: str, marks: Marks) -> tuple[Piece, ...]:
    """The text in pieces; a word is marked where it stands for one that was asked for."""
    found: list[Piece] = []
    done = 0
    for word in words_of(text):
        if marks.of(word):
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


def first_found(text: str, marks: Marks, wanted: int) -> int | None:
    """Where the first word begins that stands for one of those wanted, as bits; None where none does."""
    for word in words_of(text):
        if marks.of(word) & wanted:
            return word.start
    return None
