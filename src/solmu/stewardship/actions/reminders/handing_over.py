"""Handing a fixed mail over: claim it, write it, give it to the mail server, record the outcome.

Each step is on the disk before the next. A process that dies before the outcome is recorded leaves a claim; whoever
goes on hands the same mail over again, under the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from solmu.core.models import Account
from solmu.stewardship.mail.letters import Contents, PassedOn, language_of, letter_of, message_of
from solmu.stewardship.mail.server import Answer, MailServer, Outcome
from solmu.stewardship.models import Digest, Mailing, Reminder
from solmu.stewardship.permissions import check_can_run_jobs
from solmu.stewardship.processes import process_name
from solmu.stewardship.queries.matters import Identity, Matter
from solmu.stewardship.queries.reminders import Standing, is_abandoned, turns_of
from solmu.stewardship.rules.reminders import next_attempt
from solmu.stewardship.vocabulary import MailingState, TellingPurpose


def hand_over(
    *,
    by: Account,
    mailing_id: str,
    at: datetime,
    server: MailServer,
    standing: Standing,
) -> str | None:
    """Hand one mail over and return its new state; None where another process has it or it is done.

    Only what still stands is told; a mail with nothing left to tell is not sent. Raises NoMailServer, before anything
    is claimed, where no connection can be had.
    """
    check_can_run_jobs(by)
    server.open()
    if not _claim(mailing_id, at):
        return None
    mailing = Mailing.objects.select_related("recipient").get(pk=mailing_id)
    rows = list(mailing.reminders.filter(is_needless=False))
    found = standing.among({row.identity for row in rows})
    contents = _contents(mailing, rows, found, standing)
    gone = [row.pk for row in rows if row.identity not in found]
    if contents.is_empty or not mailing.recipient.is_active:
        return _end(mailing, MailingState.NEEDLESS, at, needless=[row.pk for row in rows])
    letter = letter_of(
        contents,
        language=language_of(mailing.recipient, standing.city),
        city=standing.city,
        site=settings.SITE_ADDRESS,
    )
    message = message_of(
        letter,
        to=mailing.recipient.email,
        city=standing.city,
        message_id=mailing.message_id,
        made_at=mailing.made_at,
    )
    return _record(mailing, server.hand_over(message), at, gone)


def _claim(mailing_id: str, at: datetime) -> bool:
    """Take the mail for this process; one that a gone process held is in doubt from now on."""
    claim = {
        "state": MailingState.HANDING_OVER,
        "claimed_at": at,
        "claimed_by": process_name(),
        "attempts": F("attempts") + 1,
    }
    if Mailing.objects.filter(pk=mailing_id, state=MailingState.WAITING).update(**claim):
        return True
    held = Mailing.objects.filter(pk=mailing_id, state=MailingState.HANDING_OVER).first()
    if held is None or not is_abandoned(held, at):
        return False
    same_claim = Mailing.objects.filter(
        pk=mailing_id,
        state=MailingState.HANDING_OVER,
        claimed_at=held.claimed_at,
        claimed_by=held.claimed_by,
    )
    return bool(same_claim.update(**claim, is_in_doubt=True))


def _contents(mailing: Mailing, rows: list[Reminder], found: dict[Identity, Matter], standing: Standing) -> Contents:
    asked: dict[Identity, Matter] = {}
    passed_on: dict[Identity, Matter] = {}
    for row in rows:
        if matter := found.get(row.identity):
            told = asked if row.purpose == TellingPurpose.REMINDER else passed_on
            told[row.identity] = matter
    week = Digest.objects.filter(mailing=mailing).order_by("-week").values_list("week", flat=True).first()
    order = list(found)
    return Contents(
        asked=sorted(asked.values(), key=lambda matter: order.index(matter.identity)),
        passed_on=[
            PassedOn(matter, _names(turns_of(matter, standing.staff)[0], standing))
            for identity, matter in passed_on.items()
            if identity not in asked
        ],
        week=week,
        listed=standing.list_of(mailing.recipient_id) if week else (),
    )


def _names(account_ids: tuple[str, ...], standing: Standing) -> tuple[str, ...]:
    accounts = standing.staff.accounts
    return tuple(accounts[key].name or accounts[key].email for key in account_ids)


def _record(mailing: Mailing, answer: Answer, at: datetime, gone: list[int]) -> str:
    if answer.outcome is Outcome.TAKEN:
        return _end(mailing, MailingState.HANDED_OVER, at, needless=gone)
    if answer.outcome is Outcome.REFUSED:
        return _end(mailing, MailingState.REFUSED, at, remark=answer.remark, needless=gone)
    _own(mailing).update(
        state=MailingState.WAITING,
        is_in_doubt=mailing.is_in_doubt or answer.outcome is Outcome.IN_DOUBT,
        not_before=next_attempt(at, mailing.attempts),
        claimed_at=None,
        claimed_by="",
        remark=answer.remark,
    )
    return MailingState.WAITING


def _end(mailing: Mailing, state: MailingState, at: datetime, *, remark: str = "", needless: list[int]) -> str:
    with transaction.atomic():
        ended = _own(mailing).update(state=state, ended_at=at, claimed_at=None, claimed_by="", remark=remark)
        if ended:
            Reminder.objects.filter(pk__in=needless).update(is_needless=True)
    return state


def _own(mailing: Mailing) -> QuerySet[Mailing]:
    """The mail as long as this process holds it."""
    return Mailing.objects.filter(
        pk=mailing.pk,
        state=MailingState.HANDING_OVER,
        claimed_by=mailing.claimed_by,
        claimed_at=mailing.claimed_at,
    )
