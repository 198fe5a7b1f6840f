"""Writes and reads of unsaved work and of sent forms. Nothing here is a fact, so nothing of it stands in the audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction

from solmu.core.models import Account, SentForm, UnsavedWork
from solmu.core.personal_data import UNSAVED_KEPT_DAYS

KEPT = timedelta(days=UNSAVED_KEPT_DAYS)
"""How long unsaved work waits for its author, and how long a form is known to have been sent."""

AWAY = timedelta(hours=4)
"""Somebody who has not opened the desk for this long begins a new visit."""

PRESENT = timedelta(minutes=5)
"""A form that has not been heard of for this long is taken to be closed."""

MOST_CHARACTERS = 200_000
"""The most that one form's unsaved work may hold; what is longer is not kept."""

Values = Mapping[str, list[str]]
"""What fields hold as the form sends it: each field's name and its texts (several where it is a choice of many)."""


def keep_unsaved(*, by: Account, key: str, values: Values, base: Values, at: datetime) -> bool:
    """Keep what was typed so far in place of what was kept before; False where it is too much to keep."""
    if sum(len(text) for texts in (*values.values(), *base.values()) for text in texts) > MOST_CHARACTERS:
        return False
    UnsavedWork.objects.update_or_create(
        account=by, key=key, defaults={"values": dict(values), "base": dict(base), "at": at}
    )
    return True


def drop_unsaved(*, by: Account, key: str) -> None:
    """The form was saved, or its author wants to begin again."""
    UnsavedWork.objects.filter(account=by, key=key).delete()


def unsaved_of(by: Account, key: str) -> UnsavedWork | None:
    return UnsavedWork.objects.filter(account=by, key=key).first()


def others_at(by: Account, key: str, at: datetime) -> list[str]:
    """Who else has the form open now, by name; one query."""
    rows = UnsavedWork.objects.filter(key=key, at__gte=at - PRESENT).exclude(account=by).select_related("account")
    return [row.account.name or row.account.email for row in rows.order_by("at")]


def once(*, by: Account, token: str, at: datetime, carry_out: Callable[[], str]) -> str:
    """Carry a form out and give the address it led to; the same token again gives that address and does nothing.

    Two at once wait for each other. What `carry_out` raises undoes the whole, so that the form can be sent again.
    """
    token = token.replace("\x00", "")  # comes from a browser; PostgreSQL takes no NUL
    with transaction.atomic():
        sent, is_new = SentForm.objects.get_or_create(token=token, defaults={"account": by, "at": at})
        if is_new:
            sent.led_to = carry_out()
            sent.save(update_fields=["led_to"])
    return sent.led_to


def forget_unsaved(*, at: datetime) -> int:
    """Delete what has waited for two weeks, and tokens of forms sent before; gives how many pieces of work went."""
    number, _rows = UnsavedWork.objects.filter(at__lt=at - KEPT).delete()
    SentForm.objects.filter(at__lt=at - KEPT).delete()
    return number


def note_visit(*, by: Account, at: datetime) -> None:
    """Note that somebody is at the desk, so that their next visit can begin with what changed since this one."""
    if by.is_here_at is not None and at - by.is_here_at < timedelta(minutes=1):
        return
    if by.is_here_at is not None and at - by.is_here_at > AWAY:
        by.was_here_at = by.is_here_at
    by.is_here_at = at
    by.save(update_fields=["is_here_at", "was_here_at"])
