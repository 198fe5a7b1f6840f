"""In which order entries stand: the one function that decides it, for one word as for many.

First whoever has more of the words; then more points, where a word counts by where it stands (`vocabulary.Field`) and
how it was recognised (`Recognised`); then kind, later day, title. What is equal in all this is told apart by the
folded title and the record's id (`queries/finding.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


def best_of_word(postings: Iterable[tuple[int, Sequence[int]]]) -> dict[int, int]:
    """The best posting of each entry among a word's terms: (cost, postings) pairs in, entry number to posting out."""
    shifted: list[int] = []
    for cost, numbers in postings:
        shifted += map((cost << STANDING_BITS).__add__, numbers) if cost else numbers
    shifted.sort(reverse=True)
    # The last one given for a number is its best. No loop of Python's own: there may be a hundred thousand.
    return dict(zip(map(NUMBER_MASK.__and__, shifted), shifted, strict=True))


def ranked(words: Sequence[Mapping[int, int]], *, every_word: bool) -> list[int]:
    """Keys of the entries, best first, each one of its postings with the points of all words before it.

    With `every_word` only entries that have all the words. The lowest bits are the entry's number, as in a posting.
    """
    if not words:
        return []
    if len(words) == 1:
        return sorted(words[0].values())
    if every_word:
        fewest = min(words, key=len)
        numbers = [number for number in fewest if all(number in word for word in words)]
    else:
        numbers = list({number for word in words for number in word})
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
