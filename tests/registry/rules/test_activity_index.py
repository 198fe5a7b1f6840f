from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.errors import BrokenRule
from solmu.registry.rules.activity_index import (
    POINTS_OF_KIND,
    ActivityFact,
    ActivityIndex,
    Participants,
    activity_index,
    activity_points,
    total_participants,
)
from solmu.registry.vocabulary import ActivityKind
from tests.registry.founding import end, on

DAY = date(2026, 11, 24)


def fact(kind: str, starts: str, ends: str = "", participants: int | None = None) -> ActivityFact:
    return ActivityFact(kind, on(starts) if starts else None, end(ends), participants)


@pytest.mark.parametrize(
    ("counts", "total"),
    [
        ([], None),
        ([Participants(0)], 0),
        ([Participants(34)], 34),
        ([Participants(12, "pupils", "EE"), Participants(2, "teachers")], 14),
        ([Participants(12, "", "EE"), Participants(20)], 20),
    ],
)
def test_total_is_the_sum_as_told_else_of_all_groups(counts: list[Participants], total: int | None) -> None:
    assert total_participants(counts) == total


@pytest.mark.parametrize(
    ("kind", "participants", "points"),
    [
        ("visit", None, 3.0),
        ("visit", 0, 3.0),
        ("visit", 1, 3.0),
        ("visit", 10, 6.0),
        ("visit", 100, 9.0),
        ("project", None, 5.0),
        ("other", 1000, 4.0),
    ],
)
def test_ten_times_as_many_people_count_once_more(kind: str, participants: int | None, points: float) -> None:
    assert activity_points(kind, participants) == pytest.approx(points)


def test_every_kind_of_activity_has_points() -> None:
    assert sorted(POINTS_OF_KIND) == sorted(ActivityKind.values)


@pytest.mark.parametrize(
    ("facts", "year", "expected"),
    [
        ([], 2025, ActivityIndex(2025, 0.0, (0, 0, 0), False)),
        ([fact("visit", "2025-05-02")], 2025, ActivityIndex(2025, 3.0, (1, 0, 0), False)),
        ([fact("visit", "2024-05-02")], 2025, ActivityIndex(2025, 1.5, (0, 1, 0), False)),
        ([fact("visit", "2023-12-31")], 2025, ActivityIndex(2025, 0.8, (0, 0, 1), False)),
        ([fact("visit", "2022-12-31")], 2025, ActivityIndex(2025, 0.0, (0, 0, 0), False)),
        ([fact("visit", "2026-01-01")], 2025, ActivityIndex(2025, 0.0, (0, 0, 0), False)),
        ([fact("visit", "")], 2025, ActivityIndex(2025, 0.0, (0, 0, 0), False)),
        # it goes on in each of its years
        ([fact("project", "2023", "2025")], 2025, ActivityIndex(2025, 8.8, (1, 1, 1), False)),
        ([fact("project", "2023", "2024")], 2025, ActivityIndex(2025, 3.8, (0, 1, 1), False)),
        ([fact("project", "2024", "..")], 2025, ActivityIndex(2025, 7.5, (1, 1, 0), False)),
        ([fact("project", "2024")], 2025, ActivityIndex(2025, 2.5, (0, 1, 0), False)),
        # so far: what has begun, or may have begun, by the day
        ([fact("visit", "2026-11-24")], 2026, ActivityIndex(2026, 3.0, (1, 0, 0), True)),
        ([fact("visit", "2026-11-25")], 2026, ActivityIndex(2026, 0.0, (0, 0, 0), True)),
        ([fact("visit", "2026")], 2026, ActivityIndex(2026, 3.0, (1, 0, 0), True)),
        ([fact("visit", "2026-12")], 2026, ActivityIndex(2026, 0.0, (0, 0, 0), True)),
        (
            [
                fact("visit", "2025", participants=10),
                fact("meeting", "2024-03", participants=100),
                fact("other", "2023"),
            ],
            2025,
            ActivityIndex(2025, 9.3, (1, 1, 1), False),
        ),
    ],
)  # fmt: skip
def test_index_of_a_year(facts: list[ActivityFact], year: int, expected: ActivityIndex) -> None:
    assert activity_index(facts, year, DAY) == expected


def test_year_that_has_not_begun_has_no_index() -> None:
    with pytest.raises(BrokenRule, match=r"The year 2027 has not begun\. Ask for 2026"):
        activity_index([], 2027, DAY)


dates = st.builds(PartialDate, st.integers(2018, 2030), st.none() | st.integers(1, 12))
ends = st.one_of(st.none(), st.just(OPEN), dates)


@st.composite
def facts(draw: st.DrawFn) -> ActivityFact:
    starts, last = draw(st.none() | dates), draw(ends)
    if starts and isinstance(last, PartialDate) and last.latest < starts.earliest:
        last = None
    known: End = last
    return ActivityFact(
        draw(st.sampled_from(sorted(POINTS_OF_KIND))), starts, known, draw(st.none() | st.integers(0, 500))
    )


@given(st.lists(facts(), max_size=6), st.integers(2018, 2025), st.dates(date(2026, 1, 1), date(2032, 12, 31)))
def test_past_year_does_not_hang_on_the_day(known: list[ActivityFact], year: int, day: date) -> None:
    assert activity_index(known, year, day) == activity_index(known, year, DAY)


@given(st.lists(facts(), max_size=6), st.permutations(range(6)), st.integers(2018, 2026))
def test_index_does_not_hang_on_the_order(known: list[ActivityFact], order: list[int], year: int) -> None:
    shuffled = [known[index] for index in order if index < len(known)]
    assert activity_index(shuffled, year, DAY) == activity_index(known, year, DAY)


@given(st.lists(facts(), max_size=4), facts(), st.integers(2018, 2026))
def test_more_activity_never_lowers_the_index(known: list[ActivityFact], more: ActivityFact, year: int) -> None:
    assert activity_index([*known, more], year, DAY).figure >= activity_index(known, year, DAY).figure
