"""Reads of the ledger and of whom a matter is asked of, on a day."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from solmu.core.city import City
from solmu.core.models import Account
from solmu.core.vocabulary import Role
from solmu.stewardship.models import JobRun, Mailing, MatterSnooze, Reminder
from solmu.stewardship.processes import is_gone
from solmu.stewardship.queries.matters import Identity, Matter, agreements, matters_on
from solmu.stewardship.queries.matters.finding import READINGS
from solmu.stewardship.rules import reminders as rules
from solmu.stewardship.vocabulary import MailingState, Severity, TellingPurpose

CLAIM_LASTS = timedelta(minutes=10)
"""How long a process has for a hand-over; longer than all answers of a mail server may take (EMAIL_TIMEOUT)."""

TOLD_SINGLY = frozenset(
    rule
    for reading in READINGS
    if reading.most != Severity.TIDY_UP or reading.read is agreements.deadlines
    for rule in reading.rules
)
"""The rules whose matters somebody may be told of by themselves. Of the others all is tidy-up, for the digest."""

Key = tuple[str, str, str, date, str]
"""What makes a row of the ledger: the matter's identity, the day, the recipient."""


@dataclass(frozen=True, slots=True)
class Due:
    """A row the ledger must have: somebody is told of a matter, for a day."""

    identity: Identity
    due_on: date
    recipient_id: str
    purpose: TellingPurpose

    @property
    def key(self) -> Key:
        return (*self.identity, self.due_on, self.recipient_id)


@dataclass(frozen=True)
class Staff:
    """The active accounts, by id and by role."""

    accounts: dict[str, Account]
    officers: tuple[str, ...]
    administrators: tuple[str, ...]


def staff() -> Staff:
    accounts = {account.pk: account for account in Account.objects.filter(is_active=True).order_by("email")}

    def of(role: Role) -> tuple[str, ...]:
        return tuple(key for key, account in accounts.items() if account.role == role)

    return Staff(accounts, of(Role.OFFICER), of(Role.ADMINISTRATOR))


def turns_of(matter: Matter, known: Staff) -> tuple[tuple[str, ...], ...]:
    """Who is asked about a matter first, next and last; only active accounts."""
    owner = matter.owner
    return rules.turns(
        assigned=matter.assigned_to if matter.assigned_to in known.accounts else None,
        owners=[key for key in owner.account_ids if key in known.accounts] if owner else (),
        heads=[key for key in owner.head_ids if key in known.accounts] if owner else (),
        officers=known.officers,
        administrators=known.administrators,
    )


def due_reminders(matters: Iterable[Matter], *, known: Staff, day: date, city: City) -> Iterator[Due]:
    """Every row the ledger must have by the day for these matters; none twice."""
    pace = rules.Pace(before_due=city.remind_again_days, escalation=city.escalation_days)
    back_on = _days_of_coming_back(day)
    for matter in matters:
        told = rules.Told(
            severity=matter.severity,
            arose_on=matter.arose_on,
            due_on=matter.due_on,
            entered_on=_entered_on(matter),
            back_on=back_on.get(matter.identity),
        )
        asked_on, passed_on = rules.reminder_days(told, pace, day), rules.escalations(told, pace, day)
        if not (asked_on or passed_on):
            continue
        turns = turns_of(matter, known)
        if not turns:
            continue
        seen = set()
        for due_on in asked_on:
            for recipient in turns[0]:
                seen.add((due_on, recipient))
                yield Due(matter.identity, due_on, recipient, TellingPurpose.REMINDER)
        for turn, due_on in passed_on:
            for recipient in turns[turn] if turn < len(turns) else ():
                if (due_on, recipient) not in seen:
                    yield Due(matter.identity, due_on, recipient, TellingPurpose.ESCALATION)


def _entered_on(matter: Matter) -> date | None:
    about = matter.surroundings.kinds.get(matter.record_id)
    return about.entered_on if about else None


