"""One instance and its backup for all tests of backups; each test that changes something works on a copy."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.core.backup.workshop import work

_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Made:
    """An instance on SQLite, nobody's to change; its backup, the head that was printed, and its state."""

    folder: Path
    backup: Path
    head: str
    state: dict[str, Any]

    def copy(self, folder: Path) -> Path:
        shutil.copytree(self.folder, folder)
        return folder


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made")
    backup = folder / "backup"
    _, head, state = work(folder / "instance", ["make"], ["backup", backup], ["state"])
    return Made(folder / "instance", backup, head, state)


@pytest.fixture
def other_database() -> Iterator[str]:
    """The address of an empty PostgreSQL database beside the tests' own."""
    address = os.environ["SOLMU_DATABASE_URL"]
    name = f"backup_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{address.rpartition('/')[0]}/{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
