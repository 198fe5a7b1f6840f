"""Reading many rows as of one state of the database, whatever others write meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All reads inside see the database as the first of them does; nothing is written inside, and nobody waits.

    Inside a transaction of somebody else it is theirs that counts.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    with _begun_for_reading(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _begun_for_reading() -> Iterator[None]:
    """SQLite's transactions begin as writers here; one that only reads must keep no writer out."""
    if connection.vendor != "sqlite":
        yield
        return
    usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
    try:
        yield
    finally:
        connection.transaction_mode = usual  # type: ignore[attr-defined]
