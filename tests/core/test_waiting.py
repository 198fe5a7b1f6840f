"""How long is waited for a lock: shorter inside, as before afterwards, also after a failure."""

from __future__ import annotations

import pytest
from django.db import connection

from solmu.core.waiting import waiting_at_most


def wait() -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return str(cursor.fetchone()[0])


def test_statements_inside_wait_no_longer(db: None) -> None:
    before = wait()
    with waiting_at_most(0.25):
        assert wait() in ("250", "250ms")
    assert wait() == before


def test_waits_as_before_after_a_failure(db: None) -> None:
    before = wait()
    with pytest.raises(ZeroDivisionError), waiting_at_most(0.25):
        raise ZeroDivisionError
    assert wait() == before
