from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import PartialDate
from solmu.stewardship.rules.renewals import (
    DEFAULT_MONTHS,
    OVER,
    RUNNING,
    TRANSITIONS,
    Horizon,
    RenewalFacts,
    due_days,
    is_late,
    late_renewal,
    refusal_of_step,
    step_forward,
)
from solmu.stewardship.vocabulary import RenewalStage

DAY = date(2026, 11, 24)


def on(text: str) -> PartialDate:
    return PartialDate.from_edtf(text)


def days_of(**facts: object) -> list[str]:
    return [day.isoformat() for day in due_days(Horizon(**facts), {}).values()]  # type: ignore[arg-type]


# --- stages -----------------------------------------------------------------------------------------------------------


def test_stages_are_those_of_the_vocabulary_in_order() -> None:
    assert [*RUNNING, *OVER] == RenewalStage.values


def test_every_running_stage_leads_on_and_can_be_given_up() -> None:
    assert list(TRANSITIONS) == list(RUNNING)
    assert [step_forward(stage) for stage in RUNNING] == [*RUNNING[1:], "in_force"]
    assert [stage for stage in RUNNING if not {"dropped", "no_successor"} <= set(TRANSITIONS[stage])] == []
    assert [step_forward(stage) for stage in OVER] == [None, None, None]


READY = {"has_draft": True, "has_decision": True, "is_signed": True, "begins": on("2026-11-01")}


@pytest.mark.parametrize("stage", RUNNING)
@pytest.mark.parametrize("to", [*RUNNING, *OVER])
def test_step_is_allowed_where_the_table_says_so_and_all_is_there(stage: str, to: str) -> None:
    refusal = refusal_of_step(RenewalFacts(stage, **READY), to, DAY)  # type: ignore[arg-type]

    assert (refusal is None) == (to in TRANSITIONS[stage])


@pytest.mark.parametrize(
    ("facts", "to", "sentence"),
    [
        (
            RenewalFacts("planned"),
            "signing",
            "A renewal does not go from planned to signing. It may go to: drafting, dropped, no successor.",
        ),
        (
            RenewalFacts("dropped"),
            "drafting",
            "This renewal is over: dropped. Plan a new one where it is taken up again.",
        ),
        (
            RenewalFacts("drafting"),
            "negotiating",
            "There is no draft yet. Make one, or attach one, before it is negotiated or decided.",
        ),
        (
            RenewalFacts("negotiating"),
            "decision",
            "There is no draft yet. Make one, or attach one, before it is negotiated or decided.",
        ),
        (
            RenewalFacts("decision", has_draft=True),
            "signing",
            "No decision is recorded. Record the decision before the signing.",
        ),
        (
            RenewalFacts("signing", has_draft=True, has_decision=True),
            "in_force",
            "The successor is not signed by every party. Record the signatures first.",
        ),
        (
            RenewalFacts("signing", has_draft=True, has_decision=True, is_signed=True),
            "in_force",
            "The successor is not in force yet. Nothing says from when it applies; complete the renewal then.",
        ),
        (
            RenewalFacts("signing", has_draft=True, has_decision=True, is_signed=True, begins=on("2026-11-25")),
            "in_force",
            "The successor is not in force yet. It applies from 2026-11-25; complete the renewal then.",
        ),
    ],
)
def test_step_out_of_order_is_refused_with_a_sentence(facts: RenewalFacts, to: str, sentence: str) -> None:
    assert refusal_of_step(facts, to, DAY) == sentence


def test_going_back_asks_for_nothing() -> None:
    assert refusal_of_step(RenewalFacts("decision"), "negotiating", DAY) is not None
    assert refusal_of_step(RenewalFacts("decision", has_draft=True), "negotiating", DAY) is None
    assert refusal_of_step(RenewalFacts("negotiating"), "drafting", DAY) is None


def test_successor_that_begins_on_the_day_is_in_force() -> None:
    facts = RenewalFacts("signing", True, True, True, on("2026-11-24"))

    assert refusal_of_step(facts, "in_force", DAY) is None


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        # No notice: signing by the end, the decision a month before it, and so on back.
        (
            {"begun_on": DAY, "ends": on("2027-12-31"), "decide_by": date(2027, 12, 30)},
            ["2027-06-30", "2027-07-30", "2027-09-30", "2027-11-30", "2027-12-31", "2028-01-01"],
        ),
        # Six months' notice: the decision by the last day to give it.
        (
            {"begun_on": DAY, "ends": on("2027-12-31"), "decide_by": date(2027, 6, 30)},
            ["2027-01-30", "2027-02-28", "2027-04-30", "2027-06-30", "2027-12-31", "2028-01-01"],
        ),
        # An end known to its year counts from the earliest day it may fall on.
        (
            {"begun_on": DAY, "ends": on("2028")},
            ["2027-07-01", "2027-08-01", "2027-10-01", "2027-12-01", "2028-01-01", "2028-01-02"],
        ),
        # It ended long ago: counted forward from the day it was planned.
        (
            {"begun_on": DAY, "ends": on("2019")},
            ["2026-11-24", "2026-12-24", "2027-02-24", "2027-04-24", "2027-05-24", "2027-05-25"],
        ),
        # Nothing is known of an end.
        ({"begun_on": DAY}, ["2026-11-24", "2026-12-24", "2027-02-24", "2027-04-24", "2027-05-24", "2027-05-25"]),
        # A person names the day.
        (
            {"begun_on": DAY, "ends": on("2019"), "in_force_by": date(2028, 1, 2)},
            ["2027-07-01", "2027-08-01", "2027-10-01", "2027-12-01", "2028-01-01", "2028-01-02"],
        ),
    ],
)
def test_days_are_counted_back_from_the_end(facts: dict[str, object], expected: list[str]) -> None:
    assert days_of(**facts) == expected


