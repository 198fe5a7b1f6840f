"""Matters of 100,000 and of 1,000,000 agreements beside fetching what they follow from, and Today's first page."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.figures import Rates
from bench.portal_page.solmu_side import environment_of
from bench.report import Measured, Row, Side
from house.processes import PYTHON, ROOT, run_quietly

AGREEMENTS = 100_000
ROUNDS = 3
MOST_TIMES_THE_FETCH = 2
LINEAR = 0.8
"""The least part of the rate per agreement that a record ten times as large may keep."""


def measure(node: str) -> Measured:
    """Make up the record in an instance of its own and time it; `node` is of no use to it."""
    print(f"Making up {AGREEMENTS:,} agreements, which takes some minutes …", flush=True)
    with tempfile.TemporaryDirectory(prefix="solmu-bench-") as name:
        command: list[str | Path] = [PYTHON, "-m", "bench.matters.solmu_side", str(AGREEMENTS), str(ROUNDS)]
        env = environment_of(Path(name) / "instance") | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        env["DJANGO_SETTINGS_MODULE"] = "solmu.config.settings"
        said = run_quietly(command, doing="Matters of a large record", env=env)
    return measured(json.loads(said.splitlines()[-1]))


def measured(found: Mapping[str, Any]) -> Measured:
    """The rows and words of what was timed."""
    few, many = found["rows"]["agreement"], found["rows_many"]["agreement"]
    seconds, seconds_many = found["seconds"], found["seconds_many"]
    return Measured(
        rows=(
            Row(
                f"matters of {few:,} agreements",
                Side("Solmu", _rates(seconds["matters"], few), "agreements"),
                limit=Side("the same columns fetched", _rates(seconds["fetch"], few), "agreements"),
                limit_goal=1 / MOST_TIMES_THE_FETCH,
            ),
            Row(
                f"matters of {many:,} agreements",
                Side("Solmu", _rates(seconds_many["matters"], many), "agreements"),
                limit=Side("the same columns fetched", _rates(seconds_many["fetch"], many), "agreements"),
                limit_goal=1 / MOST_TIMES_THE_FETCH,
            ),
            Row(
                f"matters per agreement, {many:,} beside {few:,}",
                Side("Solmu", _rates(seconds_many["matters"], many), "agreements"),
                limit=Side(
                    f"Solmu with {few:,}", _rates(seconds["matters"][: len(seconds_many["matters"])], few), "agreements"
                ),
                limit_goal=LINEAR,
            ),
            Row(
                f"Today's first page of {few:,} agreements",
                Side("Solmu", _rates(seconds["page"], 1), "pages"),
                limit=Side("one query by the index", _rates(seconds["query"], 1), "queries"),
            ),
        ),
        method=(
            "Matters: an instance on SQLite with a record made up from a seed: partnerships with lines of agreements "
            "of every renewal mode, amendments, notices, suspensions and reviews. `matters_on` with all its rules, "
            "against fetching into Python, by `values_list`, every column of all rows that they follow from; in one "
            f"process, in turn, {ROUNDS} rounds after one that is not counted. The record ten times as large repeats "
            "every row nine times with ids of its own. The first page is `first_matters`, checked to be what all "
            "matters begin with; names and sentences are in neither.",
        ),
        counted=(
            f"Of {few:,} agreements of {found['rows']['partnership']:,} partnerships {found['matters']:,} matters.",
            _scans(found["scans"]),
        ),
    )


def _rates(seconds: Sequence[float], number: int) -> Rates:
    return Rates(tuple(number / each for each in seconds))


def _scans(scans: Sequence[str]) -> str:
    if scans:
        return f"Today's first page reads whole tables: {', '.join(scans)}."
    return "Today's first page reads neither the agreements nor their kept days as a whole (EXPLAIN QUERY PLAN)."
