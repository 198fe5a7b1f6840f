"""Bringing the index up to the record's revision: what was touched since is taken out and, where public, put in again.

One transaction under the lock of the one state row: of two processes the second waits and finds nothing to do. Only
`public_shapes` is read, so that what is not public is never in the index.
"""

from __future__ import annotations

import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Exists, Max, OuterRef

from solmu import __version__
from solmu.core.dates import PartialDate
from solmu.core.models import AuditEntry, AuditHead, Record
from solmu.core.waiting import waiting_at_most
from solmu.places.models import PlaceName
from solmu.places.names import fold
from solmu.registry.queries.dependence import records_showing
from solmu.registry.queries.names import names_of, portions
from solmu.registry.records import Shape, public_shapes
from solmu.registry.vocabulary import RecordKind
from solmu.search.models import SearchEntry, SearchPostings, SearchState, SearchTerm
from solmu.search.rules.indexing import TermsFound, terms_of
from solmu.search.rules.postings import NUMBER_MASK, SEGMENT_BITS, pack, posting, segment_of, standing, unpack
from solmu.search.texts import Beside, beside, day_of, texts_of
from solmu.search.vocabulary import KINDS

logger = logging.getLogger(__name__)

Key = TypeVar("Key", int, str)

MADE_BY = f"{__version__} 2"
"""The release and the form of the index; one made by another is made anew. Raise the number when the form changes."""
READERS_WAIT = 1.0
"""Seconds that somebody who searches waits for whoever writes, before the index answers as it is."""
_CALLED_BY = {
    RecordKind.INSTITUTION_LINK: ("home", "partner_institution"),
    RecordKind.MEMBERSHIP: ("network", "organisation"),
}
_AT_ONCE = 2 << SEGMENT_BITS
"""Records: what is written whole, segments and terms, is then written again for few portions of a large record."""
_MOST_TOUCHED = 5000
_IN_ONE_WRITE = 500


def catch_up() -> int:
    """Bring the index up to the record as it is now; returns how many records were looked at, mostly none."""
    if _is_caught_up():
        return 0
    with transaction.atomic():
        state = _locked()
        head = _head()
        if state.made_by != MADE_BY or not _is_of_this_record(state):
            _clear()
            state.revision, state.made_by = 0, ""
        elif state.revision == head.sequence:
            return 0
        touched = _touched(state.revision)
        changed = False
        for some in _portions(touched):
            changed |= _renew(some)
        if changed or state.made_by != MADE_BY:
            state.terms_mark = secrets.token_hex(8)
        state.revision, state.hash, state.made_by = head.sequence, head.hash, MADE_BY
        state.save()
    return len(touched)


def catch_up_if_free() -> bool:
    """As `catch_up`, for somebody who only reads and must not fail: whether the index is up to the record.

    It is not where another holds the database longer than a reader waits, or where nothing can be written.
    """
    if _is_caught_up():
        return True
    try:
        with waiting_at_most(READERS_WAIT):
            catch_up()
    except OperationalError as error:
        logger.warning("The search index could not be brought up to the record: %s", error)
        return False
    return True


def _is_caught_up() -> bool:
    state, head = SearchState.objects.first(), _head()
    return state is not None and (state.made_by, state.revision, state.hash) == (MADE_BY, head.sequence, head.hash)


def rebuild() -> int:
    """Make the whole index anew; returns how many records were looked at."""
    with transaction.atomic():
        state = _locked()
        state.made_by = ""
        state.save()
        return catch_up()


def _locked() -> SearchState:
    """The state row, locked until the transaction ends; whoever waits for it reads it as it then is."""
    SearchState.objects.bulk_create([SearchState(pk=1)], ignore_conflicts=True)
    return SearchState.objects.select_for_update().get(pk=1)


def _head() -> AuditHead:
    return AuditHead.objects.first() or AuditHead()


def _is_of_this_record(state: SearchState) -> bool:
    """Whether the audit still has the entry up to which the index was made."""
    return state.revision == 0 or AuditEntry.objects.filter(sequence=state.revision, hash=state.hash).exists()


def _clear() -> None:
    SearchPostings.objects.all().delete()
    SearchEntry.objects.all().delete()
    SearchTerm.objects.all().delete()


def _touched(since: int) -> list[str]:
    """The records whose public shape may have changed since a revision, of the kinds that are searched."""
    records = Record.objects.filter(kind__in=KINDS)
    if since:
        touched = AuditEntry.objects.filter(sequence__gt=since).exclude(record_id="")
        ids = set(touched.values_list("record_id", flat=True).distinct()[: _MOST_TOUCHED + 1])
        if len(ids) <= _MOST_TOUCHED:
            showing = records_showing(ids)
            return sorted(
                key
                for some in portions(sorted(showing))
                for key in records.filter(pk__in=some).values_list("pk", flat=True)
            )
    # All that is public, and all that is in the index and may no longer be.
    shown = set(records.filter(is_published=True).values_list("pk", flat=True))
    return sorted(shown | set(SearchEntry.objects.values_list("record_id", flat=True)))


