"""What the bench of matters makes up, and what it says of what it timed."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.matters import synthetic
from bench.matters.measuring import measured
from bench.report import cells
from solmu.core.city import City
from solmu.core.ids import OPAQUE_ID
from solmu.core.queries import day_faults
from solmu.registry.models import Agreement
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.queries.deadlines import deadline_faults
from solmu.stewardship.queries.matters import first_matters, matters_on

CITY = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi", "sv", "en"))
FOUND = {
    "rows": {"agreement": 100_000, "partnership": 9_000},
    "rows_many": {"agreement": 1_000_000},
    "matters": 27_000,
    "seconds": {"matters": [2.0, 4.0], "fetch": [2.0, 2.0], "page": [0.05], "query": [0.001]},
    "seconds_many": {"matters": [25.0], "fetch": [20.0]},
    "scans": [],
}


def test_results_are_told_as_rates_and_ratios() -> None:
    told = measured(FOUND)

    assert [(row.work, row.is_reached) for row in told.rows] == [
        ("matters of 100,000 agreements", True),
        ("matters of 1,000,000 agreements", True),
        ("matters per agreement, 1,000,000 beside 100,000", True),
        ("Today's first page of 100,000 agreements", True),
    ]
    assert cells(told.rows[0])[1] == "37,500 agreements/s (25,000–50,000)"
    assert told.counted[0] == "Of 100,000 agreements of 9,000 partnerships 27,000 matters."
    assert "reads neither" in told.counted[1]


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"seconds": FOUND["seconds"] | {"matters": [5.0, 5.0]}}, 0),
        ({"seconds_many": {"matters": [41.0], "fetch": [20.0]}}, 1),
        ({"seconds_many": {"matters": [26.0], "fetch": [20.0]}}, 2),
    ],
)
def test_goals_that_are_missed_are_said(change: dict, row: int) -> None:
    assert not measured(FOUND | change).rows[row].is_reached


def test_whole_tables_that_are_read_are_said() -> None:
    assert measured(FOUND | {"scans": ["SCAN agreement"]}).counted[1] == (
        "Today's first page reads whole tables: SCAN agreement."
    )


@pytest.fixture
def record(db: None) -> None:
    synthetic.make(150)
    refresh_deadlines(synthetic.DAY)


@pytest.mark.sqlite
def test_record_made_up_is_whole_and_needs_somebody(record: None) -> None:
    assert list(day_faults()) == []
    assert list(deadline_faults(synthetic.DAY)) == []
    assert len(set(Agreement.objects.values_list("renewal_mode", flat=True))) == 4
    rules = {matter.rule for matter in matters_on(synthetic.DAY, city=CITY)}
    assert {"ended_without_successor", "decision_due", "review_due", "no_owner"} <= rules


@pytest.mark.sqlite
def test_record_is_repeated_with_ids_of_its_own(record: None) -> None:
    before = synthetic.mix()
    once = len(matters_on(synthetic.DAY, city=CITY))

    synthetic.multiply()
    assert synthetic.mix() == {table: 10 * number for table, number in before.items()}
    assert len(matters_on(synthetic.DAY, city=CITY)) == 10 * once
    assert all(OPAQUE_ID.fullmatch(key) for key in Agreement.objects.values_list("pk", flat=True))
    connection.check_constraints()


@pytest.mark.sqlite
def test_first_page_of_a_record_made_up(record: None) -> None:
    everything = [each.identity for each in matters_on(synthetic.DAY, city=CITY)]

    for limit in (1, 5, 10, 40):
        assert [each.identity for each in first_matters(synthetic.DAY, city=CITY, limit=limit)] == everything[:limit]
