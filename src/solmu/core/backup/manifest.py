"""What a backup says of itself: the first thing in it, by which everything else in it is checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
"""The version of the format that this program writes, and the newest it reads."""

MANIFEST = "manifest.json"
CONFIG_MEMBER = "config.toml"

SHA256 = re.compile(r"[0-9a-f]{64}")
HEAD = re.compile(r"0:|[1-9][0-9]*:[0-9a-f]{64}")
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


@dataclass(frozen=True)
class TableInBackup:
    """A table: the columns of its rows in their order, how many rows, and the SHA-256 and bytes of their lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    size: int
    sha256: str

    @property
    def member(self) -> str:
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True)
class FileInBackup:
    """A stored file: its bytes, and the SHA-256 it is known by."""

    sha256: str
    size: int

    @property
    def member(self) -> str:
        return f"files/{self.sha256}"


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `missing` are files the record refers to that were missing or damaged then."""

    id: str
    made_at: str
    solmu: str
    city: str
    head: str
    migrations: Mapping[str, tuple[str, ...]]
    config: FileInBackup
    tables: tuple[TableInBackup, ...]
    files: tuple[FileInBackup, ...]
    missing: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def head_sequence(self) -> int:
        return int(self.head.partition(":")[0])

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    def members(self) -> list[tuple[str, int, str]]:
        """Every member after the manifest itself, in the order they stand: its name, bytes and SHA-256."""
        return [
            (CONFIG_MEMBER, self.config.size, self.config.sha256),
            *((table.member, table.size, table.sha256) for table in self.tables),
            *((file.member, file.size, file.sha256) for file in self.files),
        ]

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def format_of(content: bytes) -> int:
    """The version of the format, which every version of it says in the same way; raises ValueError where none does."""
    said = json.loads(content)
    number = said.get("format") if isinstance(said, dict) else None
    if type(number) is not int or number < 1:
        raise ValueError("the manifest names no format")
    return number


def manifest_from(content: bytes) -> Manifest:
    """Read a manifest; raises ValueError, KeyError or TypeError for one that says too little or something else."""
    said = json.loads(content)
    manifest = Manifest(
        id=_text(said["id"]),
        made_at=_text(said["made_at"]),
        solmu=_text(said["solmu"]),
        city=_text(said["city"]),
        head=_matching(HEAD, said["head"]),
        migrations={_text(app): tuple(map(_text, names)) for app, names in said["migrations"].items()},
        config=_file(said["config"]),
        tables=tuple(map(_table, said["tables"])),
        files=tuple(map(_file, said["files"])),
        missing=tuple(_matching(SHA256, sha256) for sha256 in said["missing"]),
    )
    names = [name for name, _, _ in manifest.members()]
    if len(set(names)) < len(names):
        raise ValueError("the manifest names something twice")
    return manifest


def _table(said: Any) -> TableInBackup:
    columns = tuple(_matching(NAME, name) for name in said["columns"])
    return TableInBackup(
        _matching(NAME, said["name"]), columns, _number(said["rows"]), _number(said["size"]),
        _matching(SHA256, said["sha256"]),
    )  # fmt: skip


def _file(said: Any) -> FileInBackup:
    return FileInBackup(_matching(SHA256, said["sha256"]), _number(said["size"]))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("the manifest has something else where a text stands")
    return value


def _matching(form: re.Pattern[str], value: object) -> str:
    text = _text(value)
    if not form.fullmatch(text):
        raise ValueError(f"the manifest has “{text[:40]}” where no such thing can stand")
    return text


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("the manifest has something else where a number stands")
    return value
