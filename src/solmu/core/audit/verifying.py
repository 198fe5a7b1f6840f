"""Verifying the chain: every fault is a sentence that names the row."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import connection, models

from solmu.core.audit.canonical import commitment, entry_hash
from solmu.core.audit.writing import ERASURE
from solmu.core.errors import SolmuError
from solmu.core.models import AuditEntry, AuditHead, AuditValue

Row = TypeVar("Row", bound=models.Model)

CHUNK = 1000
"""Entries held in memory at once while the chain is verified."""


def head_line() -> str:
    """`N:HASH` of the last entry, as printed by doctor and written into every backup and published copy."""
    return str(AuditHead.objects.first() or AuditHead())


def revision() -> int:
    """The number of the last entry: it rises with every write, so a page of one revision stays true to it."""
    return AuditHead.objects.values_list("sequence", flat=True).first() or 0


def chain_faults(*, known_head: str | None = None) -> Iterator[str]:
    """Every fault of the chain as a sentence that names the row; nothing where it is whole.

    `known_head` is an `N:HASH` printed earlier: the chain must still contain that entry. Others may write meanwhile.
    Memory does not grow with the length of the chain, but with the number of erased values.
    """
    known_sequence, known_hash = _known_head(known_head)
    walk = _Walk(known_sequence, known_hash, seen_known=known_sequence == 0)
    with _damaged_text_readable():
        yield from walk.faults()
        yield from _erasure_faults(walk.missing)
        orphans = AuditValue.objects.exclude(entry_id__in=AuditEntry.objects.values("sequence"))
        for sequence, name in orphans.values_list("entry_id", "field"):
            yield f"The value of {_quoted(name)} names audit entry {_quoted(sequence)}, which does not exist."


@dataclass
class _Walk:
    """One walk along the chain, from its first entry to its head."""

    known_sequence: int
    known_hash: str
    seen_known: bool = False
    last: int = 0
    previous: str = ""
    missing: list[tuple[int, str]] = field(default_factory=list)

    def faults(self) -> Iterator[str]:
        walked: int | None = None
        awaited = 0
        while True:
            found = _numbers_after(walked)
            numbers = [number for number in found if isinstance(number, int)]
            for number in found[len(numbers) :]:
                yield f"An audit entry has {_quoted(number)} for a number."
            for entry, values in _with_values(numbers):
                yield from self.entry_faults(entry, values)
            if numbers:
                walked = numbers[-1]
                continue
            head = AuditHead.objects.first() or AuditHead()
            # What others appended between the two reads is walked too.
            if head.sequence <= (walked or 0) or head.sequence == awaited:
                break
            awaited = head.sequence
        if (head.sequence, head.hash) != (self.last, self.previous):
            yield f"The head row says {head.sequence}; the last audit entry is {self.last}, or its hash differs."
        if not self.seen_known:
            yield f"The chain ends at {self.last}; entry {self.known_sequence}, printed earlier, is cut off."

    def entry_faults(self, entry: AuditEntry, values: Iterable[AuditValue]) -> Iterator[str]:
        if not isinstance(entry.sequence, int):
            yield f"An audit entry has {_quoted(entry.sequence)} for a number."
            return
        row = f"audit entry {entry.sequence}"
        if entry.sequence != self.last + 1:
            yield _missing_entries(self.last + 1, entry.sequence - 1)
        if entry.previous_hash != self.previous:
            yield f"The {row} does not follow the one before it."
        if entry.hash != entry_hash(entry):
            yield f"The {row} was changed: its hash does not match what it says."
        yield from _value_faults(entry, values, self.missing)
        if entry.sequence == self.known_sequence:
            self.seen_known = True
            if entry.hash != self.known_hash:
                yield f"The {row} is not the one that was printed: its hash differs."
        self.previous, self.last = entry.hash, entry.sequence


def _numbers_after(number: int | None) -> list[object]:
    """The numbers of the next entries, in order; those of a damaged row that are none stand last, unless NULL."""
    entries = AuditEntry.objects.order_by("sequence")
    if number is not None:
        entries = entries.filter(sequence__gt=number)
    found: list[object] = list(entries.values_list("sequence", flat=True)[:CHUNK])
    return sorted(found, key=lambda each: not isinstance(each, int))


def _with_values(numbers: Sequence[int]) -> Iterator[tuple[AuditEntry, list[AuditValue]]]:
    """Each entry of these numbers with its values, as their rows say."""
    if not numbers:
        return
    values: dict[int, list[AuditValue]] = {}
    for value in _rows(AuditValue, "entry_id", numbers):
        values.setdefault(value.entry_id, []).append(value)
    for entry in _rows(AuditEntry, "sequence", numbers):
        yield entry, values.get(entry.sequence, [])


def _rows(model: type[Row], column: str, numbers: Sequence[int]) -> Iterable[Row]:
    """The rows of these entries, in order.

    SQLite would read a column that an index holds from there, and never see what became of it in the row itself.
    """
    if connection.vendor != "sqlite":
        return model._default_manager.filter(**{f"{column}__gte": numbers[0], f"{column}__lte": numbers[-1]}).order_by(
            column
        )
    names = [field.attname for field in model._meta.concrete_fields if field.column]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(names)} FROM {table} NOT INDEXED WHERE rowid IN "  # nosec B608: names of the models
            f"(SELECT rowid FROM {table} WHERE {column} BETWEEN %s AND %s) ORDER BY {column}",
            [numbers[0], numbers[-1]],
        )
        return [model(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


@contextlib.contextmanager
def _damaged_text_readable() -> Iterator[None]:
    """On SQLite, read text that is no UTF-8 as the bytes it is, where Python would refuse the whole row."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    raw = connection.connection
    usual = raw.text_factory
    raw.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = usual


