"""Typing errors: the known terms nearest to a word, by letters left out, put in, exchanged or transposed."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

SHORTEST = 4
_MOST = 3


def errors_allowed(word: str) -> int:
    """None in a word of three letters, one in up to six, two in longer ones."""
    return 0 if len(word) < SHORTEST else 1 if len(word) <= 6 else 2


def nearest(word: str, terms: Sequence[str], most: int | None = None) -> tuple[int, list[str]]:
    """The fewest errors in which a term differs from the word, and the terms that do; none where too many would.

    `most` allows fewer errors than a word of its length may have. Two errors are one too many where the first letter
    differs; of several terms, those that begin with the word's letter come first; digits are never corrected.
    """
    most = errors_allowed(word) if most is None else min(most, errors_allowed(word))
    if not most or not word.isalpha():
        return most + 1, []
    found: list[tuple[int, bool, str]] = []
    for term, distance, _ in extract_iter(word, terms, scorer=OSA.distance, score_cutoff=most):
        if len(term) >= SHORTEST - 1 and term.isalpha() and (distance < 2 or term[0] == word[0]):
            found.append((int(distance), term[0] != word[0], term))
    if not found:
        return most + 1, []
    found.sort()
    fewest, other_letter, _term = found[0]
    best = [term for distance, other, term in found if (distance, other) == (fewest, other_letter)]
    return fewest, best[:_MOST]
