"""The feed of 5,000 activities, made from the record, beside the icalendar package writing the same events alone."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Rates
from bench.portal_page.solmu_side import environment_of
from bench.report import Measured, Row, Side
from bench.report import number as number_words
from house.processes import PYTHON, run_quietly

ACTIVITIES = 5_000
ROUNDS = 7
MOST_QUERIES = 12
PART_OF_THE_LIMIT = 0.33
"""To read, word and prepare the events may take as long as writing them twice."""


def measure(_node: str) -> Measured:
    print(f"Making {ACTIVITIES:,} activities and their feed …", flush=True)
    with tempfile.TemporaryDirectory(prefix="solmu-bench-") as folder:
        command: list[str | Path] = [PYTHON, "-m", "bench.calendar.solmu_side", str(ACTIVITIES), str(ROUNDS)]
        said = run_quietly(command, doing="Timing the calendar feed", env=environment_of(Path(folder) / "instance"))
    return told(json.loads(said.splitlines()[-1]))


def told(found: dict[str, Any]) -> Measured:
    seconds = found["seconds"]
    rates = {name: Rates(tuple(1 / each for each in times)) for name, times in seconds.items()}
    row = Row(
        f"calendar feed of {ACTIVITIES:,} events, made anew",
        Side("Solmu", rates["feed"]),
        limit=Side(f"icalendar {found['package']} writing the same events alone", rates["serialising"]),
        limit_goal=PART_OF_THE_LIMIT,
        queries=found["queries"],
        most_queries=MOST_QUERIES,
    )
    again = median(made / kept for made, kept in zip(seconds["feed"], seconds["again"], strict=True))
    counted = (
        f"Feed of {ACTIVITIES:,} events: {found['bytes']:,} bytes. A program that has it already is answered (304) in "
        f"1/{number_words(again)} of the time that making it takes.",
    )
    method = (
        f"Calendar feed: {ACTIVITIES:,} published activities made up from a seed, in three languages, with a partner "
        "or two each, in an instance of their own on SQLite. Solmu: from the database to the bytes of the Finnish "
        "feed, nothing kept from before. Limit: the icalendar package, which Solmu writes with, turning the same "
        f"events, read before, into the same bytes. {ROUNDS} rounds after one that is not counted, in turn and in "
        "another order every round, one after the other in one process.",
    )
    return Measured((row,), method, counted)
