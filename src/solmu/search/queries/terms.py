"""The terms of the index in memory: all of them are needed to correct a word, and to find words by their beginning."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from solmu.core.prepared import prepared
from solmu.search.models import SearchState, SearchTerm
from solmu.search.rules.spelling import Spelling

SHORTEST_BEGINNING = 3
SHORTEST_END = 5
MOST_PARTS = 30


@dataclass(frozen=True)
class Terms:
    """The index's terms, as of a revision: their ids, their texts in order, the base forms known of them."""

    ids: dict[str, int]
    ordered: list[str]
    reversed: list[str]
    spelling: Spelling
    lemmas: dict[str, tuple[str, ...]]

    def lemmas_of(self, form: str) -> Collection[str]:
        return self.lemmas.get(form, ())

    def beginning_with(self, beginning: str) -> list[str]:
        """The terms that begin so and are longer, the shortest first, at most thirty."""
        if len(beginning) < SHORTEST_BEGINNING:
            return []
        found = list(_beginning_with(beginning, self.ordered))
        return sorted(found, key=lambda each: (len(each), each))[:MOST_PARTS]

    def ending_in(self, end: str) -> list[str]:
        """The longer terms that end so, as compounds do (*jazzkonsert*), the shortest first, at most thirty."""
        if len(end) < SHORTEST_END:
            return []
        found = [term[::-1] for term in _beginning_with(end[::-1], self.reversed)]
        return sorted(found, key=lambda each: (len(each), each))[:MOST_PARTS]


def _beginning_with(beginning: str, ordered: Sequence[str]) -> Iterator[str]:
    for place in range(bisect_left(ordered, beginning), len(ordered)):
        if not ordered[place].startswith(beginning):
            return
        if ordered[place] != beginning:
            yield ordered[place]


_lock = threading.Lock()
_held: dict[str, tuple[str, Terms]] = {}


@prepared
def _states() -> QuerySet[SearchState]:
    return SearchState.objects.all()


def current_terms() -> Terms:
    """The terms as they are now; read again only where some were added or taken away since."""
    state = next(iter(_states()), SearchState())
    name = str(SearchState.objects.db)
    with _lock:
        held = _held.get(name)
        if held is not None and held[0] == state.terms_mark:
            return held[1]
        rows = list(SearchTerm.objects.values_list("pk", "text", "lemmas"))
        terms = Terms(
            ids={text: key for key, text, _lemmas in rows},
            ordered=sorted(text for _key, text, _lemmas in rows),
            reversed=sorted(text[::-1] for _key, text, _lemmas in rows),
            spelling=Spelling.of(text for _key, text, _lemmas in rows),
            lemmas={text: tuple(lemmas.split()) for _key, text, lemmas in rows if lemmas},
        )
        _held[name] = (state.terms_mark, terms)
        return terms
