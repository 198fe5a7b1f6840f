from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.rules import AgreementFacts, agreement_status
from solmu.registry.rules.statuses import GROUPS, NOT_MADE, STEPS, may_follow
from solmu.registry.vocabulary import AgreementStatus
from tests.registry.rules.agreements import drawn_agreements, facts, partial_dates, tacit, turning_points


def status(given_facts: AgreementFacts, day: date, lead: int = 6) -> str:
    found = agreement_status(given_facts, day, Term(lead))
    return found.status if found else NOT_MADE


def test_every_status_is_in_a_step_and_every_step_is_between_statuses() -> None:
    named = {status for step in STEPS for status in (*step.sources, *step.targets)}

    assert named == {*AgreementStatus.values, NOT_MADE}
    assert [step.why for step in STEPS if not (step.sources and step.targets and step.why)] == []
    assert {status for group in GROUPS.values() for status in group} < named


def test_what_has_ended_for_good_stays_ended() -> None:
    """From terminated there is no way, and from replaced only to another end."""
    after = {status: {each for each in named() if may_follow(status, each)} for status in ("terminated", "replaced")}

    assert after == {"terminated": {"terminated"}, "replaced": {"replaced", "terminated", "expired"}}


def named() -> list[str]:
    return [*AgreementStatus.values, NOT_MADE]


def test_status_may_stay_and_may_not_go_back_to_a_draft() -> None:
    assert all(may_follow(each, each) for each in named())
    assert not any(may_follow(each, "draft") for each in ("in_force", "expired", "suspended"))


RUNS: dict[str, Any] = {"signed": "2020-01-01", "valid_until": "2030-06-30"}
TIE: dict[str, Any] = {"tie_suspended": True}


@pytest.mark.parametrize(
    ("day", "given_facts", "changed", "source", "target", "why"),
    [
        ("2020-01-01", facts(signed="2020-01-01", valid_from="2021"), {}, "", "signed_not_yet_in_force", "to begin"),
        ("2020-01-01", facts(**RUNS), {}, "", "in_force", "it begins"),
        ("2029-12-30", facts(**RUNS), {}, "in_force", "ending_soon", "near enough"),
        ("2029-12-31", tacit("2030-06-30", notice=6, signed="2020-01-01"), {}, "ending_soon", "in_force", "renews"),
        (
            "2022-05-05",
            facts(signed="2020-01-01", notices=[("2022-05-05", "2030")]),
            {},
            "no_end_recorded",
            "in_force",
            "gives it an end",
        ),
        (
            "2030-07-01",
            facts(**RUNS, renewal_mode="tacit"),
            {},
            "in_force",
            "no_end_recorded",
            "a term nobody stated",
        ),
        ("2022-03-01", facts(**RUNS, suspensions=["2022-03-01/.."]), {}, "in_force", "suspended", "suspension begins"),
        (
            "2022-04-01",
            facts(**RUNS, suspensions=["2022-03-01/2022-03-31"]),
            {},
            "suspended",
            "in_force",
            "suspension ends",
        ),
        ("2022-03-01", facts(**RUNS), TIE, "in_force", "in_force_not_applied", "is suspended"),
        ("2022-03-01", facts(**RUNS, **TIE), {"tie_suspended": False}, "in_force_not_applied", "in_force", "taken up"),
        ("2030-07-01", facts(**RUNS), {}, "ending_soon", "expired", "latest day of its end"),
        (
            "2025-01-01",
            facts(**RUNS, is_replaced=True, replaced_from="2025-01-01"),
            {},
            "in_force",
            "replaced",
            "successor begins",
        ),
        ("2025-01-01", facts(**RUNS, terminated_on="2025-01-01"), {}, "ending_soon", "terminated", "termination"),
        ("2030-07-01", facts(**RUNS, is_replaced=True), {}, "replaced", "expired", "start is not known"),
        (
            "2031-01-01",
            facts(**RUNS, amendments=[("2031-01-01", "", "2035-06-30")]),
            {},
            "expired",
            "in_force",
            "after its end",
        ),
    ],
)
def test_step_is_taken_on_its_day(
    day: str, given_facts: AgreementFacts, changed: dict[str, Any], source: str, target: str, why: str
) -> None:
    on = date.fromisoformat(day)

    before, after = status(given_facts, on - timedelta(days=1)), status(replace(given_facts, **changed), on)

    assert (before, after) == (source, target)
    steps = [step.why for step in STEPS if source in step.sources and target in step.targets and not step.is_recorded]
    assert any(why in each for each in steps)


@settings(max_examples=500)
@given(
    drawn_agreements(),
    st.tuples(st.one_of(st.none(), partial_dates(1985, 1992)), st.one_of(st.none(), partial_dates(1985, 1992))),
    st.tuples(st.booleans(), st.booleans()),
    st.data(),
)
def test_rules_take_no_other_step_from_a_day_to_the_next(
    given_facts: AgreementFacts, began: tuple[Any, Any], suspended: tuple[bool, bool], draw: st.DataObject
) -> None:
    agreement = replace(given_facts, signed=began[0], valid_from=began[1], stage="")
    assume(ends_after_it_began(agreement))
    turn = draw.draw(st.sampled_from([date(2020, 1, 1), *turning_points(agreement)]))
    day = turn + timedelta(days=draw.draw(st.integers(-2, 2)))

    before, after = (
        status(replace(agreement, tie_suspended=tie), day + timedelta(days=days)) for days, tie in enumerate(suspended)
    )

    assert may_follow(before, after)


def ends_after_it_began(agreement: AgreementFacts) -> bool:
    """Whether every end lies after the beginning; a source may say otherwise, and then anything follows."""
    latest = max((day.latest for day in (agreement.signed, agreement.valid_from) if day), default=date.min)
    ends: list[Any] = [agreement.valid_until, agreement.terminated_on]
    ends += [each.valid_until for each in agreement.amendments]
    for notice in agreement.notices:
        ends += [notice.given_on, notice.effective_on]
    return all(end.earliest >= latest for end in ends if isinstance(end, PartialDate))
