"""In which order entries stand: the one function that decides it, for one word as for many.

First whoever has more of the words; then more points, where a word counts by where it stands (`vocabulary.Field`) and
how it was recognised (`Recognised`); then kind, later day, title. What is equal in all this is told apart by the
folded title and the record's id (`queries/finding.py`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from enum import IntEnum

from solmu.search.rules.postings import MOST_POINTS, NUMBER_MASK, STANDING_BITS, STANDING_MASK

_ABSENT = 1000
"""What a word that an entry lacks puts it back by: more than all words together can bring."""


class Recognised(IntEnum):
    """How a word of the query is a term of the index; the number is what it costs of the points."""

    EXACT = 0
    BASE_FORM = 1
    SPELLING = 2
    PART = 3  # a term begins with it, or is a compound that ends in it


def points(field_weight: int, recognised: int) -> int:
    """What a word counts: twice its field's weight less how it was recognised; at least one."""
    return max(1, 2 * field_weight - recognised)


Postings = Sequence[tuple[int, Sequence[int]]]
"""A word's postings: for each of its terms what it costs to have been recognised so, and the term's postings."""


def best_of_word(postings: Postings, among: Container[int] | None = None) -> dict[int, int]:
    """The best posting of each entry among a word's terms, by entry number; `among` bounds the entries.

    No loop of Python's own over all of them: there may be a hundred thousand.
    """
    shifted: list[int] = []
    for cost, numbers in postings:
        if among is not None:
            numbers = [number for number in numbers if number & NUMBER_MASK in among]
        shifted += map((cost << STANDING_BITS).__add__, numbers) if cost else numbers
    shifted.sort(reverse=True)
    # The last one given for a number is its best.
    return dict(zip(map(NUMBER_MASK.__and__, shifted), shifted, strict=True))


def ranked(words: Sequence[Postings], *, every_word: bool) -> list[int]:
    """Keys of the entries, best first, each one of its postings with the points of all words before it.

    With `every_word` only entries that have all the words. The lowest bits are the entry's number, as in a posting.
    """
    if len(words) == 1:
        return _of_one_word(words[0])
    return _of_every_word(words) if every_word else _of_any_word(words)


def _of_one_word(postings: Postings) -> list[int]:
    if len(postings) == 1 and postings[0][0] == 0:  # no entry twice, nothing to add
        return sorted(postings[0][1])
    return sorted(best_of_word(postings).values())


def _of_every_word(words: Sequence[Postings]) -> list[int]:
    """The rarest word first: of the others only the entries that still may have all are looked at."""
    found: list[dict[int, int]] = []
    for postings in sorted(words, key=lambda each: sum(len(numbers) for _cost, numbers in each)):
        found.append(best_of_word(postings, found[-1] if found else None))
    return _keys(found[-1], found) if found else []


def _of_any_word(words: Sequence[Postings]) -> list[int]:
    found = [best_of_word(postings) for postings in words]
    return _keys({number for word in found for number in word}, found)


def _keys(numbers: Iterable[int], words: Sequence[Mapping[int, int]]) -> list[int]:
    keys = []
    for number in numbers:
        lost, own = 0, 0
        for word in words:
            found = word.get(number)
            if found is None:
                lost += _ABSENT
            else:
                lost += found >> STANDING_BITS
                own = found & STANDING_MASK
        keys.append(lost << STANDING_BITS | own)
    keys.sort()
    return keys


def is_tied(one: int, other: int) -> bool:
    """Whether two keys differ in nothing but the entry's number."""
    return one | NUMBER_MASK == other | NUMBER_MASK


__all__ = ["MOST_POINTS", "Recognised", "best_of_word", "is_tied", "points", "ranked"]
