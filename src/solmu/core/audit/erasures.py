"""The list of erasures beside the database, and replaying it over a restored backup.

The chain of a backup knows nothing of what was erased after it was made. The list does: a line of JSON for each value,
with ids only. It is to be kept away from the database, as the database is what may have to be restored.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction

from solmu.core.audit.canonical import canonical
from solmu.core.audit.writing import ERASURE, Journal, recorded
from solmu.core.city import instance_folder
from solmu.core.errors import SolmuError
from solmu.core.models import Account, AuditEntry, AuditHead, AuditValue, system_actor
from solmu.core.permissions import check_can_erase_audit_values

LIST = "erasures.jsonl"

Pair = tuple[int, str]
"""An audit entry's number and the name of a field."""

Follower = Callable[[str, set[str]], None]

_followers: list[Follower] = []


def follow_erasures(follower: Follower) -> None:
    """Call `follower(record_id, words)` in the transaction of each erasure, to strike the words wherever it keeps them.

    The packages above know what else was made from a record's fields (its public versions), not the other way round.
    """
    if follower not in _followers:
        _followers.append(follower)


@dataclass(frozen=True)
class Erasure:
    """One line of the list: a value that was erased.

    `commitment` is what its entry promises of it, a hash with a salt that is gone with the value; it tells entries of
    the same number apart, of other instances and of records restored and continued.
    """

    entry: int
    field: str
    commitment: str
    erased_in: int
    at: str
    ground: str
    by: str

    @property
    def pair(self) -> Pair:
        return self.entry, self.field


def erase_audit_values(*, by: Account, values: Iterable[Pair], ground: str) -> None:
    """Erase what fields were before and after, given as (sequence, field), and say so in the chain and on the list.

    `ground` names the legal ground, without personal data; it stays for ever. Whatever was made from the values is
    struck too (`follow_erasures`); what the record says now is another action's. Raises SolmuError where a value does
    not exist, and where no value or no ground is given.
    """
    check_can_erase_audit_values(by)
    named = sorted(set(values))
    if not (named and ground.strip()):
        raise SolmuError("An erasure names what is erased and on what ground. Give both.")
    with recorded(by=by, action=ERASURE) as journal:
        erased = [_erase(sequence, name) for sequence, name in named]
        if gone := next((pair for pair, found in zip(named, erased, strict=True) if found is None), None):
            raise SolmuError(
                "Audit entry %(entry)s has no value of “%(field)s” to erase. Check the number.",
                entry=str(gone[0]),
                field=gone[1],
            )
        _strike_versions(words for words in erased if words)
        journal.details(erased=[list(pair) for pair in named], ground=ground.strip())
        _list_at_close(journal, by.pk, named, ground.strip())


def _erase(sequence: int, name: str) -> tuple[str, set[str], str] | None:
    """Delete a value; its record, the words it held and what it was last, or None where it is not there."""
    value = AuditValue.objects.filter(entry_id=sequence, field=name).select_related("entry").first()
    if value is None:
        return None
    AuditValue.objects.filter(entry_id=sequence, field=name).delete()
    return value.entry.record_id, _words(value.before) | _words(value.after), value.after


def _words(text: str) -> set[str]:
    """The texts in a value in canonical form."""
    try:
        return set(_texts_in(json.loads(text)))
    except ValueError:
        return set()


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
            # A text in several languages is kept as JSON in its column.
            with contextlib.suppress(ValueError):
                yield from _texts_in(json.loads(value)) if value.startswith("{") else ()
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts_in(each)


def _strike_versions(erased: Iterable[tuple[str, set[str], str]]) -> None:
    words: dict[str, set[str]] = {}
    for record_id, texts, _ in erased:
        words.setdefault(record_id, set()).update(texts)
    for record_id, texts in words.items():
        for follower in _followers:
            follower(record_id, texts)


# --- the list ---------------------------------------------------------------------------------------------------------


def _list_at_close(journal: Journal, by: str, pairs: Sequence[Pair], ground: str) -> None:
    """Put the erasure on the list when its entry is written: before the commit, so that none is missing from it."""

    def append(revision: int, _touched: list[str]) -> None:
        entry = _entry_naming(pairs, revision)
        promised = dict(AuditEntry.objects.filter(pk__in={pair[0] for pair in pairs}).values_list("pk", "commitments"))
        append_to_list(
            Erasure(number, name, json.loads(promised[number])[name], entry.sequence, entry.at, ground, by)
            for number, name in pairs
        )

    journal.at_close(append)


def _entry_naming(pairs: Sequence[Pair], revision: int) -> AuditEntry:
    """The entry of this transaction that names these values."""
    for entry in AuditEntry.objects.filter(action=ERASURE, sequence__lte=revision).order_by("-sequence"):
        if json.loads(entry.details)["erased"] == [list(pair) for pair in pairs]:
            return entry
    raise RuntimeError("An erasure was put on the list before its entry was written.")


def append_to_list(erasures: Iterable[Erasure]) -> None:
    """Append to the list of this instance, on the disk before this returns; a half line left before is ended first."""
    path = instance_folder() / LIST
    lines = "".join(f"{canonical(vars(erasure))}\n" for erasure in erasures)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("r+b") as file:
            if size := file.seek(0, os.SEEK_END):
                file.seek(size - 1)
                lines = lines if file.read(1) == b"\n" else f"\n{lines}"
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise SolmuError(
            "The erasure cannot be put on the list %(path)s: %(reason)s. Nothing was erased; mend that first.",
            path=path,
            reason=error.strerror,
        ) from error


