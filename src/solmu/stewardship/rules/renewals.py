"""How a renewal goes from stage to stage, and by which day each stage is to be done. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from solmu.core.dates import PartialDate
from solmu.core.errors import Phrase
from solmu.core.terms import shift_day
from solmu.stewardship.rules.raised import Raised, Told, day_after, day_before

PLANNED, DRAFTING, NEGOTIATING, DECISION, SIGNING = "planned", "drafting", "negotiating", "decision", "signing"
IN_FORCE, DROPPED, NO_SUCCESSOR = "in_force", "dropped", "no_successor"

RUNNING = (PLANNED, DRAFTING, NEGOTIATING, DECISION, SIGNING)
"""Stages of a renewal that is under way, in their order."""

OVER = (IN_FORCE, DROPPED, NO_SUCCESSOR)
"""How a renewal ends."""

TRANSITIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PLANNED: (DRAFTING, DROPPED, NO_SUCCESSOR),
        DRAFTING: (NEGOTIATING, DROPPED, NO_SUCCESSOR),
        NEGOTIATING: (DECISION, DRAFTING, DROPPED, NO_SUCCESSOR),
        DECISION: (SIGNING, NEGOTIATING, DROPPED, NO_SUCCESSOR),
        SIGNING: (IN_FORCE, NEGOTIATING, DROPPED, NO_SUCCESSOR),
    }
)
"""Where each stage may lead, the way forward first. Nothing leads out of the stages a renewal ends in."""

DEFAULT_MONTHS: Mapping[str, int] = MappingProxyType({DRAFTING: 1, NEGOTIATING: 2, DECISION: 2, SIGNING: 1})
"""How many months each stage takes, where the city's settings say nothing."""


@dataclass(frozen=True, slots=True)
class RenewalFacts:
    """What the next step of a renewal follows from.

    `has_draft`: a document of the successor is kept. `decided`: the day of the recorded decision. `is_signed`: every
    party that must sign the successor has. `begins`: when the successor begins to apply.
    """

    stage: str
    has_draft: bool = False
    has_decision: bool = False
    is_signed: bool = False
    begins: PartialDate | None = None


def step_forward(stage: str) -> str | None:
    """The stage that comes next when all goes well; None where the renewal is over."""
    return TRANSITIONS[stage][0] if stage in TRANSITIONS else None


def refusal_of_step(facts: RenewalFacts, to: str, day: date) -> Phrase | None:
    """Why the renewal may not go to a stage on the day, as a sentence for a person; None where it may.

    This is what the state allows; who may do it is asked of `permissions`.
    """
    if facts.stage not in TRANSITIONS:
        return Phrase(
            "This renewal is over: %(stage)s. Plan a new one where it is taken up again.", stage=_STAGES[facts.stage]
        )
    if to not in TRANSITIONS[facts.stage]:
        return Phrase(
            "A renewal does not go from %(stage)s to %(to)s. It may go to: %(ways)s.",
            stage=_STAGES[facts.stage],
            to=_STAGES.get(to, to),
            ways=[_STAGES[stage] for stage in TRANSITIONS[facts.stage]],
        )
    if to in (NEGOTIATING, DECISION) and not facts.has_draft:
        return Phrase("There is no draft yet. Make one, or attach one, before it is negotiated or decided.")
    if to == SIGNING and not facts.has_decision:
        return Phrase("No decision is recorded. Record the decision before the signing.")
    if to == IN_FORCE:
        return _refusal_of_force(facts, day)
    return None


def _refusal_of_force(facts: RenewalFacts, day: date) -> Phrase | None:
    if not facts.is_signed:
        return Phrase("The successor is not signed by every party. Record the signatures first.")
    if facts.begins is None or facts.begins.earliest > day:
        if facts.begins is None:
            return Phrase(
                "The successor is not in force yet. Nothing says from when it applies; complete the renewal then."
            )
        return Phrase(
            "The successor is not in force yet. It applies from %(begins)s; complete the renewal then.",
            begins=facts.begins,
        )
    return None


