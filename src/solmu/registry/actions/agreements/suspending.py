"""Writes of the periods in which an agreement is suspended."""

from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.holding import hold, refuse_in_state, refuse_undated
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import recording, refuse_gone, stated
from solmu.registry.models import Agreement, AgreementSuspension, Decision
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.rules.terms import last_day_before


def suspend_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, on: PartialDate | None, until: End = OPEN,
    decided_by: str = "", reason: LazyI18nString | str = "", decision: Decision | None = None,
    of_the_past: bool | None = None,
) -> AgreementSuspension:  # fmt: skip
    """Record that an agreement was suspended from a day on, until further notice or a day.

    Raises NotADate where the suspension ends before it begins and, unless a source says it of the past, BrokenRule
    without a day or a reason, and where the agreement is not in force or suspended already. What a source says without
    a reason is recorded as *not stated*.
    """
    check_can_keep_record(by)
    Period(on, until)
    with recording(by=by, action="suspend_agreement", source=source) as journal:
        if not is_of_the_past(source, of_the_past):
            hold(agreement)
            refuse_gone(decision)
            day = refuse_undated(on, Phrase("A suspension"))
            if not stated(reason):
                raise BrokenRule("A suspension has a reason. Give it.")
            refuse_in_state(agreement, "suspend", day)
            _refuse_overlap(agreement, day, until)
        suspension = AgreementSuspension(
            agreement=agreement,
            suspended_from=on,
            suspended_until=until,
            decided_by=decided_by,
            decision=decision,
            reason=stated(reason),
            is_reason_not_stated=not stated(reason),
        )
        journal.create(suspension, of=agreement)
    return suspension


def _refuse_overlap(agreement: Agreement, on: PartialDate, until: End) -> None:
    for known in agreement.suspensions.all():
        begins = known.suspended_from
        ended = isinstance(known.suspended_until, PartialDate) and known.suspended_until.earliest < on.earliest
        later = begins is not None and isinstance(until, PartialDate) and until.latest < begins.earliest
        if not ended and not later:
            raise BrokenRule(
                "It is suspended already in %(period)s. Two suspensions cannot overlap: end that one first.",
                period=known.period,
            )


def resume_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, on: PartialDate, of_the_past: bool | None = None
) -> AgreementSuspension:  # fmt: skip
    """Record that a suspended agreement applies again from a day on: the suspension ends the day before.

    Where only the year or month is known it ends within it, and on its first day it ends that day. Raises BrokenRule
    where no suspension runs on the day, where it began only after it, and, unless a source says it of the past, where
    the agreement has ended.
    """
    check_can_keep_record(by)
    with recording(by=by, action="resume_agreement", source=source) as journal:
        hold(agreement)
        running = [each for each in agreement.suspensions.all() if not _is_over(each, on)]
        if not running:
            raise BrokenRule("The agreement is not suspended on %(on)s. There is nothing to resume.", on=on)
        begun = [each for each in running if _has_begun(each, on)]
        if not begun:
            first = min((each.suspended_from for each in running if each.suspended_from), key=str)
            raise BrokenRule(
                "The suspension begins only on %(first)s, after %(on)s. Give a later day, or take the suspension back.",
                first=first,
                on=on,
            )
        if not is_of_the_past(source, of_the_past):
            refuse_in_state(agreement, "resume", on)
        suspension: AgreementSuspension = max(begun, key=lambda each: (str(each.suspended_from or ""), each.pk))
        until = last_day_before(on, suspension.suspended_from)
        journal.update(suspension, of=agreement, suspended_until=until)
    return suspension


def _is_over(suspension: AgreementSuspension, on: PartialDate) -> bool:
    return suspension.period.over(on.earliest)


def _has_begun(suspension: AgreementSuspension, on: PartialDate) -> bool:
    return suspension.suspended_from is None or suspension.suspended_from.earliest <= on.latest


def remove_suspension(*, by: Account, source: Source | None, suspension: AgreementSuspension) -> None:
    """Take back a suspension that should not have been recorded."""
    check_can_keep_record(by)
    with recording(by=by, action="remove_suspension", source=source) as journal:
        journal.delete(suspension, of=suspension.agreement)
