"""Django's cache over a table, for what all processes must agree on for minutes: attempts, used codes and tokens.

Django's own over a table keeps pickled objects, which whoever can write to the database could have run. Here values are
JSON, keys are hashed with the instance's secret, and nothing is thrown out before its time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.utils import timezone
from django.utils.crypto import salted_hmac

from solmu.core.models import PassingNote

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class PassingNotes(BaseCache):
    """The table `passing_note` as a cache; `add` is one statement, so of two that add at once one is told no."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _hash(self, key: str, version: int | None) -> str:
        made: str = salted_hmac("solmu.passing-note", self.make_key(key, version), algorithm="sha256").hexdigest()
        return made

    def _until(self, timeout: Any, now: datetime) -> datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return FOR_EVER if seconds is None else now + timedelta(seconds=float(seconds))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        notes = PassingNote.objects.filter(key_hash=self._hash(key, version), until__gt=timezone.now())
        found = list(notes.values_list("value", flat=True))
        return found[0] if found else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        note = PassingNote(key_hash=self._hash(key, version), value=value, until=self._until(timeout, timezone.now()))
        PassingNote.objects.bulk_create(
            [note], update_conflicts=True, unique_fields=["key_hash"], update_fields=["value", "until"]
        )

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        now = timezone.now()
        PassingNote.objects.filter(until__lte=now).delete()
        _, is_new = PassingNote.objects.get_or_create(
            key_hash=self._hash(key, version), defaults={"value": value, "until": self._until(timeout, now)}
        )
        return is_new

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        now = timezone.now()
        notes = PassingNote.objects.filter(key_hash=self._hash(key, version), until__gt=now)
        return notes.update(until=self._until(timeout, now)) > 0

    def delete(self, key: str, version: int | None = None) -> bool:
        number, _ = PassingNote.objects.filter(key_hash=self._hash(key, version)).delete()
        return number > 0

    def clear(self) -> None:
        PassingNote.objects.all().delete()