_STAGES: Mapping[str, Phrase] = MappingProxyType(
    {
        PLANNED: Phrase("planned"),
        DRAFTING: Phrase("drafting"),
        NEGOTIATING: Phrase("negotiating"),
        DECISION: Phrase("decision"),
        SIGNING: Phrase("signing"),
        IN_FORCE: Phrase("in force"),
        DROPPED: Phrase("dropped"),
        NO_SUCCESSOR: Phrase("no successor"),
    }
)
"""The stages as they stand inside a sentence."""


# --- days -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Horizon:
    """What the days of a renewal are counted back from.

    `begun_on` is the day it was planned. `ends` is the end it renews and `decide_by` the last day to decide about it
    (the last day to give notice, where there is a notice period); None where the record has none. `in_force_by` is the
    day a person wants the successor in force, whatever the end.
    """

    begun_on: date
    ends: PartialDate | None = None
    decide_by: date | None = None
    in_force_by: date | None = None


def due_days(horizon: Horizon, months: Mapping[str, int]) -> dict[str, date]:
    """By which day each stage is to be done, and the successor in force; never earlier than the stage before.

    Counted back from the day the successor is to be in force: the day after the earliest possible end, unless a person
    named another. Signing ends the day before, and the decision is taken a signing's length earlier, or by the last
    day to decide where that comes first. Where the time that is left is shorter than the stages need, they share it in
    proportion. Where there is nothing to count back from, or it is past, the days are counted forward from
    `begun_on`.
    """
    lengths = [max(0, months.get(stage, DEFAULT_MONTHS[stage])) for stage in RUNNING[1:]]
    target = _target(horizon)
    if target is None:
        target = day_after(shift_day(horizon.begun_on, sum(lengths)))
    signing_by = max(day_before(target), horizon.begun_on)
    decided_by = shift_day(signing_by, -lengths[-1])
    if horizon.decide_by and horizon.begun_on <= horizon.decide_by < decided_by:
        decided_by = horizon.decide_by
    before = [shift_day(decided_by, -sum(lengths[place:-1])) for place in range(len(lengths) - 1)]
    days = [*before, decided_by, signing_by]
    if days[0] < horizon.begun_on:
        days = _compressed(horizon, lengths, signing_by)
    return dict(zip((*RUNNING, IN_FORCE), (*days, target), strict=True))


def _target(horizon: Horizon) -> date | None:
    """The day the successor is to be in force; None where nothing says, or it is not ahead of the renewal."""
    if horizon.in_force_by is not None:
        return max(horizon.in_force_by, horizon.begun_on)
    if horizon.ends is None:
        return None
    target = day_after(horizon.ends.earliest)
    return target if target > horizon.begun_on else None


def _compressed(horizon: Horizon, lengths: Sequence[int], signing_by: date) -> list[date]:
    """The stages' days where time is short: each gets its share of what is left, planning none.

    The last day to decide parts the time in two where it is still ahead: what comes before the decision shares the time
    until then.
    """
    whole = (signing_by - horizon.begun_on).days
    total = sum(lengths) or 1
    shares = [whole * sum(lengths[:place]) // total for place in range(len(lengths) + 1)]
    limit = horizon.decide_by
    if limit and horizon.begun_on <= limit < horizon.begun_on + timedelta(days=shares[-2]):
        until, before = (limit - horizon.begun_on).days, sum(lengths[:-1]) or 1
        shares = [until * sum(lengths[:place]) // before for place in range(len(lengths))] + [whole]
    return [horizon.begun_on + timedelta(days=share) for share in shares[:-1]] + [signing_by]


def is_late(stage: str, days: Mapping[str, date], day: date) -> bool:
    """Whether a renewal still in a stage on the day should have done with it."""
    return stage in RUNNING and days[stage] < day


def late_renewal(stage: str, days: Mapping[str, date], day: date, owner: str = "") -> Raised | None:
    """The matter of a renewal whose stage should be done: pressing, not overdue, as what it is late for is ahead.

    Another stage, or another day for it, is another matter. `owner` is the account that sees to the renewal. That the
    agreement's own last day has passed is said by the matters of its deadline.
    """
    if not is_late(stage, days, day):
        return None
    due = days[stage]
    told: dict[str, Told] = {"stage": stage, "due": due}
    return Raised(
        rule="renewal_late",
        severity="soon",
        occurrence=f"{stage} {due.isoformat()}",
        due_on=due,
        arose_on=day_after(due),
        told=told | {"sees_to_it": owner} if owner else told,
    )
