"""Where the audit chain ends, asked for so often that Django's cursor would take longer than the query."""

from __future__ import annotations

from typing import Any

from django.db import Error, connection

Head = tuple[int, str]
"""The number and the hash of the last entry: a restored record may reach the same number again, never both."""

NO_HEAD: Head = (0, "")
"""Of a chain that has no entry."""

_HEAD = "SELECT sequence, hash FROM audit_head"


def chain_head() -> Head:
    """Where the chain ends now. One query, by key, past Django's cursor."""
    found = ask(_HEAD)
    return (int(found[0][0]), str(found[0][1])) if found else NO_HEAD


def ask(statement: str) -> list[tuple[Any, ...]]:
    """The rows of a statement without parameters; once more where the database was restarted meanwhile."""
    connection.ensure_connection()
    try:
        return _rows(statement)
    except Error:
        if connection.in_atomic_block:
            raise
        connection.close()  # the database was restarted: once more, with a connection of today
        connection.ensure_connection()
        return _rows(statement)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    connected: Any = connection.connection
    with connection.wrap_database_errors:
        return list(connected.execute(statement).fetchall())
