"""Writing the chain: what actions note, and the entries of a transaction at its end."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction

from solmu.core.audit.canonical import SAYS_NOTHING, canonical, commitment, entry_hash, field_values, is_audited
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.fields import DerivedDayField
from solmu.core.models import Account, AuditEntry, AuditHead, AuditValue, Source

SALT_BYTES = 16
ERASURE = "erase_audit_values"


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
    """Everything one transaction is about to say, and the journals that may still say more, innermost last."""

    changes: list[_Change] = field(default_factory=list)
    closing: list[Callable[[int, list[str]], None]] = field(default_factory=list)
    journals: list[Journal] = field(default_factory=list)
    is_closing: bool = False


_writing: ContextVar[_Writing | None] = ContextVar("solmu_audit_writing", default=None)


class Journal:
    """What one action notes while it runs; one entry per record it touches."""

    def __init__(self, writing: _Writing, actor_id: str, action: str, source_id: str) -> None:
        self._writing = writing
        self._actor_id, self._action, self._source_id = actor_id, action, source_id
        self._changes: dict[str, _Change] = {}

    def _refuse_out_of_turn(self) -> None:
        """What is noted here must share the fate of the rows it speaks of: be written, or be undone with them."""
        if not self._writing.journals or self._writing.journals[-1] is not self:
            raise RuntimeError(f"The journal of {self._action} is closed, or another action runs inside it.")

    def _change(self, record_id: str) -> _Change:
        self._refuse_out_of_turn()
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
        self._refuse_out_of_turn()
        instance.save(force_insert=True)
        self._change(_record_id(of or instance))
        for name, value in field_values(instance).items():
            if canonical(value) not in SAYS_NOTHING:
                self.note(_record_id(of or instance), _field_name(instance, of, name), None, value)

    def update(self, instance: models.Model, *, of: models.Model | None = None, **values: object) -> list[str]:
        """Change a row's fields, note what really changed and return the names; nothing is written if nothing did.

        `before` is what the row says now, locked, whatever `instance` was read from; columns not named keep what others
        wrote meanwhile. Raises BrokenRule where the row is gone.
        """
        self._refuse_out_of_turn()
        names = [_column(instance, name).attname for name in values]
        if not names:
            return []
        row = type(instance)._base_manager.select_for_update(no_key=True).filter(pk=instance.pk).values(*names).first()
        if row is None:
            raise BrokenRule(
                "This %(what)s was removed meanwhile. Look it up again.",
                what=Phrase(str(instance._meta.verbose_name)),
            )
        for name, value in values.items():
            setattr(instance, name, value)
        after = {name: _column(instance, name).to_python(getattr(instance, name)) for name in names}
        changed = [name for name in names if canonical(after[name]) != canonical(row[name])]
        if changed:
            self._change(_record_id(of or instance))
            instance.save(force_update=True, update_fields=[*changed, *_days_derived_from(instance, changed)])
        for name in changed:
            if is_audited(instance, name):
                self.note(_record_id(of or instance), _field_name(instance, of, name), row[name], after[name])
        return changed

    def delete(self, instance: models.Model, *, of: models.Model | None = None) -> None:
        """Delete a row and note what it said. Rows that would go with it are deleted first, each by itself."""
        self._change(_record_id(of or instance))
        row = type(instance)._base_manager.select_for_update().filter(pk=instance.pk).first()
        if row is None:
            raise BrokenRule(
                "This %(what)s was removed meanwhile. Look it up again.",
                what=Phrase(str(instance._meta.verbose_name)),
            )
        for name, value in field_values(row).items():
            if canonical(value) not in SAYS_NOTHING:
                self.note(_record_id(of or instance), _field_name(instance, of, name), value, None)
        number, gone = instance.delete()
        if number != 1:
            raise RuntimeError(f"Deleting it would delete {gone} without a word in the audit.")

    def at_close(self, function: Callable[[int, list[str]], None]) -> None:
        """Call `function(revision, record_ids)` once, in the transaction, after its entries are written.

        It writes only what follows from the record and needs no entry of its own.
        """
        self._refuse_out_of_turn()
        if function not in self._writing.closing:
            self._writing.closing.append(function)


def _column(instance: models.Model, name: str) -> models.Field[Any, Any]:
    """A column by its field's or its own name; raises FieldDoesNotExist for a misspelled one, which would be lost."""
    column = instance._meta.get_field(name)
    if not isinstance(column, models.Field) or not column.concrete:
        raise FieldDoesNotExist(f"{instance._meta.object_name} has no column named “{name}”.")
    return column


def _days_derived_from(instance: models.Model, names: Iterable[str]) -> list[str]:
    return [
        column.name
        for column in instance._meta.concrete_fields
        if isinstance(column, DerivedDayField) and column.source in set(names)
    ]


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
    if outer and outer.is_closing:
        raise RuntimeError(f"{action} was called while the entries it would add to are being written.")
    writing = outer or _Writing()
    changes, closing = len(writing.changes), len(writing.closing)
    try:
        with transaction.atomic():
            # Set back before the commit: what runs on commit begins a transaction of its own.
            token = _writing.set(writing)
            try:
                yield from _kept(Journal(writing, by.pk, action, source.pk if source else ""))
                if outer is None:
                    writing.is_closing = True
                    _write(writing)
            finally:
                _writing.reset(token)
    except BaseException:
        del writing.changes[changes:], writing.closing[closing:]
        raise


def _kept(journal: Journal) -> Iterator[Journal]:
    """The journal, open while its block runs."""
    journals = journal._writing.journals
    journals.append(journal)
    try:
        yield journal
    finally:
        journals.remove(journal)


def _write(writing: _Writing) -> None:
    changes = writing.changes
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
