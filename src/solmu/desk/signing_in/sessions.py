"""Sessions in core's table: kept by the hash of their key, and ended by idleness, by age or by whoever may end them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from solmu.core.models import Session

UNKNOWN_FOR = timedelta(hours=1)
"""How long a browser that has not signed in is remembered: the time to sign in, by mail or at a provider."""

SEEN_TO = timedelta(minutes=1)
"""How exactly it is kept when a session was last used; a write for each page would serve nobody."""

PROVIDER = "solmu_provider"
"""Where in a session its provider's issuer, subject and session id stand, until the row has them."""

BROWSER = "solmu_browser"
"""Where in a session the browser's name stands, until the row has it."""


def hash_of(key: str) -> str:
    """What stands in the table for a session's key."""
    return hashlib.sha256(key.encode()).hexdigest()


class SessionStore(SessionBase):
    """Django's sessions over core's table."""

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(until__lte=timezone.now()).delete()

    def _row(self) -> Session | None:
        if not self.session_key:
            return None
        return Session.objects.filter(key_hash=hash_of(self.session_key)).first()

    def load(self) -> dict[str, Any]:
        now, row = timezone.now(), self._row()
        if row is None or is_over(row, now):
            if row is not None:
                row.delete()
            self._session_key = None
            return {}
        if now - row.seen_at >= SEEN_TO:
            Session.objects.filter(pk=row.pk).update(seen_at=now)
        content: dict[str, Any] = self.decode(row.content)
        return content

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(key_hash=hash_of(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        content = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        now, account = timezone.now(), content.get(SESSION_KEY)
        issuer, subject, provider_session = content.get(PROVIDER) or ("", "", "")
        told = {
            "content": self.encode(content),
            "account_id": account,
            "issuer": issuer if account else "",
            "subject": subject if account else "",
            "provider_session": provider_session if account else "",
            "browser": content.get(BROWSER, ""),
        }
        kept_for = timedelta(hours=settings.SESSION_HOURS) if account else UNKNOWN_FOR
        afresh = {"began_at": now, "seen_at": now, "until": now + kept_for}
        if must_create:
            row = Session(key_hash=hash_of(self.session_key), **afresh, **told)
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError:
                raise CreateError from None
            return
        row_now = self._row()
        if row_now is None:  # it was ended meanwhile, and stays so
            raise UpdateError
        # Whoever signs in begins a session; what was remembered on the way there had a shorter life.
        if row_now.account_id != account:
            told |= afresh
        Session.objects.filter(pk=row_now.pk).update(**told)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(key_hash=hash_of(key)).delete()


def is_over(row: Session, now: datetime) -> bool:
    """Whether a session has ended: past its last moment, or not used for too long."""
    return row.until <= now or now - row.seen_at > timedelta(minutes=settings.SESSION_IDLE_MINUTES)
