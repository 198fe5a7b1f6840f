"""What an agreement is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.terms import Term, shift_day

NO_LONGER = frozenset({"terminated", "replaced", "expired"})
"""Statuses of an agreement that has come to an end."""

IN_FORCE = frozenset({"in_force", "ending_soon", "no_end_recorded"})
"""Statuses shown under "in force today": begun and not known to have ended."""

NO_NOTICE = Term(0)


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What the status of an agreement follows from.

    `replaced_from` is the successor's start, or its signing where the start is unknown; `is_replaced` says that a
    successor is recorded. `tie_suspended`: its partnership or its standing agreement is suspended on the day asked of.
    """

    signed: PartialDate | None = None
    valid_from: PartialDate | None = None
    valid_until: End = None
    stage: str = ""
    terminated_on: PartialDate | None = None
    is_replaced: bool = False
    replaced_from: PartialDate | None = None
    suspensions: tuple[Period, ...] = ()
    tie_suspended: bool = False
    notice: Term = NO_NOTICE

    @property
    def began(self) -> PartialDate | None:
        """The start or, where that is unknown, the signing."""
        return self.valid_from or self.signed


@dataclass(frozen=True, slots=True)
class StatusOnDay:
    """A status and whether every date it rests on is known precisely enough."""

    status: str
    certain: bool


def agreement_status(facts: AgreementFacts, day: date, lead: Term) -> StatusOnDay | None:
    """The status of an agreement on `day`; None where it was not yet made and no stage is recorded.

    Of several that hold the first of the order in docs/concepts.md counts. An agreement ends only after the latest day
    its end allows; it is ending soon from notice plus `lead` before the earliest. Where neither start nor signing is
    known, an agreement whose end has not passed counts as in force, not certain.
    """
    if facts.stage:
        return StatusOnDay(facts.stage, True)
    if over := _ended_status(facts, day):
        return over
    began = facts.began
    if began and day < began.earliest:
        return _before_start(facts, day)
    if facts.is_replaced and facts.replaced_from is None:
        return StatusOnDay("replaced", False)
    sure = bool(began and began.latest <= day) and not _may_be_over(facts, day)
    suspended = [_holds(period, day) for period in facts.suspensions]
    if any(holds is not False for holds in suspended):
        return StatusOnDay("suspended", sure and True in suspended)
    if facts.tie_suspended and (began or facts.valid_until):
        return StatusOnDay("in_force_not_applied", sure)
    if isinstance(facts.valid_until, PartialDate):
        soon = day >= ending_soon_from(facts.valid_until, facts.notice, lead)
        return StatusOnDay("ending_soon" if soon else "in_force", sure)
    if facts.valid_until is OPEN:
        return StatusOnDay("in_force", sure)
    return StatusOnDay("no_end_recorded", sure) if began else StatusOnDay("not_known", False)


def ending_soon_from(end: PartialDate, notice: Term, lead: Term) -> date:
    """The first day an agreement is ending soon: notice period and lead time before the earliest possible end."""
    return days_before(end, Term(notice.months + lead.months))


def days_before(end: PartialDate, term: Term) -> date:
    """The corresponding day a term before the earliest possible end; the first day there is, where it lies before."""
    try:
        return shift_day(end.earliest, -term.months)
    except ValueError:
        return date.min


def _ended_status(facts: AgreementFacts, day: date) -> StatusOnDay | None:
    """Terminated, replaced or expired; certain where nothing that comes before it in the order may hold as well."""
    terminated, replaced = facts.terminated_on, facts.replaced_from if facts.is_replaced else None
    if terminated and terminated.latest <= day:
        return StatusOnDay("terminated", True)
    sure = not (terminated and terminated.earliest <= day)
    if replaced and replaced.latest <= day:
        return StatusOnDay("replaced", sure)
    sure = sure and not (replaced and replaced.earliest <= day) and not (facts.is_replaced and replaced is None)
    if isinstance(facts.valid_until, PartialDate) and facts.valid_until.latest < day:
        return StatusOnDay("expired", sure)
    return None


def _before_start(facts: AgreementFacts, day: date) -> StatusOnDay | None:
    if facts.signed is None:
        return StatusOnDay("signed_not_yet_in_force", False)
    if facts.signed.earliest <= day:
        return StatusOnDay("signed_not_yet_in_force", facts.signed.latest <= day and not _may_be_over(facts, day))
    return None


def _may_be_over(facts: AgreementFacts, day: date) -> bool:
    """Whether a date known only to its month or year leaves open that the agreement has already come to an end."""
    ends = (facts.terminated_on, facts.replaced_from if facts.is_replaced else None)
    return any(end and end.earliest <= day for end in ends) or (
        isinstance(facts.valid_until, PartialDate) and facts.valid_until.earliest < day
    )


def _holds(period: Period, day: date) -> bool | None:
    """Whether the day lies in a period; None where that rests on a bound that is not known, or not to the day."""
    if period.over(day) or period.begun(day) is False:
        return False
    may_be_over = period.end is None or (isinstance(period.end, PartialDate) and period.end.earliest < day)
    return True if period.begun(day) and not may_be_over else None


def years_since(end: PartialDate, day: date) -> int:
    """Whole years from the latest possible end to `day`."""
    latest = end.latest
    return day.year - latest.year - ((day.month, day.day) < (latest.month, latest.day))
