"""How long a statement waits for what somebody else has locked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def waiting_at_most(seconds: float) -> Iterator[None]:
    """Statements inside wait no longer for a lock, then raise OperationalError; afterwards as long as before.

    Read what can be read before: setting it is a statement or two of its own.
    """
    milliseconds = max(1, round(seconds * 1000))
    if connection.vendor == "sqlite":
        before = _asked("PRAGMA busy_timeout")
        _asked(f"PRAGMA busy_timeout = {milliseconds}")
        try:
            yield
        finally:
            _asked(f"PRAGMA busy_timeout = {int(before)}")
        return
    before = _asked("SELECT current_setting('lock_timeout')")
    _asked("SELECT set_config('lock_timeout', %s, false)", f"{milliseconds}ms")
    try:
        yield
    finally:
        # In a transaction of somebody else that failed, what was set is taken back with it.
        if not connection.needs_rollback:
            _asked("SELECT set_config('lock_timeout', %s, false)", before)


def _asked(sql: str, *values: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return row[0] if row else None
