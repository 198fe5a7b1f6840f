"""Two people change one record: what each field then says. Values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = tuple[str, ...]
"""What one field holds, as a form sends it; several texts where it is a choice of many."""


@dataclass(frozen=True)
class Merged:
    """`values` is what the form goes on with. `theirs` are the fields that another changed and I did not: theirs are
    taken. `conflicts` are those that both changed, differently, with what they say now: mine stands in the form, and a
    person decides."""

    values: dict[str, Texts]
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    conflicts: dict[str, Texts] = field(default_factory=dict)


def merge(base: Mapping[str, Texts], mine: Mapping[str, Texts], now: Mapping[str, Texts]) -> Merged:
    """Merge field by field: `base` is what the form was opened with, `mine` what was sent, `now` what is recorded.

    A field the base does not know is one that the form gained meanwhile: what was sent stands.
    """
    values: dict[str, Texts] = {}
    changed: list[str] = []
    theirs: list[str] = []
    conflicts: dict[str, Texts] = {}
    for name, sent in mine.items():
        before, current = base.get(name, now.get(name, ())), now.get(name, ())
        sent, before, current = _plain(sent), _plain(before), _plain(current)
        if sent == before and current != before:
            theirs.append(name)
            values[name] = current
            continue
        values[name] = sent
        if sent != current:
            changed.append(name)
            if current != before and name in base:
                conflicts[name] = current
    return Merged(values, tuple(changed), tuple(theirs), conflicts)


def _plain(texts: Texts) -> Texts:
    """Without the blanks at the ends and the empty ones: browsers send line ends their own way."""
    return tuple(text for each in texts if (text := each.replace("\r\n", "\n").strip()))
