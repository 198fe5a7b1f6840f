"""Writes of commitments: what an agreement or a membership obliges to, and that it was done."""

from __future__ import annotations

from datetime import date
from typing import Any

from i18nfield.strings import LazyI18nString

from solmu.core.dates import End, PartialDate, Period
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.recording import new_record, recording, refuse_gone, stated
from solmu.registry.models import Agreement, Commitment, CommitmentFulfilment, Membership
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.rules.commitments import is_due_date
from solmu.registry.vocabulary import RecordKind

CHANGEABLE = ("text", "due_on", "every_months", "until")


def add_commitment(
    *,
    by: Account,
    source: Source | None,
    text: LazyI18nString | str,
    due_on: PartialDate,
    agreement: Agreement | None = None,
    membership: Membership | None = None,
    every_months: int | None = None,
    until: End = None,
    is_published: bool = False,
) -> Commitment:
    """Add what an agreement or a membership obliges to, due on a day and, where given, every so many months after it.

    Raises BrokenRule for both or neither, without words, for a recurrence that does not go forward, and where it ends
    before it is first due.
    """
    check_can_keep_record(by)
    if (agreement is None) == (membership is None):
        raise BrokenRule("A commitment is of an agreement or of a membership. Name one of the two.")
    refuse_gone(agreement, membership)
    _check(text, due_on, every_months, until)
    with recording(by=by, action="add_commitment", source=source) as journal:
        record = new_record(journal, RecordKind.COMMITMENT, is_published=is_published)
        commitment = Commitment(
            record=record,
            agreement=agreement,
            membership=membership,
            text=text,
            due_on=due_on,
            every_months=every_months,
            until=until,
        )
        journal.create(commitment)
    return commitment


def change_commitment(*, by: Account, source: Source | None, commitment: Commitment, **values: Any) -> list[str]:
    """Change a commitment's text, first due day, recurrence or last day; names the columns that changed.

    Raises BrokenRule as `add_commitment` does, and where a day it was met for would no longer be one it is due on.
    """
    check_can_keep_record(by)
    refuse_gone(commitment)
    if unknown := sorted(set(values) - set(CHANGEABLE)):
        raise BrokenRule("“%(field)s” of a commitment cannot be changed. Leave it out.", field=unknown[0])
    text, due_on, every_months, until = (values.get(name, getattr(commitment, name)) for name in CHANGEABLE)
    _check(text, due_on, every_months, until)
    for met in commitment.fulfilments.all():
        if not is_due_date(due_on, every_months, until, met.due_on):
            raise BrokenRule(
                "It was met for %(due_on)s, which would be no due day any more. Keep that day among them.",
                due_on=met.due_on,
            )
    with recording(by=by, action="change_commitment", source=source) as journal:
        return journal.update(commitment, **values)


def fulfil_commitment(
    *, by: Account, source: Source | None, commitment: Commitment, due_on: PartialDate, done_on: PartialDate,
    day: date, note: LazyI18nString | str = "",
) -> CommitmentFulfilment:  # fmt: skip
    """Record that a commitment was met for one of the days it is due on, and when.

    Raises BrokenRule for a day it is not due on, for one it was met for already, and where `done_on` is after `day`.
    """
    check_can_keep_record(by)
    refuse_gone(commitment)
    if not is_due_date(commitment.due_on, commitment.every_months, commitment.until, due_on):
        raise BrokenRule(
            "The commitment is not due on %(due_on)s. Its first due day is %(first_due_on)s.",
            due_on=due_on,
            first_due_on=commitment.due_on,
        )
    if done_on.earliest > day:
        raise BrokenRule("%(done_on)s lies ahead. Record the commitment as done once it is.", done_on=done_on)
    if commitment.fulfilments.filter(due_on=due_on).exists():
        raise BrokenRule("The commitment due on %(due_on)s was met already. There is nothing to record.", due_on=due_on)
    with recording(by=by, action="fulfil_commitment", source=source) as journal:
        met = CommitmentFulfilment(commitment=commitment, due_on=due_on, done_on=done_on, note=stated(note))
        journal.create(met, of=commitment)
    return met


def withdraw_fulfilment(*, by: Account, source: Source | None, fulfilment: CommitmentFulfilment) -> None:
    """Take back that a commitment was met."""
    check_can_keep_record(by)
    with recording(by=by, action="withdraw_fulfilment", source=source) as journal:
        journal.delete(fulfilment, of=fulfilment.commitment)


def _check(text: LazyI18nString | str, due_on: PartialDate | None, every_months: int | None, until: End) -> None:
    if not stated(text):
        raise BrokenRule("A commitment says what is to be done. Write one sentence.")
    if due_on is None:
        raise BrokenRule("A commitment is due on a day. Give the first day.")
    if every_months is not None and every_months < 1:
        raise BrokenRule(
            "A commitment cannot recur every %(every_months)s months. Give at least 1, or leave it out.",
            every_months=every_months,
        )
    Period(due_on, until)
