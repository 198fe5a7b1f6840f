"""Noting who looked at personal data (GDPR, articles 5 (1) f and 30; the controller can tell a person who did)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from solmu.core.models import Account, PersonalDataLook

PAGE, FILE = "page", "file"

HOUR = timedelta(hours=1)


def note_looks(*, by: Account, record_ids: Collection[str], what: str, at: datetime) -> None:
    """Note that the account was shown these persons; somebody who was shown one within the hour is not noted again."""
    ids = list(dict.fromkeys(record_ids))
    lately = PersonalDataLook.objects.filter(account=by, what=what, record_id__in=ids, at__gt=at - HOUR)
    known = set(lately.values_list("record_id", flat=True))
    PersonalDataLook.objects.bulk_create(
        [PersonalDataLook(account=by, record_id=key, what=what, at=at) for key in ids if key not in known],
        batch_size=500,
    )
