"""Every name that the index knows, for whoever looks for one without searching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solmu.core.audit import revision
from solmu.registry.vocabulary import RecordKind
from solmu.search.models import SearchEntry, SearchState
from solmu.search.vocabulary import Field


@dataclass(frozen=True)
class Named:
    """A published record with its title in a language, and what a partner is called otherwise: (language, name)."""

    record_id: str
    kind: RecordKind
    title: str
    others: tuple[tuple[str, str], ...] = ()


def names(language: str) -> Iterator[Named]:
    """All that is in the index and public, in no order; one query. The index may be behind the record."""
    rows = SearchEntry.objects.filter(record__is_published=True)
    for record_id, kind, titles, texts in rows.values_list("record_id", "kind", "titles", "texts"):
        title = titles.get(language) or next(iter(titles.values()), "")
        others: tuple[tuple[str, str], ...] = ()
        if kind == RecordKind.PARTNERSHIP:
            found = {words: code for field, code, words in texts if field in (Field.NAME, Field.OTHER_NAME)}
            others = tuple((code, words) for words, code in found.items() if words != title)
        if title:
            yield Named(record_id, RecordKind(kind), title, others)


def is_up_to_date() -> bool:
    """Whether the index is of the record as it stands, in the reader's snapshot."""
    state = SearchState.objects.first()
    return state is not None and state.revision >= revision()
