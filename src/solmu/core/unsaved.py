"""Writes and reads of unsaved work and of sent forms. Nothing here is a fact, so nothing of it stands in the audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    UnsavedWork.objects.bulk_create(
        [UnsavedWork(account=by, key=key, values=dict(values), base=dict(base), at=at)],
        update_conflicts=True,
        update_fields=["values", "base", "at"],
        unique_fields=["account", "key"],
    )
    return True


def drop_unsaved(*, by: Account, key: str) -> None:
    """The form was saved, or its author wants to begin again."""
    UnsavedWork.objects.filter(account=by, key=key).delete()


def unsaved_of(by: Account, key: str) -> UnsavedWork | None:
    return UnsavedWork.objects.filter(account=by, key=key).first()


def works_at(key: str) -> list[UnsavedWork]:
    """What is kept of a form, with whose it is, the longest unheard of first; one query."""
    return list(UnsavedWork.objects.filter(key=key).select_related("account").order_by("at"))


def others_among(works: Iterable[UnsavedWork], by: Account, at: datetime) -> list[str]:
    """Who else has the form open now, by name."""
    others = [work.account for work in works if work.account_id != by.pk and work.at >= at - PRESENT]
    return [account.name or account.email for account in others]


def others_at(by: Account, key: str, at: datetime) -> list[str]:
    """The same, asked for; one query."""
    return others_among(works_at(key), by, at)


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
