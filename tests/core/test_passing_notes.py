"""What all processes remember for a while: attempts, used codes, used tokens."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from solmu.core.models import PassingNote


def test_a_value_is_kept_until_its_time(db: None) -> None:
    cache.set("attempts", [3.5, 1.25], timeout=60)
    assert cache.get("attempts") == [3.5, 1.25]
    PassingNote.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert cache.get("attempts", "gone") == "gone"


def test_a_value_is_added_once(db: None) -> None:
    assert [cache.add("token", 1, timeout=60), cache.add("token", 2, timeout=60), cache.get("token")] == [
        True,
        False,
        1,
    ]
    PassingNote.objects.update(until=timezone.now())
    assert [cache.add("token", 3, timeout=60), cache.get("token")] == [True, 3]


def test_a_value_is_replaced_and_forgotten(db: None) -> None:
    cache.set("key", 1)
    cache.set("key", 2)
    assert (PassingNote.objects.count(), cache.get("key"), cache.delete("key"), cache.delete("key")) == (
        1,
        2,
        True,
        False,
    )


def test_a_key_is_not_kept(db: None) -> None:
    cache.set("attempts of anna@example.org from 192.0.2.7", 1)
    assert "anna" not in str(list(PassingNote.objects.values()))


def test_what_is_over_goes_with_the_next(db: None) -> None:
    for number in range(3):
        cache.set(f"old {number}", 1, timeout=60)
    PassingNote.objects.update(until=timezone.now())
    cache.add("new", 1, timeout=60)
    assert PassingNote.objects.count() == 1


@pytest.mark.postgresql  # SQLite in a test's memory locks whole tables instead of waiting
@pytest.mark.django_db(transaction=True)
def test_of_many_that_add_at_once_one_is_told_yes() -> None:
    answers: list[bool] = []
    gate = threading.Barrier(6)

    def add() -> None:
        gate.wait()
        try:
            answers.append(cache.add("token", 1, timeout=60))
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 5 + [True]