def test_short_time_is_shared_in_proportion() -> None:
    # 60 days for six months' work: a sixth for drafting, a third each for negotiating and decision, a sixth to sign.
    days = due_days(Horizon(DAY, ends=on((DAY + timedelta(days=60)).isoformat())), {})

    assert [(day - DAY).days for day in days.values()] == [0, 10, 30, 50, 60, 61]


def test_short_time_keeps_the_last_day_to_decide() -> None:
    end = DAY + timedelta(days=60)
    days = due_days(Horizon(DAY, ends=on(end.isoformat()), decide_by=DAY + timedelta(days=25)), {})

    assert [(day - DAY).days for day in days.values()] == [0, 5, 15, 25, 60, 61]


def test_last_day_to_decide_that_is_past_binds_nothing() -> None:
    end = on((DAY + timedelta(days=60)).isoformat())

    assert due_days(Horizon(DAY, ends=end, decide_by=DAY - timedelta(days=1)), {}) == due_days(
        Horizon(DAY, ends=end), {}
    )


def test_end_at_the_end_of_the_calendar_is_an_end_like_any_other() -> None:
    assert days_of(begun_on=DAY, ends=on("9999-12-31"))[-2:] == ["9999-12-30", "9999-12-31"]


def test_stages_take_the_months_the_city_says() -> None:
    months = {"drafting": 0, "negotiating": 1, "decision": 1, "signing": 0}

    assert [day.isoformat() for day in due_days(Horizon(DAY, ends=on("2027-12-31")), months).values()] == [
        *("2027-10-31", "2027-10-31", "2027-11-30", "2027-12-31", "2027-12-31", "2028-01-01")
    ]


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
MONTHS = st.fixed_dictionaries({stage: st.integers(0, 24) for stage in DEFAULT_MONTHS})


@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS, MONTHS)
def test_days_are_in_order_and_never_before_the_beginning(
    begun_on: date, ends: date | None, decide_by: date | None, in_force_by: date | None, months: dict[str, int]
) -> None:
    horizon = Horizon(begun_on, PartialDate.from_day(ends) if ends else None, decide_by, in_force_by)

    days = list(due_days(horizon, months).values())

    assert days == sorted(days)
    assert days[0] >= begun_on


@given(DAYS, st.integers(1, 3000), st.integers(-60, 3000), MONTHS)
def test_days_end_with_the_end_and_the_decision_is_in_time(
    begun_on: date, left: int, until_decision: int, months: dict[str, int]
) -> None:
    end, decide_by = begun_on + timedelta(days=left), begun_on + timedelta(days=until_decision)

    days = due_days(Horizon(begun_on, PartialDate.from_day(end), decide_by), months)

    assert (days["signing"], days["in_force"]) == (end, end + timedelta(days=1))
    if begun_on <= decide_by:
        assert days["decision"] <= max(decide_by, begun_on)


def test_late_is_a_stage_whose_day_has_passed() -> None:
    days = dict.fromkeys((*RUNNING, "in_force"), DAY)

    assert [is_late(stage, days, DAY) for stage in (*RUNNING, *OVER)] == [False] * 8
    assert [is_late(stage, days, DAY + timedelta(days=1)) for stage in (*RUNNING, *OVER)] == [True] * 5 + [False] * 3


def test_late_renewal_is_a_matter_with_stage_day_and_who_sees_to_it() -> None:
    days = dict.fromkeys((*RUNNING, "in_force"), DAY)
    next_day = DAY + timedelta(days=1)

    assert late_renewal("signing", days, DAY) is None
    assert late_renewal("dropped", days, next_day) is None
    raised = late_renewal("signing", days, next_day, "an account")
    assert raised is not None
    assert (raised.rule, raised.severity, raised.occurrence) == ("renewal_late", "soon", "signing 2026-11-24")
    assert (raised.due_on, raised.arose_on) == (DAY, next_day)
    assert raised.told == {"stage": "signing", "due": DAY, "sees_to_it": "an account"}
    unowned = late_renewal("signing", days, next_day)
    assert unowned is not None
    assert "sees_to_it" not in unowned.told