def _portions(ids: Iterable[Key]) -> Iterator[list[Key]]:
    ordered = list(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _renew(ids: list[str]) -> bool:
    """Take these records out of the index and put those that are public in; True where terms came or went."""
    shapes = {key: shape for key, shape in public_shapes(ids).items() if shape is not None and _has_its_name(shape)}
    old = {entry.record_id: entry for entry in SearchEntry.objects.filter(record__in=ids)}
    number = (SearchEntry.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    entries: list[SearchEntry] = []
    points: dict[str, dict[str, int]] = {}
    whole = TermsFound()
    around, names = beside(list(shapes.values())), names_of(list(shapes), public_only=True)
    place_names = frozenset(PlaceName.objects.values_list("key", flat=True))
    for key, shape in sorted(shapes.items()):
        titles = {language: names.of(key, language) for language, _name in settings.LANGUAGES}
        entry, terms = _entry(key, shape, titles, around, place_names)
        entry.number = old[key].number if key in old else number
        number += key not in old
        entry.standing = standing(entry.number, KINDS.index(shape["kind"]), _day(entry.when), entry.tie)
        entries.append(entry)
        points[key] = terms.points
        for form, text in terms.written.items():
            whole.add(form, text, 0)
        for form, bases in terms.lemmas.items():
            whole.lemmas.setdefault(form, set()).update(bases)
    term_ids, learned = _term_ids(whole)
    for entry in entries:
        entry.terms = sorted([term_ids[term], worth] for term, worth in points[entry.record_id].items())
    emptied = _post(list(old.values()), entries)
    SearchEntry.objects.filter(record__in=ids).delete()
    SearchEntry.objects.bulk_create(entries, batch_size=_IN_ONE_WRITE)
    return _drop_terms(emptied) or learned


def _has_its_name(shape: Shape) -> bool:
    """Whether the organisations that a record is called by are public; a shape has nothing in place of one that is not.

    Else the title would tell their names, and without them there is nothing to find the record by.
    """
    return all(shape[name] for name in _CALLED_BY.get(shape["kind"], ()))


def _entry(
    key: str, shape: Shape, titles: dict[str, str], around: Beside, names: frozenset[str]
) -> tuple[SearchEntry, TermsFound]:
    texts = texts_of(shape, titles, around)
    terms = terms_of(texts, names)
    entry = SearchEntry(
        record_id=key,
        kind=shape["kind"],
        titles=titles,
        texts=[[int(weight), language, words] for weight, language, words in texts],
        when=day_of(shape),
        tie=fold(next(iter(titles.values()))),
    )
    return entry, terms


def _day(when: str) -> date | None:
    return PartialDate.from_edtf(when).earliest if when else None


def _term_ids(found: TermsFound) -> tuple[dict[str, int], bool]:
    """The ids of these terms, and whether any were added or base forms of them learned."""
    known: dict[str, tuple[int, str]] = {}
    texts = set(found.points)
    for some in portions(sorted(texts)):
        rows = SearchTerm.objects.filter(text__in=some).values_list("text", "pk", "lemmas")
        known |= {text: (key, lemmas) for text, key, lemmas in rows}
    missing = [
        SearchTerm(text=text, written=found.written[text][:120], lemmas=_joined(found.lemmas.get(text, ())))
        for text in sorted(texts - known.keys())
    ]
    learned = []
    for text, (key, lemmas) in known.items():
        if told := found.lemmas.get(text):
            whole = _joined({*lemmas.split(), *told})
            if whole != lemmas:
                learned.append(SearchTerm(pk=key, lemmas=whole))
    SearchTerm.objects.bulk_update(learned, ["lemmas"], batch_size=_IN_ONE_WRITE)
    SearchTerm.objects.bulk_create(missing, batch_size=_IN_ONE_WRITE)
    ids = {text: key for text, (key, _lemmas) in known.items()}
    for some in portions([term.text for term in missing]):
        ids |= dict(SearchTerm.objects.filter(text__in=some).values_list("text", "pk"))
    return ids, bool(missing or learned)


def _joined(lemmas: Iterable[str]) -> str:
    return " ".join(sorted(lemmas))[:400]


def _post(old: list[SearchEntry], new: list[SearchEntry]) -> set[int]:
    """Write the postings of the segments these entries are in; returns the terms that lost entries."""
    gone: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    come: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for entry in old:
        for term, _points in entry.terms:
            gone[segment_of(entry.number)][term].add(entry.number)
    for entry in new:
        for term, points in entry.terms:
            come[segment_of(entry.number)][term].append(posting(points, entry.standing))
    for segment in sorted({*gone, *come}):
        terms = {*gone[segment], *come[segment]}
        held: dict[int, list[int]] = {}
        for some in _portions(sorted(terms)):
            rows = SearchPostings.objects.filter(segment=segment, term__in=some)
            for term, packed in rows.values_list("term_id", "packed"):
                away = gone[segment][term]
                held[term] = [each for each in unpack(bytes(packed)) if each & NUMBER_MASK not in away]
            rows.delete()
        written = {term: [*held.get(term, ()), *come[segment][term]] for term in sorted(terms)}
        SearchPostings.objects.bulk_create(
            [
                SearchPostings(term_id=term, segment=segment, packed=pack(each))
                for term, each in written.items()
                if each
            ],
            batch_size=_IN_ONE_WRITE,
        )
    return {term for terms in gone.values() for term in terms}


def _drop_terms(terms: set[int]) -> bool:
    """Delete the terms that lead nowhere any more; True where there were some."""
    dropped = 0
    for some in _portions(sorted(terms)):
        idle = SearchTerm.objects.filter(~Exists(SearchPostings.objects.filter(term=OuterRef("pk"))), pk__in=some)
        dropped += idle.delete()[0]
    return bool(dropped)
