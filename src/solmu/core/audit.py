"""The audit chain: who changed what, when, from which source, so that a change, a removal or a cut tail shows.

An entry holds a sequence number, the moment, the actor's id, the action, the record, the source and, per changed field,
a commitment: SHA-256 of a random salt and the canonical values before and after. Its hash covers all this and the
hash of the entry before it. The values and salts lie beside the chain; erasing them leaves it whole, and is itself
an entry that names what was erased. (Salted commitments in a hash chain: Crosby and Wallach, "Efficient Data
Structures for Tamper-Evident Logging", USENIX Security 2009.)

Every write goes through `recorded`. The outermost `recorded` is one database transaction; its entries are written at
the end of it, when the head row is locked last, so that numbers have no gaps and writers never wait for each other in
a ring.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction

from solmu.core.dates import OPEN, PartialDate
from solmu.core.errors import SolmuError
from solmu.core.fields import DerivedDayField
from solmu.core.models import Account, AuditEntry, AuditHead, AuditValue, Source

SALT_BYTES = 16
ERASURE = "erase_audit_values"


# --- canonical forms --------------------------------------------------------------------------------------------------


def canonical(value: object) -> str:
    """JSON text that is the same for the same value: keys sorted, no spaces, no escapes beyond JSON's own."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, PartialDate) or value is OPEN:
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return value.pk
    if hasattr(value, "data"):  # text in several languages
        return value.data
    return str(value)


def field_values(instance: models.Model) -> dict[str, object]:
    """The columns of a row by name, without its key, days derived from other columns, and what its model keeps out."""
    kept_out: frozenset[str] = getattr(instance, "not_audited", frozenset())
    return {
        column.attname: getattr(instance, column.attname)
        for column in instance._meta.concrete_fields
        if not (column.primary_key or isinstance(column, DerivedDayField) or column.attname in kept_out)
    }


def commitment(salt: str, before: str, after: str) -> str:
    return hashlib.sha256(f"{salt}\n{before}\n{after}".encode()).hexdigest()


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over everything an entry says and the hash before it."""
    said = [
        entry.sequence,
        entry.at,
        entry.actor_id,
        entry.action,
        entry.record_id,
        entry.source_id,
        entry.commitments,
        entry.details,
        entry.previous_hash,
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


# --- writing ----------------------------------------------------------------------------------------------------------


@dataclass
class _Change:
    """One entry to be: what one action did to one record."""

    actor_id: str
    action: str
    record_id: str
    source_id: str
    details: dict[str, object]
    values: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass
class _Writing:
    """Everything one transaction is about to say."""

    changes: list[_Change] = field(default_factory=list)
    closing: list[Callable[[int, list[str]], None]] = field(default_factory=list)


_writing: ContextVar[_Writing | None] = ContextVar("solmu_audit_writing", default=None)


class Journal:
    """What one action notes while it runs; one entry per record it touches."""

    def __init__(self, writing: _Writing, actor_id: str, action: str, source_id: str) -> None:
        self._writing = writing
        self._actor_id, self._action, self._source_id = actor_id, action, source_id
        self._changes: dict[str, _Change] = {}

    def _change(self, record_id: str) -> _Change:
        if record_id not in self._changes:
            change = _Change(self._actor_id, self._action, record_id, self._source_id, {})
            self._changes[record_id] = change
            self._writing.changes.append(change)
        return self._changes[record_id]

    def note(self, record_id: str, name: str, before: object, after: object) -> None:
        """Note that a field went from `before` to `after`; a field noted twice keeps its first `before`."""
        change, old, new = self._change(record_id), canonical(before), canonical(after)
        change.values[name] = (change.values[name][0] if name in change.values else old, new)

    def details(self, record_id: str = "", **details: object) -> None:
        """Say something of the entry itself, covered by its hash and never erased: no personal data."""
        self._change(record_id).details.update(details)

    def create(self, instance: models.Model, *, of: models.Model | None = None) -> None:
        """Insert a row and note its values. `of` is the record a part (a party, a theme) belongs to."""
        instance.save(force_insert=True)
        for name, value in field_values(instance).items():
            if value not in (None, "", False):
                self.note(_record_id(of or instance), _field_name(instance, of, name), None, value)
        self._change(_record_id(of or instance))

    def update(self, instance: models.Model, *, of: models.Model | None = None, **values: object) -> list[str]:
        """Change a row's fields, note what really changed and return the names; nothing is written if nothing did."""
        before = field_values(instance)
        for name, value in values.items():
            setattr(instance, name, value)
        changed = [
            name for name, value in field_values(instance).items() if canonical(value) != canonical(before[name])
        ]
        if changed:
            instance.save(force_update=True)
        for name in changed:
            self.note(
                _record_id(of or instance), _field_name(instance, of, name), before[name], getattr(instance, name)
            )
        return changed

    def delete(self, instance: models.Model, *, of: models.Model | None = None) -> None:
        """Delete a row and note what it said."""
        for name, value in field_values(instance).items():
            if value not in (None, "", False):
                self.note(_record_id(of or instance), _field_name(instance, of, name), value, None)
        instance.delete()

    def at_close(self, function: Callable[[int, list[str]], None]) -> None:
        """Call `function(revision, record_ids)` once, in the transaction, after its entries are written."""
        if function not in self._writing.closing:
            self._writing.closing.append(function)


