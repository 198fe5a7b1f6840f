"""An entry under a term as one number of 64 bits, so that sorting the numbers is ranking the entries.

From the highest bit: 6 of points (63 less what the word counts), 4 of kind, 16 of day (later first), 15 of the title's
first three letters, 23 of the entry's number. The same arithmetic everywhere: no database orders anything.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

NUMBER_BITS, TITLE_BITS, DAY_BITS, KIND_BITS = 23, 15, 16, 4
STANDING_BITS = NUMBER_BITS + TITLE_BITS + DAY_BITS + KIND_BITS
_BELOW_KIND = STANDING_BITS - KIND_BITS
NUMBER_MASK = (1 << NUMBER_BITS) - 1
STANDING_MASK = (1 << STANDING_BITS) - 1
MOST_POINTS = 63
SEGMENT_BITS = 12
"""Entries of 4096 consecutive numbers share a segment: what is written again when one of them changes."""

_FIRST_DAY = date(1900, 1, 1).toordinal()
_LATEST = (1 << DAY_BITS) - 1


def standing(number: int, kind: int, day: date | None, tie: str) -> int:
    """All of the number but the points; an entry without a day stands after those that have one."""
    since = 0 if day is None else min(max(day.toordinal() - _FIRST_DAY, 1), _LATEST)
    letters = 0
    for place in range(3):
        letter = tie[place : place + 1]
        value = 0 if not letter else ord(letter) - 96 if "a" <= letter <= "z" else 27 if letter.isalpha() else 0
        letters = letters << 5 | value
    return (
        kind << (NUMBER_BITS + TITLE_BITS + DAY_BITS)
        | (_LATEST - since) << (NUMBER_BITS + TITLE_BITS)
        | letters << NUMBER_BITS
        | number
    )


def posting(points: int, standing_of_entry: int) -> int:
    """The number of an entry under a term for which it has so many points (1 to 63)."""
    return (MOST_POINTS - points) << STANDING_BITS | standing_of_entry


def kind_of(number: int) -> int:
    return number >> (NUMBER_BITS + TITLE_BITS + DAY_BITS) & ((1 << KIND_BITS) - 1)


def number_of_kinds(keys: Sequence[int]) -> Counter[int]:
    """How many of these numbers, in their order, are of each kind.

    Those of equal points and kind stand together, so their ends are looked for and not each is looked at.
    """
    found: Counter[int] = Counter()
    place = 0
    while place < len(keys):
        next_kind = (keys[place] >> _BELOW_KIND) + 1 << _BELOW_KIND
        end = bisect_left(keys, next_kind, place)
        found[kind_of(keys[place])] += end - place
        place = end
    return found


def segment_of(entry_number: int) -> int:
    return entry_number >> SEGMENT_BITS


def pack(postings: Iterable[int]) -> bytes:
    """The numbers, best first, as bytes that are the same on every machine."""
    numbers = array("Q", sorted(postings))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(packed: bytes) -> array[int]:
    numbers = array("Q")
    numbers.frombytes(packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
