"""Taking a value out of what was published: withdrawn or erased, it stands in no version that is kept."""

from __future__ import annotations

from typing import Any

from solmu.core.errors import BrokenRule
from solmu.core.ids import OPAQUE_ID
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.recording import recording
from solmu.registry.models import PublicVersion
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.records import public_shapes

STRIKING = "strike_field"


def strike_field(*, by: Account, source: Source | None, record: Record, path: str, ground: str) -> int:
    """Take a value out of every kept version of a record's public shape, and of what was merged into it.

    `path` names the value by the keys of the shape, parted by dots; inside a list an id selects the parts that are or
    name that record (`parties.55htfpg7rhnr.signatory`), else all of them are meant. `ground` says on what ground,
    without personal data; both stay in the audit for ever. Returns how many versions had it; where none had, nothing
    is written.

    Raises BrokenRule without a ground, and where the record is still shown with the value: clear it first, as the next
    version would bring it back.
    """
    check_can_keep_record(by)
    if not ground.strip():
        raise BrokenRule("Striking a value needs its ground. Name the law or the wish it rests on.")
    keys = path.split(".")
    now = public_shapes([record.pk]).get(record.pk)
    if now is not None and _struck(now, keys) != now:
        raise BrokenRule(
            "The record still shows its %(path)s. Clear it or withdraw the record, then strike it.", path=path
        )
    with recording(by=by, action=STRIKING, source=source) as journal:
        number = 0
        for version in PublicVersion.objects.filter(record_id__in=_with_merged(record), shape__isnull=False):
            struck = _struck(version.shape, keys)
            if struck != version.shape:
                kept = PublicVersion.objects.filter(record_id=version.record_id, revision=version.revision)
                number += kept.update(shape=struck)
        if number:
            journal.details(record.pk, path=path, ground=ground.strip(), versions=number)
    return number


def _with_merged(record: Record) -> set[str]:
    """The record and all that was merged into it, also by way of others."""
    found: set[str] = set()
    asked = {record.pk}
    while asked:
        found |= asked
        asked = set(Record.objects.filter(merged_into__in=asked).values_list("pk", flat=True)) - found
    return found


def _struck(value: Any, keys: list[str]) -> Any:
    """The value without what the keys lead to; itself where they lead nowhere or to nothing that is said."""
    if not keys:
        return value if value in ("", [], {}) else None
    key, *rest = keys
    if isinstance(value, list):
        if not OPAQUE_ID.fullmatch(key):
            return [_struck(each, keys) for each in value]
        return [_struck(each, rest) if _is_about(each, key) else each for each in value]
    if isinstance(value, dict) and key in value:
        return value | {key: _struck(value[key], rest)}
    return value


def _is_about(part: Any, record_id: str) -> bool:
    """Whether a part of a list is the record, or names it as its organisation or place."""
    if not isinstance(part, dict):
        return False
    organisation = part.get("organisation")
    named = organisation.get("id") if isinstance(organisation, dict) else organisation
    return record_id in (part.get("id"), part.get("place"), named)
