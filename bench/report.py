"""How a bench says what it found: a table in the form of the goals, then how it was done, on what, with what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.figures import Rates, Ratio, ratio

HEADINGS = ("work", "Solmu", "peer", "limit", "× the peer", "× the limit", "to reach", "reached")


@dataclass(frozen=True)
class Side:
    """What one side is and how fast it was, in what a second."""

    name: str
    rates: Rates
    unit: str = "requests"


@dataclass(frozen=True)
class Row:
    """One line of the table. A goal of None is none; `most_queries` bounds `queries`, which are counted, not timed."""

    work: str
    ours: Side
    peer: Side | None = None
    limit: Side | None = None
    peer_goal: float | None = None
    limit_goal: float | None = None
    queries: int | None = None
    most_queries: int | None = None

    @property
    def against_peer(self) -> Ratio | None:
        return ratio(self.ours.rates, self.peer.rates) if self.peer else None

    @property
    def against_limit(self) -> Ratio | None:
        return ratio(self.ours.rates, self.limit.rates) if self.limit else None

    @property
    def is_reached(self) -> bool:
        goals = ((self.against_peer, self.peer_goal), (self.against_limit, self.limit_goal))
        fast = all(found.middle >= goal for found, goal in goals if found and goal is not None)
        few = self.queries is None or self.most_queries is None or self.queries <= self.most_queries
        return fast and few


@dataclass(frozen=True)
class Measured:
    """What a bench of one kind of work gives: its rows, how they were measured, and what else was counted."""

    rows: tuple[Row, ...]
    method: tuple[str, ...]
    counted: tuple[str, ...] = ()


def number(value: float) -> str:
    """A figure as precisely as it deserves: 0.031, 1.8, 31, 1,240."""
    if value >= 99.5:
        return f"{float(f'{value:.3g}'):,.0f}"
    return f"{value:#.2g}".rstrip(".") if value >= 0.001 else f"{value:.5f}"


def rate_words(side: Side | None) -> str:
    if side is None:
        return "–"
    low, high = min(side.rates.per_round), max(side.rates.per_round)
    return f"{side.name}: {number(side.rates.middle)} {side.unit}/s ({number(low)}–{number(high)})"


def ratio_words(found: Ratio | None) -> str:
    return f"{number(found.middle)} ({number(found.lowest)}–{number(found.highest)})" if found else "–"


def goal_words(row: Row) -> str:
    goals = [
        f"≥ {row.peer_goal:g} × the peer" if row.peer_goal is not None else "",
        f"≥ {row.limit_goal:g} × the limit" if row.limit_goal is not None else "",
        f"≤ {row.most_queries} queries" if row.most_queries is not None else "",
    ]
    return ", ".join(goal for goal in goals if goal) or "–"


def cells(row: Row) -> tuple[str, ...]:
    queries = f"; {row.queries} queries" if row.queries is not None else ""
    return (
        row.work,
        rate_words(row.ours).partition(": ")[2] + queries,
        rate_words(row.peer),
        rate_words(row.limit),
        ratio_words(row.against_peer),
        ratio_words(row.against_limit),
        goal_words(row),
        "yes" if row.is_reached else "no",
    )


def table(rows: Sequence[Row]) -> str:
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(cells(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def results(measured: Sequence[Measured], *, command: str, day: str, machine: Mapping[str, str], seconds: float) -> str:
    """The whole of bench/results.md."""
    rows = [row for each in measured for row in each.rows]
    method = [line for each in measured for line in each.method]
    counted = [line for each in measured for line in each.counted]
    parts = [
        "# What Solmu is measured by",
        f"Written by `{command}` on {day}, in {seconds:.0f} seconds. Times hold for the machine below and drift; the "
        "ratios are medians of ratios taken round by round in this one run, with the lowest and the highest round in "
        "brackets.",
        table(rows),
        *([bullets(counted)] if counted else []),
        "## How",
        bullets(method),
        "## On what",
        bullets([f"{name}: {value}" for name, value in machine.items()]),
    ]
    return "\n\n".join(parts) + "\n"