def _days_of_coming_back(day: date) -> dict[Identity, date]:
    rows = MatterSnooze.objects.filter(until__lte=day).values_list("rule", "about", "occurrence", "until")
    return {(rule, about, occurrence): until for rule, about, occurrence, until in rows}


def told_already() -> set[Key]:
    """The keys of every row of the ledger that stands; not of those that were needless."""
    columns = ("rule", "about", "occurrence", "due_on", "recipient_id")
    return set(Reminder.objects.filter(is_needless=False).order_by().values_list(*columns).iterator(10_000))


def lists_of(matters: Iterable[Matter], known: Staff) -> dict[str, list[Matter]]:
    """The matters each account is asked about first."""
    found: dict[str, list[Matter]] = {}
    for matter in matters:
        for turn in turns_of(matter, known)[:1]:
            for recipient in turn:
                found.setdefault(recipient, []).append(matter)
    return found


class Standing:
    """The matters of a day as mails tell them: read when first asked for, and again where one has arisen since."""

    def __init__(self, day: date, city: City) -> None:
        self.day, self.city = day, city

    @functools.cached_property
    def staff(self) -> Staff:
        return staff()

    @functools.cached_property
    def _matters(self) -> dict[Identity, Matter]:
        found = matters_on(self.day, city=self.city, with_snoozed=True, rules=TOLD_SINGLY)
        return {each.identity: each for each in found}

    @functools.cached_property
    def _lists(self) -> dict[str, list[Matter]]:
        return lists_of(matters_on(self.day, city=self.city), self.staff)

    def among(self, identities: Collection[Identity]) -> dict[Identity, Matter]:
        """Those of the matters that still stand, also those that can wait."""
        if not set(identities) <= self._matters.keys():
            self.__dict__.pop("_matters")
        return {identity: self._matters[identity] for identity in identities if identity in self._matters}

    def list_of(self, account_id: str) -> list[Matter]:
        """What the account is asked about first, most urgent first, without what can wait."""
        return self._lists.get(account_id, [])


def mailings_due(at: datetime) -> list[str]:
    """Ids of the mails to hand over now, oldest first: those that wait, and those whose process is gone or stuck."""
    rows = Mailing.objects.filter(
        Q(state=MailingState.WAITING, not_before__lte=at)
        # A wait longer than any is what a clock that was wrong has left.
        | Q(state=MailingState.WAITING, not_before__gt=at + 2 * rules.LONGEST_WAIT)
        | Q(state=MailingState.HANDING_OVER)
    )
    return [
        row.pk
        for row in rows.order_by("made_at", "pk").only("state", "claimed_at", "claimed_by")
        if row.state == MailingState.WAITING or is_abandoned(row, at)
    ]


def is_abandoned(mailing: Mailing, at: datetime) -> bool:
    """Whether whoever claimed the mail will not record its outcome: the process is gone, or its time has run out."""
    if mailing.claimed_at is None:
        return False
    return is_gone(mailing.claimed_by) or abs(at - mailing.claimed_at) > CLAIM_LASTS


REFUSED_FOR = timedelta(days=30)
"""How long a refusal is shown."""


def job_runs() -> dict[str, JobRun]:
    """The latest run of each job that ever ran."""
    return {run.job: run for run in JobRun.objects.all()}


def mail_counts() -> dict[str, int]:
    """How many mails are in each state."""
    counts = dict(Mailing.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: counts.get(state, 0) for state in MailingState.values}


def refused_mails(at: datetime) -> list[Mailing]:
    """Mails the server refused lately, the newest first, unless a later one to the same account was taken."""
    refused = Mailing.objects.filter(state=MailingState.REFUSED, ended_at__gt=at - REFUSED_FOR)
    taken_later = Mailing.objects.filter(
        state=MailingState.HANDED_OVER, recipient=OuterRef("recipient"), ended_at__gt=OuterRef("ended_at")
    )
    return list(refused.exclude(Exists(taken_later)).select_related("recipient").order_by("-ended_at"))
