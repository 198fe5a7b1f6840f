"""What is worked out of the record, kept in this process while nothing is written."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from solmu.core.audit import head_line

T = TypeVar("T")


class Remembered(Generic[T]):
    """Keeps the last answer to one question, as of a head of the audit chain.

    Of several that ask at once one works it out and the others wait for it. `seconds` is the longest that it is kept,
    for what also hangs on things that are written nowhere.
    """

    def __init__(self, seconds: float = float("inf"), *, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock, self._lock = seconds, clock, threading.Lock()
        self._kept: tuple[tuple[str, Any], float, T] | None = None

    def answer(self, key: Any, find: Callable[[], T]) -> T:
        """What `find` gives; one query where nothing was written and the key is equal to that asked last."""
        asked = (head_line(), key)
        with self._lock:
            if self._kept is None or self._kept[0] != asked or self._clock() - self._kept[1] > self._seconds:
                # The moment before, as the head: what is written meanwhile makes it old.
                self._kept = (asked, self._clock(), find())
            return self._kept[2]
