"""Medians, ratios round by round, and how many rounds there are time for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.figures import Rates, Ratio, rate_of, ratio, rounds, turns

SPEEDS = st.floats(min_value=0.1, max_value=10_000)


def test_ratio_is_the_median_of_the_rounds_ratios() -> None:
    # The medians themselves would give 20 / 20 = 1.
    assert ratio(Rates((10, 20, 90)), Rates((20, 5, 30))) == Ratio(middle=3, lowest=0.5, highest=4)


@given(st.lists(st.tuples(SPEEDS, SPEEDS, st.floats(min_value=0.1, max_value=10)), min_size=1, max_size=9))
def test_ratio_is_the_same_when_the_machine_drifts(measured: list[tuple[float, float, float]]) -> None:
    steady = ratio(Rates(tuple(ours for ours, _, _ in measured)), Rates(tuple(theirs for _, theirs, _ in measured)))
    drifting = ratio(
        Rates(tuple(ours * drift for ours, _, drift in measured)),
        Rates(tuple(theirs * drift for _, theirs, drift in measured)),
    )
    assert drifting.middle == pytest.approx(steady.middle)


def test_ratio_refuses_sides_with_other_numbers_of_rounds() -> None:
    with pytest.raises(ValueError, match="zip"):
        ratio(Rates((1, 2)), Rates((1,)))


@pytest.mark.parametrize("per_round", [(), (3.0, 0.0)])
def test_rates_refuse_no_round_and_no_speed(per_round: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="at least one round"):
        Rates(per_round)


def test_rate_of_one_slow_answer_changes_nothing() -> None:
    assert rate_of([0.02, 0.02, 5.0]) == 50


def test_turns_begin_with_another_side_every_round() -> None:
    assert [turns("abc", number) for number in range(4)] == [
        ["a", "b", "c"],
        ["b", "c", "a"],
        ["c", "a", "b"],
        ["a", "b", "c"],
    ]


@pytest.mark.parametrize(("seconds", "expected"), [(0, 2), (15, 3), (25, 4), (1000, 5)])
def test_rounds_beyond_the_least_only_while_there_is_time(seconds: float, expected: int) -> None:
    clock = iter(range(0, 1000, 10))  # every look at it is ten seconds later
    assert list(rounds(2, 5, seconds=seconds, clock=lambda: next(clock))) == list(range(expected))
