"""A byte of the audit changed in SQLite's own file, where no index follows it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from solmu.core.audit import recorded
from solmu.core.models import Record, system_actor
from tests.core.audit_rows import faults, read

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

VALUE = "field || before || after || salt"
ENTRY = "at || actor_id || action || record_id || source_id || commitments || details || previous_hash || hash"


@pytest.fixture
def image(tmp_path: Path) -> Iterator[bytes]:
    """The file of a database with a chain of five; afterwards the database is as it was."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps other files")
    before = copied(tmp_path / "before")
    for number in range(5):
        with recorded(by=system_actor(), action="make") as journal:
            journal.create(Record(kind=f"kind-{number}"))
    yield copied(tmp_path / "image")
    load(tmp_path / "before", before)


def copied(path: Path) -> bytes:
    target = sqlite3.connect(path)
    try:
        connection.connection.backup(target)
    finally:
        target.close()
    return path.read_bytes()


def load(path: Path, image: bytes) -> None:
    path.write_bytes(image)
    source = sqlite3.connect(path)
    try:
        source.backup(connection.connection)
    finally:
        source.close()


@pytest.mark.parametrize(
    ("table", "key", "texts"),
    [("audit_entry", "sequence", ENTRY), ("audit_value", "entry_id", VALUE)],
)
def test_any_bit_of_a_row_changed_in_the_file_shows(
    image: bytes, tmp_path: Path, table: str, key: str, texts: str
) -> None:
    text = read(f"SELECT {texts} FROM {table} WHERE {key} = 3 ORDER BY {key}")[0][0].encode()
    assert image.count(text) == 1, "the row is not where it was looked for"
    first = image.index(text)
    # The number is one byte before the texts, as the columns of the two tables stand.
    places = range(first - 1, first + len(text))
    assert image[places[0]] == 3
    for place in places:
        bit = 1 << place % 8
        load(tmp_path / "damaged", image[:place] + bytes([image[place] ^ bit]) + image[place + 1 :])
        assert faults() != [], (place - first, bit)
    load(tmp_path / "image", image)
    assert faults() == []
