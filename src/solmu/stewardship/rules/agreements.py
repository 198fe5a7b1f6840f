"""When an agreement needs somebody, as a pure function of its facts and the day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from solmu.core.dates import OPEN, PartialDate
from solmu.core.terms import Term
from solmu.registry.rules import AgreementFacts, agreement_status, current_end, years_since
from solmu.stewardship.rules.deadlines import Deadline, deadline
from solmu.stewardship.rules.dues import due
from solmu.stewardship.rules.raised import Raised, day_after

STILL_RUNNING = frozenset({"in_force", "ending_soon", "suspended", "in_force_not_applied"})
"""Statuses with a deadline: a suspended tie or agreement keeps it."""


def matters_of_agreement(facts: AgreementFacts, day: date, lead: Term, *, is_settled: bool = False) -> Iterator[Raised]:
    """The matters of an agreement's end and reviews on the day.

    It ended and nothing followed; its end is near; a review is near or past; it is open-ended and no review is planned.
    `is_settled` says that what follows it is recorded, or decided: a successor, the decision that none is planned, or
    that its ties have ended.
    """
    status = agreement_status(facts, day, lead)
    if status is None:
        return
    if status.status in ("expired", "terminated"):
        if not is_settled:
            yield from _ended(facts, status.status, day)
        return
    if status.status not in STILL_RUNNING and status.status != "no_end_recorded":
        return
    known = deadline(facts, day, lead=lead)
    if not is_settled:
        yield from _to_decide(facts, known, day)
    if known.next_review:
        yield from due("review_due", known.next_review, day, lead)
    elif known.end is OPEN:
        began = facts.began
        yield Raised("review_missing", "tidy_up", arose_on=began.latest if began else None)


def _ended(facts: AgreementFacts, status: str, day: date) -> Iterator[Raised]:
    """It has surely ended: an end known to its year has passed only after that year."""
    end = facts.terminated_on if status == "terminated" else current_end(facts, day).end
    assert isinstance(end, PartialDate)
    yield Raised(
        "ended_without_successor",
        "overdue",
        end.edtf,
        arose_on=day_after(end.latest) if status == "expired" else end.latest,
        told={"end": end, "years": years_since(end, day)},
    )


def _to_decide(facts: AgreementFacts, known: Deadline, day: date) -> Iterator[Raised]:
    if known.decide_by is None or known.remind_from is None or day < known.remind_from:
        return
    assert isinstance(known.end, PartialDate)
    is_overdue = known.decide_by < day
    yield Raised(
        "decision_due",
        "overdue" if is_overdue else "soon",
        known.end.edtf,
        due_on=known.decide_by,
        arose_on=day_after(known.decide_by) if is_overdue else known.remind_from,
        told={"end": known.end, "renews": int(_renews_itself(facts, known, day))},
    )


def _renews_itself(facts: AgreementFacts, known: Deadline, day: date) -> bool:
    """Whether it goes on by itself at that end unless notice is given."""
    if not facts.is_tacit or facts.terminated_on:
        return False
    given = [notice for notice in facts.notices if not notice.is_for_giver_only]
    if any(notice.given_on is None or notice.given_on.earliest <= day for notice in given):
        return False
    return facts.most_renewals is None or known.term < facts.most_renewals


def under_ended_tie(status: str, tie_id: str, ended: PartialDate | None) -> Iterator[Raised]:
    """An agreement runs on although the partnership it belongs to has ended."""
    if status in STILL_RUNNING or status == "no_end_recorded":
        arose = ended.latest if ended else None
        yield Raised("in_force_under_ended_tie", "soon", tie_id, arose_on=arose, told={"tie": tie_id})


def signed_before_decision(
    signed: PartialDate | None, decided: PartialDate | None, decision_id: str
) -> Iterator[Raised]:
    """It was surely signed before the decision that approves it: recorded so from a source, and to be looked into."""
    if signed and decided and signed.latest < decided.earliest:
        told = {"signed": signed, "decided": decided}
        yield Raised("signed_before_decision", "tidy_up", decision_id, arose_on=signed.latest, told=told)


def successor_precedes(
    began: PartialDate | None, successor_began: PartialDate | None, successor_id: str
) -> Iterator[Raised]:
    """What is recorded as following it surely began before it did."""
    if began and successor_began and successor_began.latest < began.earliest:
        yield Raised("successor_precedes", "tidy_up", successor_id, told={"other": successor_id})
