"""Reads of renewals: how far each has come, by which day each stage is to be done, and what its next step needs."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from solmu.core.city import City
from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.core.wording import lower_first, shown_date
from solmu.registry.models import Agreement
from solmu.registry.queries.agreements import facts_of
from solmu.stewardship.models import Renewal
from solmu.stewardship.rules.deadlines import deadline
from solmu.stewardship.rules.renewals import (
    DECISION,
    IN_FORCE,
    RUNNING,
    Horizon,
    RenewalFacts,
    due_days,
    is_late,
)
from solmu.stewardship.vocabulary import RenewalStage


@dataclass(frozen=True)
class RunningRenewal:
    """A renewal that is under way, with the account that sees to it and the days its stages are due."""

    renewal_id: str
    agreement_id: str
    owner_id: str | None
    stage: str
    due: Mapping[str, date]

    @property
    def sentence(self) -> str:
        """*A renewal is under way: negotiating, decision due 30.9.2027.* in the active language."""
        stage = lower_first(str(RenewalStage(self.stage).label))
        if RUNNING.index(self.stage) >= RUNNING.index(DECISION):
            return _("A renewal is under way: %(stage)s, due %(day)s.") % {
                "stage": stage,
                "day": shown_date(self.due[self.stage]),
            }
        return _("A renewal is under way: %(stage)s, decision due %(day)s.") % {
            "stage": stage,
            "day": shown_date(self.due[DECISION]),
        }


@dataclass(frozen=True)
class StageLine:
    """One stage of a renewal as a reader sees it. `done_on` is the day the next stage was reached."""

    stage: str
    due: date
    reached_on: date | None
    done_on: date | None
    is_current: bool
    is_late: bool


def renewals_running(agreement_ids: Collection[str], *, city: City) -> dict[str, RunningRenewal]:
    """The renewal under way of each of these agreements that has one; one query.

    Every renewal under way is read, as there are never many, while the ids may be more than a query may name.
    """
    asked = set(agreement_ids)
    rows = Renewal.objects.filter(ended_on=None)
    return {row.agreement_id: _running(row, city) for row in rows if row.agreement_id in asked}


def _running(row: Renewal, city: City) -> RunningRenewal:
    return RunningRenewal(row.pk, row.agreement_id, row.owner_id, row.stage, due_days_of(row, city))


def due_days_of(renewal: Renewal, city: City) -> dict[str, date]:
    """By which day each stage of the renewal is to be done; no query."""
    horizon = Horizon(renewal.begun_on, _date(renewal.ends), renewal.decide_by, renewal.in_force_by)
    return due_days(horizon, months_of(city))


def months_of(city: City) -> dict[str, int]:
    """How many months each stage takes, as the city says."""
    return {
        "drafting": city.drafting_months,
        "negotiating": city.negotiating_months,
        "decision": city.decision_months,
        "signing": city.signing_months,
    }


def horizon_of(agreement: Agreement, day: date, city: City) -> tuple[PartialDate | None, date | None]:
    """The end a renewal planned on the day is about, and the last day to decide about it; None where there is none."""
    found = deadline(facts_of(agreement, day), day, lead=Term(city.lead_months))
    return _date(found.end), found.decide_by


def stage_lines(renewal: Renewal, day: date, city: City) -> list[StageLine]:
    """Every stage in order, with its day and when it was reached and done; one query.

    A stage that was gone back to has the day it was reached last.
    """
    due = due_days_of(renewal, city)
    steps = list(renewal.steps.all())
    reached = {step.stage: step.reached_on for step in steps}
    done = {step.stage: after.reached_on for step, after in itertools.pairwise(steps)}
    current = renewal.stage
    ahead = set(RUNNING[RUNNING.index(current) + 1 :]) if current in RUNNING else set()
    return [
        StageLine(
            stage=stage,
            due=due[stage],
            reached_on=None if stage in ahead else reached.get(stage),
            done_on=None if stage in ahead or stage == current else done.get(stage),
            is_current=stage == current,
            is_late=stage == current and is_late(stage, due, day),
        )
        for stage in (*RUNNING, IN_FORCE)
    ]


def facts_of_renewal(renewal: Renewal) -> RenewalFacts:
    """What its next step follows from, as the record says it now; at most one query where the successor is loaded."""
    successor = renewal.successor
    return RenewalFacts(
        stage=renewal.stage,
        has_draft=successor is not None and successor.documents.exists(),
        has_decision=renewal.decision_id is not None,
        is_signed=successor is not None and is_signed_by_all(successor),
        begins=_date(successor.valid_from or successor.signed) if successor is not None else None,
    )


def is_signed_by_all(agreement: Agreement) -> bool:
    """Whether every party that must has signed it: with the last signature it is signed as a whole."""
    return agreement.signed is not None and not agreement.stage


def _date(value: object) -> PartialDate | None:
    return value if isinstance(value, PartialDate) else None
