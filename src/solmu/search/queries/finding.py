"""What a query finds. The database is asked for the postings of known terms; their order is `rules/ranking.py`'s."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from solmu.core.prepared import prepared
from solmu.registry.vocabulary import RecordKind
from solmu.search.models import SearchEntry, SearchPostings, SearchTerm
from solmu.search.queries.terms import Terms, current_terms
from solmu.search.queries.understanding import Understood, understand
from solmu.search.rules.asking import clean
from solmu.search.rules.marking import Marks, Piece, excerpt, first_found, pieces
from solmu.search.rules.postings import NUMBER_MASK, kind_of, number_of_kinds, unpack
from solmu.search.rules.ranking import is_tied, ranked
from solmu.search.vocabulary import GROUPS, KINDS, Field

PAGE_SIZE = 50


@dataclass(frozen=True)
class Hit:
    """One record that was found, in the reader's language where it has words in it.

    `passage` is a text beside the title in which a word was found, in pieces, with its language; empty without one.
    """

    record_id: str
    kind: RecordKind
    title: str
    title_pieces: tuple[Piece, ...]
    when: str
    passage: tuple[Piece, ...] = ()
    passage_language: str = ""


@dataclass(frozen=True)
class Found:
    """What a query finds: how it was understood, how many records of each group, and one page of them.

    `is_partly`: no record has all the words, so those with some of them are told. `groups` counts all that were
    found, whatever group was asked for.
    """

    query: str
    words: tuple[Understood, ...]
    number: int
    groups: dict[str, int]
    hits: tuple[Hit, ...]
    page: int
    pages: int
    is_partly: bool = False

    @property
    def shown_for(self) -> str:
        """The query as it was corrected; empty where nothing was."""
        if not any(word.shown_for for word in self.words):
            return ""
        return " ".join(word.shown_for or word.word for word in self.words)


def find(query: str, language: str, *, group: str = "", page: int = 1, page_size: int = PAGE_SIZE) -> Found:
    """What the query finds in the index as it stands; a page beyond the last is the last.

    Asks the database at most five times, however much is found. Raises KeyError for no group of `GROUPS`.
    """
    asked = clean(query)
    terms = current_terms()
    words = _as_written(understand(asked, language, terms))
    keys, is_partly = _keys(words, terms)
    counts = number_of_kinds(keys)
    groups = {name: sum(counts[KINDS.index(kind)] for kind in kinds) for name, kinds in GROUPS.items()}
    if group:
        wanted = {KINDS.index(kind) for kind in GROUPS[group]}
        keys = [key for key in keys if kind_of(key) in wanted]
    pages = max(1, -(-len(keys) // page_size))
    page = min(max(page, 1), pages)
    entries = _entries(keys, (page - 1) * page_size, page * page_size)
    marks = Marks((word.terms for word in words), terms.lemmas_of)
    return Found(
        query=asked,
        words=tuple(words),
        number=len(keys),
        groups={name: number for name, number in groups.items() if number},
        hits=tuple(_hit(entry, language, marks) for entry in entries),
        page=page,
        pages=pages,
        is_partly=is_partly,
    )


def _as_written(words: Sequence[Understood]) -> list[Understood]:
    """The words with what they were corrected to as texts write it: *ystävyyskaupunki*, not its folded form."""
    corrected = [word.shown_for for word in words if word.shown_for]
    rows = SearchTerm.objects.filter(text__in=corrected).values_list("text", "written") if corrected else ()
    written = dict(rows)
    return [replace(word, shown_for=written.get(word.shown_for) or word.shown_for) for word in words]


def _keys(words: Sequence[Understood], terms: Terms) -> tuple[list[int], bool]:
    """The keys of what is found, best first, and whether some of the words had to do."""
    ids = {terms.ids[term] for word in words for term in word.terms}
    postings: dict[int, array[int]] = {key: array("Q") for key in ids}
    for key, packed in _postings(sorted(ids)):
        postings[key].extend(unpack(bytes(packed)))
    told = [[(int(how), postings[terms.ids[term]]) for term, how in word.terms.items()] for word in words]
    keys = ranked(told, every_word=True)
    if keys or len(told) < 2:
        return keys, False
    keys = ranked(told, every_word=False)
    return keys, bool(keys)


@prepared
def _postings(term_ids: list[int]) -> QuerySet[Any, Any]:
    return SearchPostings.objects.filter(term__in=term_ids).values_list("term_id", "packed")


def _entries(keys: Sequence[int], start: int, end: int) -> list[SearchEntry]:
    """The entries from one place in the order to another; ties across its bounds are settled before it is cut."""
    first, last = start, min(end, len(keys))
    while 0 < first < len(keys) and is_tied(keys[first - 1], keys[first]):
        first -= 1
    while 0 < last < len(keys) and is_tied(keys[last - 1], keys[last]):
        last += 1
    numbers = [key & NUMBER_MASK for key in keys[first:last]]
    order: dict[int, tuple[int, str, str]] = {}
    place = 0
    rows = {row.number: row for row in _numbered(numbers)}
    for index, key in enumerate(keys[first:last]):
        if index and not is_tied(keys[first + index - 1], key):
            place = index
        if entry := rows.get(key & NUMBER_MASK):
            order[entry.number] = (place, entry.tie, entry.record_id)
    standing = sorted(order, key=lambda number: order[number])
    return [rows[number] for number in standing[start - first : start - first + end - start]]


@prepared
def _numbered(numbers: list[int]) -> QuerySet[SearchEntry]:
    """Entries by number; none of a record that is public no more, as the index may be behind the record."""
    return SearchEntry.objects.filter(number__in=numbers, record__is_published=True).defer("terms")


def _hit(entry: SearchEntry, language: str, marks: Marks) -> Hit:
    title = entry.titles.get(language) or next(iter(entry.titles.values()))
    # Words that the title shows already need no passage.
    text, spoken = _passage(entry, title, language, marks, marks.all & ~marks.within(title))
    return Hit(
        record_id=entry.record_id,
        kind=RecordKind(entry.kind),
        title=title,
        title_pieces=pieces(title, marks),
        when=entry.when,
        passage=pieces(text, marks),
        passage_language=spoken,
    )


def _passage(entry: SearchEntry, title: str, language: str, marks: Marks, unseen: int) -> tuple[str, str]:
    """The most telling text in which a word was found that the title lacks, the reader's language first."""
    found: list[tuple[bool, int, str, str]] = []
    for weight, spoken, text in entry.texts if unseen else ():
        if text == title or weight == Field.KIND:
            continue
        place = first_found(text, marks, unseen)
        if place is not None:
            found.append((spoken not in ("", language), -weight, excerpt(text, place), spoken))
    if not found:
        return "", ""
    _other, _weight, text, spoken = min(found)
    return text, spoken
