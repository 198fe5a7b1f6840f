"""Whether two records may be one thing that was recorded twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from solmu.core.dates import End, PartialDate
from solmu.stewardship.rules.raised import Raised

SHORTEST = 8
"""Letters a name must have before one wrong letter is taken for a slip rather than for another name."""

Pair = tuple[str, str]
"""Two record ids, the lesser first, as in `DistinctRecords`."""


@dataclass(frozen=True, slots=True)
class DatedThing:
    """A record with what must be the same of two (`alike`: kind, partners) and the dates that may tell them apart."""

    id: str
    alike: Hashable
    dates: tuple[End, ...]


def same_by_dates(things: Iterable[DatedThing]) -> Iterator[Pair]:
    """Pairs that are alike, share a date and contradict each other in none; what is not known contradicts nothing."""
    groups: dict[Hashable, list[DatedThing]] = defaultdict(list)
    for thing in things:
        groups[thing.alike].append(thing)
    for group in groups.values():
        if len(group) < 2:
            continue
        for one, other in combinations(sorted(group, key=lambda each: each.id), 2):
            pairs = list(zip(one.dates, other.dates, strict=True))
            if any(_shared(*pair) for pair in pairs) and not any(_apart(*pair) for pair in pairs):
                yield one.id, other.id


def _shared(one: End, other: End) -> bool:
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        shorter, longer = sorted((one.edtf, other.edtf), key=len)
        return longer == shorter or longer.startswith(f"{shorter}-")
    return False


def _apart(one: End, other: End) -> bool:
    return one is not None and other is not None and one is not other and not _shared(one, other)


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A record with what must be the same of two and the keys of its names (folded: no case, no marks)."""

    id: str
    alike: Hashable
    keys: frozenset[str]


def same_by_name(things: Iterable[NamedThing]) -> Iterator[Pair]:
    """Pairs that are alike and share a name, or have names that differ by one letter of many.

    Words count in any order; figures tell apart (school 1, school 2).
    """
    groups: dict[Hashable, list[NamedThing]] = defaultdict(list)
    for thing in things:
        groups[thing.alike].append(thing)
    for group in groups.values():
        if len(group) > 1:
            yield from sorted(_near(group))


def _near(group: Collection[NamedThing]) -> set[Pair]:
    """Names that meet without one of their letters are at most two letters apart; those are compared."""
    meeting: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for thing in group:
        for key in thing.keys:
            name = " ".join(sorted(key.split()))
            for form in _forms(name):
                meeting[form].add((name, thing.id))
    pairs = set()
    for met in meeting.values():
        for (name, one), (other_name, other) in combinations(sorted(met), 2):
            if one != other and is_nearly(name, other_name):
                pairs.add((min(one, other), max(one, other)))
    return pairs


def _forms(name: str) -> set[str]:
    if len(name) < SHORTEST:
        return {name}
    return {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}


def is_nearly(one: str, other: str) -> bool:
    """Whether two names are equal, or of one length or two, long, and one letter apart, with the same figures."""
    if one == other:
        return True
    if min(len(one), len(other)) < SHORTEST or _figures(one) != _figures(other):
        return False
    shorter, longer = sorted((one, other), key=len)
    place = next((place for place, letter in enumerate(shorter) if letter != longer[place]), len(shorter))
    if len(longer) == len(shorter):
        rest, swapped = (
            shorter[place + 1 :] == longer[place + 1 :],
            shorter[place : place + 2] == longer[place : place + 2][::-1],
        )
        return rest or (swapped and shorter[place + 2 :] == longer[place + 2 :])
    return len(longer) == len(shorter) + 1 and shorter[place:] == longer[place + 1 :]


def _figures(name: str) -> list[str]:
    return sorted(word for word in name.split() if any(letter.isdigit() for letter in word))


def possibly_same(pairs: Iterable[Pair], distinct: Collection[Pair]) -> Iterator[tuple[str, Raised]]:
    """One matter per pair, on the first of the two, unless a person decided that they are two things."""
    for one, other in pairs:
        if (one, other) not in distinct:
            yield one, Raised("possibly_same_record", "tidy_up", other, told={"other": other})
