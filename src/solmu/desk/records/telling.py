"""Entries of the change log in words: a field before and after, a part of a record in one line where it came or went.

What is told is the audit. A value that was erased is told as erased.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from solmu.core.models import AuditEntry, AuditValue, Record
from solmu.desk.editing.fields import LANGUAGE_NAMES
from solmu.desk.records.fields import action_word, field_word
from solmu.desk.records.parts import NAMING, Part, naming_columns, part_of, part_word
from solmu.desk.records.values import (
    Known,
    by_language,
    choices_of,
    goes_without_saying,
    known_in,
    name_of_part,
    summary_of,
    worded,
)

NOTHING = "null"


@dataclass(frozen=True)
class Change:
    """One field before and after, in words; `language` where it is a text in one."""

    field: str
    before: str
    after: str
    language: str = ""
    restore_href: str = ""


@dataclass(frozen=True)
class Entry:
    """One entry of the change log about a record."""

    sequence: int
    when: str
    who: str
    what: str
    source: str
    source_href: str
    changes: tuple[Change, ...]


Restore = Callable[[AuditEntry, AuditValue], str]
"""Where a former value is given back; empty where it cannot be."""


@dataclass(frozen=True)
class Reading:
    """Some entries with what they say, what their ids stand for and how their parts are told apart."""

    entries: Sequence[AuditEntry]
    values: Mapping[int, Sequence[AuditValue]]
    known: Known
    named: Mapping[tuple[str, Part], Mapping[str, str]]


def read(entries: Sequence[AuditEntry], *, also: Collection[str] = ()) -> Reading:
    """Read what entries say, and what the ids in `also` stand for; five queries and those of the kinds it names.

    An entry that changes one column of a part does not say of which party or suspension it is: that is read of the
    entries that do.
    """
    numbers = {entry.sequence for entry in entries}
    naming = Q()
    for column in NAMING:
        naming |= Q(field__endswith=f".{column}")
    of_these = Q(entry__record_id__in={entry.record_id for entry in entries} - {""})
    values: dict[int, list[AuditValue]] = {}
    named: dict[tuple[str, Part], dict[str, str]] = {}
    rows = AuditValue.objects.filter(Q(entry_id__in=numbers) | (of_these & naming)).select_related("entry")
    for value in rows.order_by("entry_id", "field"):
        part, column = part_of(value.field)
        if value.entry_id in numbers:
            values.setdefault(value.entry_id, []).append(value)
        if part is not None and column in naming_columns(part.model):
            text = value.after if value.after != NOTHING else value.before
            named.setdefault((value.entry.record_id, part), {})[column] = text
    shown = [
        text for some in values.values() for value in some if _is_told(value) for text in (value.before, value.after)
    ]
    parts = {part_of(value.field)[0] for some in values.values() for value in some}
    shown += [text for (_record, part), each in named.items() if part in parts for text in each.values()]
    ids = [*also, *(entry.actor_id for entry in entries), *(entry.source_id for entry in entries)]
    return Reading(entries, values, known_in([*shown, *ids]), named)


def _is_told(value: AuditValue) -> bool:
    part, column = part_of(value.field)
    return not goes_without_saying(part, column, value.entry.record_id, value.before, value.after)


def told(
    reading: Reading, zone: ZoneInfo, *, record: Record | None = None, restore: Restore | None = None
) -> list[Entry]:
    """Entries in words."""
    found = []
    for entry in reading.entries:
        kept = reading.values.get(entry.sequence, [])
        teller = _Teller(entry, record, reading.known, reading.named, restore)
        erased = sorted(set(json.loads(entry.commitments)) - {value.field for value in kept})
        source = reading.known.of(entry.source_id) or ""
        found.append(
            Entry(
                entry.sequence,
                shown_moment(entry.at, zone),
                who(entry, reading.known),
                action_word(entry.action),
                source,
                reverse("desk:record-page", args=[entry.source_id]) if source else "",
                (
                    *teller.changes(kept),
                    *(Change(field_word(part_of(name)[1]), _("erased"), _("erased")) for name in erased),
                ),
            )
        )
    return found


def who(entry: AuditEntry, known: Known) -> str:
    """Who wrote an entry; an account that is there no more has no name."""
    return _("set-up") if entry.actor_id == "system" else known.of(entry.actor_id) or ""


def shown_moment(at: str, zone: ZoneInfo) -> str:
    """A moment of the change log by the city's clock."""
    return date_format(datetime.fromisoformat(at).astimezone(zone), "j.n.Y H.i")


@dataclass(frozen=True)
class _Teller:
    """Tells the changes of one entry."""

    entry: AuditEntry
    record: Record | None
    known: Known
    named: Mapping[tuple[str, Part], Mapping[str, str]]
    restore: Restore | None

    def changes(self, values: Sequence[AuditValue]) -> Iterator[Change]:
        own = [value for value in values if part_of(value.field)[0] is None]
        for value in own:
            yield from self.change(value, field_word(value.field), None)
        parts: dict[Part, list[AuditValue]] = {}
        for value in values:
            if (part := part_of(value.field)[0]) is not None:
                parts.setdefault(part, []).append(value)
        for part, some in parts.items():
            yield from self.part(part, some)

    def part(self, part: Part, values: Sequence[AuditValue]) -> Iterator[Change]:
        """A part that came or went in one line; one that changed, field by field."""
        label, own = part_word(part.model), json.dumps(self.entry.record_id)
        before = {part_of(value.field)[1]: value.before for value in values if value.before != NOTHING}
        after = {part_of(value.field)[1]: value.after for value in values if value.after != NOTHING}
        if any(own in (value.before, value.after) for value in values) or not (before and after):
            texts = (summary_of(part, each, self.known, self.entry.record_id) for each in (before, after))
            yield Change(label, *texts)
            return
        name = name_of_part(part, self.named.get((self.entry.record_id, part), {}), self.known)
        for value in values:
            yield from self.change(value, f"{label} {name}: {field_word(part_of(value.field)[1])}", part)

    def change(self, value: AuditValue, label: str, part: Part | None) -> Iterator[Change]:
        column = part_of(value.field)[1]
        if goes_without_saying(part, column, self.entry.record_id, value.before, value.after):
            return
        href = self.restore(self.entry, value) if self.restore is not None and part is None else ""
        yield from changes_between(
            label, value.before, value.after, self.known, choices_of(part, column, _kind(self.record)), href
        )


def changes_between(
    label: str, before: str, after: str, known: Known, choices: Mapping[str, str], href: str = ""
) -> Iterator[Change]:
    """A field at two moments, in canonical form, as changes in words; one for each language that differs."""
    was, is_now = json.loads(before), json.loads(after)
    one, other = by_language(was), by_language(is_now)
    if one or other:
        one, other = one or {}, other or {}
        for code in dict.fromkeys([*one, *other]):
            if one.get(code) != other.get(code):
                spoken = str(LANGUAGE_NAMES.get(code, code))
                yield Change(label, one.get(code, ""), other.get(code, ""), spoken, href)
        return
    yield Change(label, worded(was, known, choices), worded(is_now, known, choices), "", href)


def _kind(record: Record | None) -> str:
    return record.kind if record is not None else ""
