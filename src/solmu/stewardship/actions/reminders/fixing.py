"""Fixing who is told of what: the rows of the ledger and the mail that carries them, in one transaction a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from solmu.core.city import City
from solmu.core.ids import new_id
from solmu.core.models import Account
from solmu.stewardship.models import Digest, Mailing, Reminder
from solmu.stewardship.permissions import check_can_run_jobs
from solmu.stewardship.queries.matters import matters_on
from solmu.stewardship.queries.reminders import TOLD_SINGLY, Due, due_reminders, lists_of, staff, told_already
from solmu.stewardship.rules.reminders import digest_day, week_of
from solmu.stewardship.vocabulary import MailingState, TellingPurpose


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was added to the ledger: reminders, and digests that have something to tell."""

    reminders: int = 0
    digests: int = 0


def remind_people(*, by: Account, day: date, at: datetime, city: City) -> Fixed:
    """Add to the ledger whatever is due by the day and not there yet; running twice, or twice at once, adds it once.

    Everything one person has not been told is put into one mail, together with the week's digest where that is due.
    A mail that nobody may have seen yet takes in what comes later.
    """
    check_can_run_jobs(by)
    known = staff()
    digested_on = digest_day(day, city.digest_weekday)
    digests_due = _due_digests(known.accounts, digested_on, city)
    matters = matters_on(day, city=city, rules=None if digests_due else TOLD_SINGLY)
    due: dict[str, list[Due]] = {}
    standing = told_already()
    for each in due_reminders(matters, known=known, day=day, city=city):
        if each.key not in standing:
            due.setdefault(each.recipient_id, []).append(each)
    lists = lists_of(matters, known) if digests_due else {}
    reminders = digests = 0
    for key in known.accounts:
        if key in due or key in digests_due:
            week = week_of(digested_on) if key in digests_due else None
            fixed = _fix(key, due.get(key, ()), week=week, has_list=key in lists, at=at)
            reminders, digests = reminders + fixed.reminders, digests + fixed.digests
    return Fixed(reminders, digests)


def _due_digests(accounts: dict[str, Account], on: date, city: City) -> set[str]:
    """Whose digest of the week of that day is not in the ledger; not of those who came after it."""
    zone = ZoneInfo(city.time_zone)
    have_one = set(Digest.objects.filter(week=week_of(on)).values_list("recipient_id", flat=True))
    here = {key for key, account in accounts.items() if account.created_at.astimezone(zone).date() <= on}
    return here - have_one


def _fix(recipient_id: str, due: Sequence[Due], *, week: str | None, has_list: bool, at: datetime) -> Fixed:
    """One person's rows and their mail. The account's row is locked, so that two who do this do it in turn."""
    with transaction.atomic():
        Account.objects.select_for_update(no_key=True).get(pk=recipient_id)
        new, again = _not_there_yet(recipient_id, due)
        is_digest_new = week is not None and not Digest.objects.filter(recipient_id=recipient_id, week=week).exists()
        digest = Digest(recipient_id=recipient_id, week=week or "", made_at=at) if is_digest_new else None
        if new or again or (digest and has_list):
            mailing = _open_mailing(recipient_id, at)
            for row in again:
                row.mailing, row.is_needless = mailing, False
            Reminder.objects.bulk_update(again, ["mailing", "is_needless"], batch_size=500)
            rows = [_row(each, mailing, at) for each in new]
            Reminder.objects.bulk_create(rows, batch_size=500)
            if digest and has_list:
                digest.mailing = mailing
        if digest:
            digest.save(force_insert=True)
        return Fixed(len(new) + len(again), int(bool(digest and has_list)))


def _not_there_yet(recipient_id: str, due: Collection[Due]) -> tuple[list[Due], list[Reminder]]:
    """What has no row yet, and rows of matters that were gone before they could be told and are back."""
    if not due:
        return [], []
    about = {each.identity[1] for each in due}
    rows = list(Reminder.objects.filter(recipient_id=recipient_id, about__in=about))
    kept = {(*row.identity, row.due_on): row for row in rows}
    passed_on = {row.identity for row in rows if row.purpose == TellingPurpose.ESCALATION}
    new, again = {}, []
    for each in due:
        row = kept.get((*each.identity, each.due_on))
        if row is not None:
            if row.is_needless:
                again.append(row)
        elif each.purpose == TellingPurpose.REMINDER:
            new[each.key] = each
        elif each.identity not in passed_on:
            passed_on.add(each.identity)
            new[each.key] = each
    return list(new.values()), again


def _open_mailing(recipient_id: str, at: datetime) -> Mailing:
    """A mail to the person that surely nobody has seen, locked; a new one where there is none."""
    waiting = Mailing.objects.filter(recipient_id=recipient_id, state=MailingState.WAITING, is_in_doubt=False)
    if found := waiting.select_for_update().order_by("made_at", "pk").first():
        return found
    key = new_id()
    mailing = Mailing(pk=key, message_id=f"<{key}@{_domain()}>", recipient_id=recipient_id, made_at=at, not_before=at)
    mailing.save(force_insert=True)
    return mailing


def _domain() -> str:
    """The sender's; without a sender one that surely is nobody's (RFC 2606)."""
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "solmu.invalid"


def _row(due: Due, mailing: Mailing, at: datetime) -> Reminder:
    rule, about, occurrence = due.identity
    return Reminder(
        rule=rule,
        about=about,
        occurrence=occurrence,
        due_on=due.due_on,
        recipient_id=due.recipient_id,
        purpose=due.purpose,
        mailing=mailing,
        made_at=at,
    )