def _record_id(instance: models.Model) -> str:
    return str(instance.pk)


def _field_name(instance: models.Model, of: models.Model | None, name: str) -> str:
    return name if of is None or of is instance else f"{instance._meta.model_name}.{instance.pk}.{name}"


@contextlib.contextmanager
def recorded(*, by: Account, action: str, source: Source | None = None) -> Iterator[Journal]:
    """Run one action in a transaction and write its audit entries at the end.

    Inside another `recorded` it joins that transaction (as a savepoint): entries are written when the outermost ends,
    and those of an inner action that raised are dropped with its rows.
    """
    outer = _writing.get()
    writing = outer or _Writing()
    token = _writing.set(writing)
    length = len(writing.changes)
    try:
        with transaction.atomic():
            yield Journal(writing, by.pk, action, source.pk if source else "")
            if outer is None:
                _write(writing)
    except BaseException:
        del writing.changes[length:]
        raise
    finally:
        _writing.reset(token)


def _write(writing: _Writing) -> None:
    changes = [change for change in writing.changes if change.values or change.details]
    if not changes:
        return
    head = _locked_head()
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    entries, values = [], []
    for change in changes:
        salts = {name: secrets.token_hex(SALT_BYTES) for name in sorted(change.values)}
        commitments = {name: commitment(salt, *change.values[name]) for name, salt in salts.items()}
        entry = AuditEntry(
            sequence=head.sequence + 1,
            at=at,
            actor_id=change.actor_id,
            action=change.action,
            record_id=change.record_id,
            source_id=change.source_id,
            commitments=canonical(commitments),
            details=canonical(change.details),
            previous_hash=head.hash,
        )
        entry.hash = entry_hash(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
        entries.append(entry)
        for name, salt in salts.items():
            before, after = change.values[name]
            values.append(AuditValue(entry_id=entry.sequence, field=name, before=before, after=after, salt=salt))
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    AuditValue.objects.bulk_create(values, batch_size=500)
    head.save(update_fields=["sequence", "hash"])
    touched = list(dict.fromkeys(change.record_id for change in changes if change.record_id))
    for function in writing.closing:
        function(head.sequence, touched)


def _locked_head() -> AuditHead:
    heads = AuditHead.objects.select_for_update()
    if head := heads.first():
        return head
    with contextlib.suppress(IntegrityError), transaction.atomic():
        AuditHead().save(force_insert=True)
    return heads.get()


def head_line() -> str:
    """`N:HASH` of the last entry, as printed by doctor and written into every backup and published copy."""
    return str(AuditHead.objects.first() or AuditHead())


def revision() -> int:
    """The number of the last entry: it rises with every write, so a page of one revision stays true to it."""
    return AuditHead.objects.values_list("sequence", flat=True).first() or 0


# --- erasing ----------------------------------------------------------------------------------------------------------


def erase_audit_values(*, by: Account, values: Iterable[tuple[int, str]], ground: str) -> None:
    """Erase what fields were before and after, given as (sequence, field), and say so in the chain.

    `ground` names the legal ground, without personal data; it stays for ever. Raises SolmuError where a value does
    not exist.
    """
    named = sorted(set(values))
    with recorded(by=by, action=ERASURE) as journal:
        for sequence, name in named:
            deleted, _ = AuditValue.objects.filter(entry_id=sequence, field=name).delete()
            if not deleted:
                raise SolmuError(f"Audit entry {sequence} has no value of “{name}” to erase. Check the number.")
        journal.details(erased=[list(pair) for pair in named], ground=ground)


# --- verifying --------------------------------------------------------------------------------------------------------


def chain_faults(*, known_head: str | None = None) -> Iterator[str]:
    """Every fault of the chain as a sentence that names the row; nothing where it is whole.

    `known_head` is an `N:HASH` printed earlier: the chain must still contain that entry.
    """
    known_sequence, known_hash = _known_head(known_head)
    erased = {
        (int(sequence), str(name))
        for details in AuditEntry.objects.filter(action=ERASURE).values_list("details", flat=True)
        for sequence, name in _erased_pairs(details)
    }
    previous, expected, seen_known = "", 1, known_sequence == 0
    for entry in AuditEntry.objects.order_by("sequence").prefetch_related("values").iterator(chunk_size=500):
        row = f"audit entry {entry.sequence}"
        if entry.sequence != expected:
            yield f"Audit entries {expected}–{entry.sequence - 1} are missing."
        if entry.previous_hash != previous:
            yield f"The {row} does not follow the one before it."
        if entry.hash != entry_hash(entry):
            yield f"The {row} was changed: its hash does not match what it says."
        yield from _value_faults(entry, erased)
        if entry.sequence == known_sequence:
            seen_known = True
            if entry.hash != known_hash:
                yield f"The {row} is not the one that was printed: its hash differs."
        previous, expected = entry.hash, entry.sequence + 1
    head = AuditHead.objects.first() or AuditHead()
    if (head.sequence, head.hash) != (expected - 1, previous):
        yield f"The head row says {head.sequence}, the last audit entry is {expected - 1} or its hash differs."
    if not seen_known:
        yield f"The chain ends at {expected - 1}; entry {known_sequence}, printed earlier, is cut off."
    for sequence in AuditValue.objects.exclude(entry__isnull=False).values_list("entry_id", flat=True):
        yield f"Audit values name entry {sequence}, which does not exist."


def _known_head(text: str | None) -> tuple[int, str]:
    if not text:
        return 0, ""
    number, colon, known = text.partition(":")
    if not (colon and number.isdecimal()):
        raise SolmuError(f"“{text}” is not a head in the form N:HASH. Copy it from an earlier run of solmu doctor.")
    return int(number), known


def _erased_pairs(details: str) -> list[Any]:
    try:
        return list(json.loads(details)["erased"])
    except (ValueError, KeyError, TypeError):
        return []  # a damaged entry fails its own hash


def _value_faults(entry: AuditEntry, erased: set[tuple[int, str]]) -> Iterator[str]:
    try:
        commitments: dict[str, str] = json.loads(entry.commitments)
    except ValueError:
        return  # a damaged entry fails its own hash
    values = {value.field: value for value in entry.values.all()}
    for name, promised in commitments.items():
        value = values.pop(name, None)
        if value is None:
            if (entry.sequence, name) not in erased:
                yield f"The value of “{name}” of audit entry {entry.sequence} is missing, and no erasure names it."
        elif commitment(value.salt, value.before, value.after) != promised:
            yield f"The value or salt of “{name}” of audit entry {entry.sequence} was changed."
    for name in values:
        yield f"The value “{name}” of audit entry {entry.sequence} was never promised by it."
