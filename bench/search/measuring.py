"""Search in 100,000 records beside the bare full-text query on the same texts, and beside Datasette's search."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.figures import Rates
from bench.portal_page.solmu_side import environment_of
from bench.portal_page.wagtail_side import PYTHON as PEERS_PYTHON
from bench.report import Measured, Row, Side
from house.processes import PYTHON, ROOT, environment, run_quietly

RECORDS = 100_000
ROUNDS = 3
MOST_TIMES_THE_LIMIT = 3
PEER = ROOT / "bench" / "peers" / "datasette_search.py"


def measure(node: str, records: int = RECORDS) -> Measured:
    """Make up the record in an instance of its own and search in it; `node` is of no use to it."""
    print(f"Making up {records:,} records and their index, which takes some minutes …", flush=True)
    with tempfile.TemporaryDirectory(prefix="solmu-bench-") as name:
        folder = Path(name)
        command: list[str | Path] = [PYTHON, "-m", "bench.search.solmu_side", str(records), str(ROUNDS), folder]
        env = environment_of(folder / "instance") | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        env["DJANGO_SETTINGS_MODULE"] = "solmu.config.settings"
        ours = json.loads(run_quietly(command, doing="Search in a large record", env=env).splitlines()[-1])
        asked: list[str | Path] = [PEERS_PYTHON, PEER, folder, str(ROUNDS)]
        theirs = json.loads(run_quietly(asked, doing="Datasette's search", env=environment()).splitlines()[-1])
    return measured(ours, theirs)


def measured(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Measured:
    """The row and the words of what was timed."""
    queries = len(ours["mistyped"])
    right, mistyped = ours["right"], ours["mistyped"]
    missed = sum(ours and not bare for ours, bare in zip(right["solmu"], right["bare"], strict=True))
    lost = sum(bare and not ours for ours, bare in zip(right["solmu"], right["bare"], strict=True))
    empty = sum(not first for first in theirs["first"])
    return Measured(
        rows=(
            Row(
                f"search, {ours['records']:,} records, inflected and mistyped: one in twenty takes longer",
                Side("Solmu", slow_rates(ours["seconds"]["solmu"]), "queries"),
                peer=Side(f"Datasette {theirs['version']}", slow_rates(theirs["seconds"]), "queries"),
                limit=Side(
                    f"the FTS5 query alone (SQLite {ours['sqlite']})", slow_rates(ours["seconds"]["bare"]), "queries"
                ),
                limit_goal=1 / MOST_TIMES_THE_LIMIT,
            ),
        ),
        method=(
            f"Search: {ours['records']:,} published activities on SQLite with titles of twelve inflected Finnish "
            "words, from 3,000 base forms as often as words are used (Zipf). "
            f"{queries} queries: inflected words, pairs of "
            "them, and base forms with a letter left out or two exchanged. Rates are one through the 95th percentile "
            "of the queries' times. Solmu: from the query to the first twenty with their marked words, in one process. "
            "Limit: the same texts in an FTS5 table, its twenty best rows' ids by rank. Peer: Datasette's search of "
            "that table, as JSON, without a network. "
            f"{ROUNDS} rounds after one that is not counted.",
        ),
        counted=(
            f"Of {queries} queries, {sum(mistyped)} of them mistyped, the first result has all that was meant in "
            f"{sum(right['solmu'])} with Solmu and in {sum(right['bare'])} with the FTS5 query: {missed} that it "
            f"misses, {lost} the other way round. Datasette finds nothing at all in {empty}.",
            f"Making the index took {ours['indexing']:.0f} s; it has {ours['terms']:,} terms in "
            f"{ours['postings']:,} rows.",
        ),
    )


def slow_rates(rounds: Sequence[Sequence[float]]) -> Rates:
    """One through the time that nineteen of twenty queries stay below, for each round."""
    return Rates(tuple(1 / sorted(times)[int(len(times) * 0.95)] for times in rounds))
