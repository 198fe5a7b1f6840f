"""What an agreement is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from solmu.core.dates import OPEN, PartialDate, Period
from solmu.core.terms import Term
from solmu.registry.rules.decisions import next_decision, reminded_from
from solmu.registry.rules.ends import Ending, has_undated_notice, possible_endings
from solmu.registry.rules.facts import AgreementFacts

NO_LONGER = frozenset({"terminated", "replaced", "expired"})
"""Statuses of an agreement that has come to an end."""

IN_FORCE = frozenset({"in_force", "ending_soon", "no_end_recorded"})
"""Statuses shown under "in force today": begun and not known to have ended."""


@dataclass(frozen=True, slots=True)
class StatusOnDay:
    """A status and whether every date it rests on is known precisely enough."""

    status: str
    certain: bool


def agreement_status(facts: AgreementFacts, day: date, lead: Term) -> StatusOnDay | None:
    """The status of an agreement on `day`; None where it was not yet made and no stage is recorded.

    Of several that hold the first of the order in docs/concepts.md counts. An agreement ends only after the latest day
    its end allows; it is ending soon from notice plus `lead` before the earliest end that is still to be decided about,
    so a tacit one no longer once the day for notice has passed. Where neither start nor signing is known, an agreement
    whose end has not passed counts as in force, not certain.
    """
    if facts.stage:
        return StatusOnDay(facts.stage, True)
    endings = possible_endings(facts, day)
    if over := _ended_status(facts, endings, day):
        return over
    began = facts.began
    if began and day < began.earliest:
        return _before_start(facts, endings, day)
    if facts.is_replaced and facts.replaced_from is None:
        return StatusOnDay("replaced", False)
    sure = bool(began and began.latest <= day) and not _may_be_over(facts, endings, day)
    suspended = may_be_suspended(facts.suspensions, day)
    if suspended is not False:
        return StatusOnDay("suspended", sure and suspended is True)
    sure, end = sure and facts.tie_certain, endings[0].end
    if facts.tie_suspended and (began or end):
        return StatusOnDay("in_force_not_applied", sure)
    # That an end is known must not hang on a date that is not.
    sure = sure and len({each.end is None for each in endings}) == 1
    if isinstance(end, PartialDate):
        reminded = reminded_from(next_decision(facts, day), facts.notice, lead)
        return StatusOnDay("ending_soon" if reminded and reminded <= day else "in_force", sure)
    if end is OPEN:
        return StatusOnDay("in_force", sure)
    return StatusOnDay("no_end_recorded", sure) if began else StatusOnDay("not_known", False)


def may_be_suspended(suspensions: tuple[Period, ...], day: date) -> bool | None:
    """Whether the day lies in one of the periods; None where that rests on a bound not known, or not to the day."""
    held = [_holds(period, day) for period in suspensions]
    if True in held:
        return True
    return None if None in held else False


def years_since(end: PartialDate, day: date) -> int:
    """Whole years from the latest possible end to `day`."""
    latest = end.latest
    return day.year - latest.year - ((day.month, day.day) < (latest.month, latest.day))


def _ended_status(facts: AgreementFacts, endings: list[Ending], day: date) -> StatusOnDay | None:
    """Terminated, replaced or expired; certain where nothing that comes before it in the order may hold as well."""
    terminated, replaced = facts.terminated_on, facts.replaced_from if facts.is_replaced else None
    if terminated and terminated.latest <= day:
        return StatusOnDay("terminated", True)
    sure = not (terminated and terminated.earliest <= day)
    if replaced and replaced.latest <= day:
        return StatusOnDay("replaced", sure)
    sure = sure and not (replaced and replaced.earliest <= day) and not (facts.is_replaced and replaced is None)
    if _has_passed(endings[0], day):
        return StatusOnDay("expired", sure and all(_has_passed(each, day) for each in endings))
    return None


def _has_passed(ending: Ending, day: date) -> bool:
    return ending.is_final and isinstance(ending.end, PartialDate) and ending.end.latest < day


def _before_start(facts: AgreementFacts, endings: list[Ending], day: date) -> StatusOnDay | None:
    if facts.signed is None:
        return StatusOnDay("signed_not_yet_in_force", False)
    if facts.signed.earliest <= day:
        sure = facts.signed.latest <= day and not _may_be_over(facts, endings, day)
        return StatusOnDay("signed_not_yet_in_force", sure)
    return None


def _may_be_over(facts: AgreementFacts, endings: list[Ending], day: date) -> bool:
    """Whether a date that is not known to the day leaves open that the agreement has already come to an end."""
    ends = (facts.terminated_on, facts.replaced_from if facts.is_replaced else None)
    return (
        any(end and end.earliest <= day for end in ends)
        or any(each.is_final and isinstance(each.end, PartialDate) and each.end.earliest < day for each in endings)
        or has_undated_notice(facts)
    )


def _holds(period: Period, day: date) -> bool | None:
    """Whether the day lies in a period; None where that rests on a bound that is not known, or not to the day."""
    if period.over(day) or period.begun(day) is False:
        return False
    may_be_over = period.end is None or (isinstance(period.end, PartialDate) and period.end.earliest < day)
    return True if period.begun(day) and not may_be_over else None
