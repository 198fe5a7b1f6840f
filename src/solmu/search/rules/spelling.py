"""Typing errors: the known terms nearest to a word, by letters left out, put in, exchanged or transposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

SHORTEST = 4
_MOST = 3


@dataclass(frozen=True)
class Spelling:
    """Known terms by first letter and length, so that a word is compared with the few that can be near it."""

    terms: Mapping[tuple[str, int], list[str]]

    @classmethod
    def of(cls, terms: Iterable[str]) -> Spelling:
        """Of these terms those that a word may be corrected to: of letters alone, and not too short."""
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for term in terms:
            if len(term) >= SHORTEST - 1 and term.isalpha():
                found[term[0], len(term)].append(term)
        return cls(dict(found))

    def near(self, word: str, most: int) -> Iterator[tuple[int, str]]:
        """The terms that begin with the word's letter, within so many errors of it."""
        for length in range(len(word) - most, len(word) + most + 1):
            some = self.terms.get((word[0], length), ())
            for term, distance, _ in extract_iter(word, some, scorer=OSA.distance, score_cutoff=most):
                yield int(distance), term

    def begun_otherwise(self, word: str) -> Iterator[str]:
        """The terms of another first letter within one error of the word: the error is then in its beginning."""
        tails = {word[1:]: len(word), word: len(word) + 1}
        written = {word[1:], word[1] + word[0] + word[2:]}
        for (letter, length), some in self.terms.items():
            if letter == word[0] or abs(length - len(word)) > 1:
                continue
            wanted = {letter + tail for tail, whole in tails.items() if whole == length} | written
            yield from wanted.intersection(some)


def errors_allowed(word: str) -> int:
    """None in a word of three letters, one in up to six, two in longer ones."""
    return 0 if len(word) < SHORTEST else 1 if len(word) <= 6 else 2


def nearest(word: str, terms: Spelling, most: int | None = None) -> tuple[int, list[str]]:
    """The fewest errors in which a term differs from the word, and the terms that do; none where too many would.

    `most` allows fewer errors than a word of its length may have. Two errors are one too many where the first letter
    differs; of several terms, those that begin with the word's letter come first; digits are never corrected.
    """
    most = errors_allowed(word) if most is None else min(most, errors_allowed(word))
    if not most or not word.isalpha():
        return most + 1, []
    found = [(distance, False, term) for distance, term in terms.near(word, most)]
    if not any(distance < 2 for distance, _, _ in found):
        found += [(1, True, term) for term in terms.begun_otherwise(word)]
    if not found:
        return most + 1, []
    found.sort()
    fewest, other_letter, _term = found[0]
    best = [term for distance, other, term in found if (distance, other) == (fewest, other_letter)]
    return fewest, best[:_MOST]