def _quoted(value: object) -> str:
    """A value from a row that may be damaged, in letters that any terminal takes."""
    return f"“{str(value).encode('utf-8', 'backslashreplace').decode()}”"


def _missing_entries(first: int, last: int) -> str:
    if last < first:
        return f"The audit entry {last + 1} is out of order."
    if first == last:
        return f"The audit entry {first} is missing."
    return f"The audit entries {first}–{last} are missing."


def _known_head(text: str | None) -> tuple[int, str]:
    if not text:
        return 0, ""
    number, colon, known = text.strip().partition(":")
    if not (colon and number.isdecimal()):
        raise SolmuError(f"“{text}” is not a head in the form N:HASH. Copy it from an earlier run of solmu doctor.")
    return int(number), known


def _value_faults(entry: AuditEntry, found: Iterable[AuditValue], missing: list[tuple[int, str]]) -> Iterator[str]:
    """Values that are not what the entry promised; those that are not there are added to `missing`."""
    try:
        commitments = json.loads(entry.commitments)
    except (ValueError, TypeError):
        return  # a damaged entry fails its own hash
    if not isinstance(commitments, dict):
        return
    values = {value.field: value for value in found}
    for name, promised in commitments.items():
        value = values.pop(name, None)
        if value is None:
            missing.append((entry.sequence, name))
        elif commitment(value.salt, value.before, value.after) != promised:
            yield f"The value or salt of {_quoted(name)} of audit entry {entry.sequence} was changed."
    for name in values:
        yield f"The value {_quoted(name)} of audit entry {entry.sequence} was never promised by it."


def _erasure_faults(missing: Iterable[tuple[int, str]]) -> Iterator[str]:
    """Values that are missing though no later erasure names them, and erased ones that are still there."""
    erased: dict[tuple[int, str], int] = {}
    for erasure in AuditEntry.objects.filter(action=ERASURE).order_by("sequence").iterator():
        erased.update((pair, erasure.sequence) for pair in _erased_pairs(erasure))
    for sequence, name in missing:
        if (sequence, name) not in erased:
            yield f"The value of {_quoted(name)} of audit entry {sequence} is missing, and no erasure names it."
    for (sequence, name), by in erased.items():
        if AuditValue.objects.filter(entry_id=sequence, field=name).exists():
            yield f"The value of {_quoted(name)} of audit entry {sequence} is still there; entry {by} erased it."


def _erased_pairs(erasure: AuditEntry) -> list[tuple[int, str]]:
    """What an erasure names, of the entries before it; nothing where the entry is damaged, which fails its own hash."""
    try:
        pairs = [(int(sequence), str(name)) for sequence, name in json.loads(erasure.details)["erased"]]
    except (ValueError, KeyError, TypeError):
        return []
    return [(sequence, name) for sequence, name in pairs if sequence < erasure.sequence]
