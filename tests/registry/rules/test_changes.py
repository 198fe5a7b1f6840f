from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import PartialDate
from solmu.registry.rules.changes import Change, counting
from tests.registry.founding import on
from tests.registry.rules.agreements import partial_dates


def told(day: str, *changes: tuple[str, str]) -> list[str]:
    made = [Change.on(on(when) if when else None, value) for when, value in changes]
    return [each.value for each in counting("first", made, date.fromisoformat(day))]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([], ["first"]),
        ([("2020-01-02", "a")], ["first"]),
        ([("2020-01-01", "a")], ["a"]),
        # Known to its year it counts from its start, and surely only at its end.
        ([("2020", "a")], ["a", "first"]),
        ([("2019", "a")], ["a"]),
        # Of one day or year, what was recorded last counts.
        ([("2019", "a"), ("2019", "b")], ["b"]),
        ([("2019", "a"), ("2019-06", "b")], ["b", "a"]),
        ([("2019-06", "a"), ("2019", "b")], ["a", "b"]),
        ([("2018", "a"), ("2019", "b"), ("2017", "c")], ["b"]),
        ([("2019-06", "a"), ("2019-06-30", "b")], ["b", "a"]),
        # The order of recording decides nothing else.
        ([("2019-05-05", "a"), ("2018-05-05", "b")], ["a"]),
        # What may not have happened yet does not settle what came before it.
        ([("2018", "a"), ("2020", "b")], ["b", "a"]),
        ([("2018", "a"), ("2020", "b"), ("2020", "c")], ["c", "b", "a"]),
        # An unknown day comes first, and is never sure to have come.
        ([("", "a")], ["a", "first"]),
        ([("", "a"), ("", "b")], ["b", "a", "first"]),
        ([("", "a"), ("2019", "b")], ["b"]),
        ([("2020", "b"), ("", "a")], ["b", "a", "first"]),
    ],
)
def test_counting_gives_what_may_count_on_a_day(changes: list[tuple[str, str]], expected: list[str]) -> None:
    assert told("2020-01-01", *changes) == expected


def test_change_is_sure_by_the_latest_day_it_may_be_of() -> None:
    change = Change.on(on("2020-02"), "a")

    assert (change.surely_by(date(2020, 2, 28)), change.surely_by(date(2020, 2, 29))) == (False, True)
    assert not Change.on(None, "a").surely_by(date(2020, 2, 29))


@given(st.lists(partial_dates(2018, 2021), max_size=4), st.dates(date(2017, 1, 1), date(2022, 12, 31)), st.data())
def test_what_counts_of_precise_days_is_among_what_may_count(
    days: list[PartialDate], day: date, draw: st.DataObject
) -> None:
    possible = {each.value for each in counting(-1, [Change.on(when, n) for n, when in enumerate(days)], day)}
    # What is of the same year was recorded in the order it happened in.
    same = {when: sorted(draw.draw(st.dates(when.earliest, when.latest)) for _ in days) for when in set(days)}
    precise = [Change.on(PartialDate.from_day(same[when].pop(0)), n) for n, when in enumerate(days)]

    assert counting(-1, precise, day)[0].value in possible