def read_list(path: Path) -> list[Erasure]:
    """The erasures of a list, in their order, each once; a last line cut off by an interruption is passed over.

    Raises SolmuError naming a line that is no erasure, and a file that cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SolmuError(
            "The list of erasures %(path)s cannot be read: %(why)s. Name the right file.", path=path, why=why
        ) from error
    found: dict[Erasure, None] = {}
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            found.setdefault(_erasure_of(json.loads(line)))
        except (ValueError, TypeError, KeyError):
            if number == len(lines) or _is_cut_off(line):
                continue
            raise SolmuError(
                "Line %(line)s of %(path)s is no erasure. Name the %(list)s that this instance kept, as it is.",
                line=number,
                path=path,
                list=LIST,
            ) from None
    return list(found)


def _is_cut_off(line: str) -> bool:
    """Whether a line is the beginning of one, left where writing it was interrupted: its transaction never ended."""
    return line.startswith("{") and not line.endswith("}")


def _erasure_of(said: dict[str, Any]) -> Erasure:
    texts = {name: said[name] for name in ("field", "commitment", "at", "ground", "by")}
    numbers = {name: said[name] for name in ("entry", "erased_in")}
    if not all(isinstance(each, str) for each in texts.values()) or not all(type(n) is int for n in numbers.values()):
        raise ValueError("not an erasure")
    return Erasure(**texts, **numbers)


# --- replaying --------------------------------------------------------------------------------------------------------


@dataclass
class Replayed:
    """What replaying a list did: values erased, lines that this chain knows nothing of, values left to a person."""

    erased: int = 0
    passed_over: int = 0
    left: tuple[str, ...] = ()


def replay_erasures(erasures: Sequence[Erasure], *, may_be_foreign: bool = False) -> Replayed:
    """Erase again, in a record restored from a backup, what was erased after it was made; append that to the chain.

    The rows say now what they said then: a column that still holds an erased value is emptied too. A value that is gone
    already is passed over, and so is one of an entry that the backup does not have. Raises SolmuError where no line of
    the list belongs to this record, unless it may be another's.
    """
    head = AuditHead.objects.values_list("sequence", flat=True).first() or 0
    mine = {each: _belongs(each) for each in erasures if each.entry <= head}
    if mine and not any(mine.values()) and not may_be_foreign:
        raise SolmuError(
            "The list of erasures names entries that are others in this backup: it is of another instance. Name the "
            "list of this one."
        )
    done = Replayed(passed_over=sum(not belongs for belongs in mine.values()))
    later: dict[tuple[int, str, str, str], list[Pair]] = {}
    for erasure, belongs in mine.items():
        if belongs and erasure.erased_in > head and _is_kept(erasure.pair):
            later.setdefault((erasure.erased_in, erasure.at, erasure.ground, erasure.by), []).append(erasure.pair)
    left: list[str] = []
    with transaction.atomic():
        for (erased_in, at, ground, by), pairs in later.items():
            with recorded(by=system_actor(), action=ERASURE) as journal:
                again = sorted(pair for pair in dict.fromkeys(pairs) if _is_kept(pair))
                if not again:
                    continue
                erased = [found for pair in again if (found := _erase(*pair))]
                struck = [
                    name
                    for (_, field), (record_id, _, after) in zip(again, erased, strict=True)
                    for name in _strike_row(record_id, field, after, left)
                ]
                _strike_versions(erased)
                journal.details(
                    erased=[list(pair) for pair in again],
                    ground=ground,
                    replayed={"at": at, "by": by, "entry": erased_in},
                    struck=struck,
                )
                _list_at_close(journal, by, again, ground)
                done.erased += len(again)
    done.left = tuple(left)
    return done


def _is_kept(pair: Pair) -> bool:
    return AuditValue.objects.filter(entry_id=pair[0], field=pair[1]).exists()


def _belongs(erasure: Erasure) -> bool:
    """Whether the entry here is the one the list speaks of: the same number, field and commitment."""
    promised = AuditEntry.objects.filter(pk=erasure.entry).values_list("commitments", flat=True).first()
    try:
        return bool(promised) and json.loads(promised or "{}").get(erasure.field) == erasure.commitment
    except (ValueError, AttributeError):
        return False


def _strike_row(record_id: str, field: str, after: str, left: list[str]) -> list[str]:
    """Empty the column that still holds an erased value; the names of what was emptied, `left` gets what could not be.

    Nothing is noted of what it said, so that the audit does not learn it anew.
    """
    if after == "null":
        return []
    model_name, key, name = field.split(".", 2) if field.count(".") >= 2 else ("", record_id, field)
    struck = []
    for model in apps.get_models():
        if not model.__module__.startswith("solmu.") or model_name not in ("", model._meta.model_name):
            continue
        column = _column_named(model, name)
        if column is None or not isinstance(_without_relation(model._meta.pk), models.CharField):
            continue
        row = model._base_manager.filter(pk=key).first()
        if row is None or canonical(column.to_python(getattr(row, column.attname))) != after:
            continue
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=key).update(**{column.attname: _nothing(column, key)})
            struck.append(f"{model._meta.model_name}.{name}")
        except (DatabaseError, ValueError):
            left.append(f"{name} of the {model._meta.verbose_name} {key}")
    return struck


def _nothing(column: models.Field[Any, Any], key: str) -> object:
    """What a column holds when it says nothing; raises ValueError where it must say something."""
    if column.null:
        return None
    if isinstance(column, models.EmailField) and column.unique:
        return f"{key}@erased.invalid"  # RFC 2606: no address ends so
    if isinstance(column, models.CharField | models.TextField) and not column.unique:
        return ""
    raise ValueError(f"{column.attname} cannot be empty")


def _column_named(model: type[models.Model], name: str) -> models.Field[Any, Any] | None:
    return next((each for each in model._meta.concrete_fields if each.attname == name), None)


def _without_relation(column: Any) -> Any:
    """The column a key points to, through as many keys as there are."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    return column
