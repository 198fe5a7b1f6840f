"""Rows of the audit, changed behind the record's back as somebody with the database's password could."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from solmu.core.audit import chain_faults

ENTRY_TEXTS = ("at", "actor_id", "action", "record_id", "source_id", "commitments", "details", "previous_hash", "hash")
VALUE_TEXTS = ("before", "after", "salt", "field")


def faults(known_head: str | None = None) -> list[str]:
    return list(chain_faults(known_head=known_head))


def run(sql: str, parameters: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        assert cursor.rowcount >= 1, "the test changed no row"


def read(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def without_constraints() -> None:
    """From here on the database lets anything stand in the audit's tables, until the test is rolled back."""
    if connection.vendor == "postgresql":
        run_ddl("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("audit_value", "audit_entry"):
        run_ddl(f"CREATE TABLE {table}_free AS SELECT * FROM {table}")
    for table in ("audit_value", "audit_entry"):
        run_ddl(f"DROP TABLE {table}")
        run_ddl(f"ALTER TABLE {table}_free RENAME TO {table}")


def run_ddl(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def damages_of(text: str, length: int | None = None) -> list[str]:
    """The text with one byte changed, gone or added, at every place; cut to what its column can hold."""
    changed = [
        text[:place] + other + text[place + 1 :] for place, letter in enumerate(text) for other in _others(letter)
    ]
    gone = [text[:place] + text[place + 1 :] for place in range(len(text))]
    more = [text[:place] + " " + text[place:] for place in range(len(text) + 1)]
    return [each for each in dict.fromkeys(damage[:length] for damage in changed + gone + more) if each != text]


def _others(letter: str) -> list[str]:
    """What a flipped bit may make of a letter: another case, another letter, a space, the end of a line."""
    return [letter.swapcase(), chr(ord(letter) ^ 1), " ", "\n"]
