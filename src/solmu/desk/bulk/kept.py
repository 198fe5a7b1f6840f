"""A table that was read and is not applied yet: unsaved work of its author, on the server alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from solmu.core.errors import SolmuError
from solmu.core.models import Account
from solmu.core.unsaved import keep_unsaved, unsaved_of
from solmu.desk.bulk.planning import Column, recognised
from solmu.desk.bulk.reading import Line


@dataclass(frozen=True)
class KeptTable:
    """The rows, the key of each column (empty: left out), and what is filled in where a row says nothing.

    `is_headed`: the first row holds headings.
    """

    lines: Sequence[Line]
    keys: Sequence[str]
    is_headed: bool
    filled: Mapping[str, str] = field(default_factory=dict)

    def keep(self, *, by: Account, key: str, at: datetime) -> None:
        """Keep it in place of what was kept before. Raises SolmuError where it is too much."""
        values = {
            "line": [json.dumps([line.number, *line.cells], ensure_ascii=False) for line in self.lines],
            "column": list(self.keys),
            "headed": ["yes"] if self.is_headed else [],
            "filled": [json.dumps(dict(self.filled), ensure_ascii=False)],
        }
        if not keep_unsaved(by=by, key=key, values=values, base={}, at=at):
            raise SolmuError("The table holds too much text to be kept. Divide it, or leave out columns.")


def read_table(lines: Sequence[Line], columns: Sequence[Column]) -> KeptTable:
    """A table with its columns as far as its headings are known."""
    keys = recognised(lines, columns)
    return KeptTable(lines, keys or [""] * len(lines[0].cells), is_headed=keys is not None)


def kept_table(by: Account, key: str) -> KeptTable | None:
    """The table that the account has read and not applied; None where there is none."""
    work = unsaved_of(by, key)
    if work is None or not work.values.get("line"):
        return None
    lines = [Line(number, tuple(cells)) for number, *cells in map(json.loads, work.values["line"])]
    filled = json.loads(work.values["filled"][0])
    return KeptTable(lines, work.values["column"], bool(work.values["headed"]), filled)
