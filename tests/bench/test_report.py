"""The table's words and whether a goal is reached."""

from __future__ import annotations

import pytest

from bench.figures import Rates
from bench.report import Measured, Row, Side, cells, number, results


def side(name: str, *rates: float) -> Side:
    return Side(name, Rates(rates))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.00734, "0.0073"),
        (0.000012, "0.00001"),
        (0.6, "0.60"),
        (1.25, "1.2"),
        (9.97, "10"),
        (31.4, "31"),
        (99.6, "100"),
        (314.6, "315"),
        (999.7, "1,000"),
        (1244.0, "1,240"),
        (12_512.0, "12,500"),
    ],
)
def test_number_has_two_figures_or_three(value: float, words: str) -> None:
    assert number(value) == words


def test_row_says_figures_with_their_range_and_ratios() -> None:
    row = Row(
        "portal page",
        side("Solmu", 30, 32, 40),
        side("Peer 1.2", 10, 16, 10),
        side("bytes", 60, 64, 80),
        peer_goal=2,
        limit_goal=0.5,
    )
    assert cells(row) == (
        "portal page",
        "32 requests/s (30–40)",
        "Peer 1.2: 10 requests/s (10–16)",
        "bytes: 64 requests/s (60–80)",
        "3.0 (2.0–4.0)",
        "0.50 (0.50–0.50)",
        "≥ 2 × the peer, ≥ 0.5 × the limit",
        "yes",
    )


def test_row_without_peer_limit_and_goal() -> None:
    assert cells(Row("work", side("Solmu", 3))) == ("work", "3.0 requests/s (3.0–3.0)", "–", "–", "–", "–", "–", "yes")


@pytest.mark.parametrize(
    ("ours", "queries", "is_reached"), [(20, 12, True), (20, 13, False), (19, 12, False), (20, None, True)]
)
def test_goal_is_reached_by_speed_and_few_queries(ours: float, queries: int | None, is_reached: bool) -> None:
    row = Row(
        "work", side("Solmu", ours), side("Peer", 10), peer_goal=2, queries=queries, most_queries=12, limit_goal=0.5
    )
    assert row.is_reached is is_reached


def test_results_say_when_how_and_on_what() -> None:
    row = Row("work", side("Solmu", 4), side("Peer", 2), peer_goal=2, queries=7, most_queries=12)
    told = results(
        [Measured((row,), ("One reader asks.",), ("Body: 10 bytes.",))],
        command="python3 run bench",
        day="2026-11-24",
        machine={"machine": "2 cores"},
        seconds=61.4,
    )
    assert told.splitlines() == [
        "# What Solmu is measured by",
        "",
        "Written by `python3 run bench` on 2026-11-24, in 61 seconds. Times hold for the machine below and drift; the "
        "ratios are medians of ratios taken round by round in this one run, with the lowest and the highest round in "
        "brackets.",
        "",
        "| work | Solmu | peer | limit | × the peer | × the limit | to reach | reached |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "| work | 4.0 requests/s (4.0–4.0); 7 queries | Peer: 2.0 requests/s (2.0–2.0) | – | 2.0 (2.0–2.0) | – | "
        "≥ 2 × the peer, ≤ 12 queries | yes |",
        "",
        "- Body: 10 bytes.",
        "",
        "## How",
        "",
        "- One reader asks.",
        "",
        "## On what",
        "",
        "- machine: 2 cores",
    ]
