"""The register with 10,000 agreements and Today with 100,000, beside the same pages of few."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.figures import Rates, turns
from bench.portal_page.solmu_side import environment_of
from bench.report import Measured, Row, Side
from house.processes import PYTHON, ROOT, run_quietly

FEW = 400
"""So many fill a page of each list, also that of one status: the pages compared show as many rows."""

ROUNDS = 3
MOST_QUERIES = 15
PART_OF_THE_LIMIT = 0.5
"""A page shows as many rows of a large record as of a small one that fills it, so it may cost twice as much at most."""

REGISTER, BY_STATUS, TODAY = "/desk/agreements/", "/desk/agreements/?status=in_force", "/desk/"
ASKED: Mapping[int, tuple[str, ...]] = {
    FEW: (REGISTER, BY_STATUS, TODAY),
    10_000: (REGISTER, BY_STATUS),
    100_000: (TODAY,),
}
"""The pages that are asked for, by how many agreements the instance has."""

AFTER_A_WRITE = ((10_000, BY_STATUS), (100_000, TODAY))
"""The pages that are timed with a write before them too: they rest on what is kept of the record."""

WORDS = {REGISTER: "the desk's register", BY_STATUS: "the register by status", TODAY: "Today at the desk"}


def measure(_node: str) -> Measured:
    """Make up three instances and ask each for its pages, in turn; the larger take some minutes to make."""
    found: dict[int, list[dict[str, Any]]] = {agreements: [] for agreements in ASKED}
    with tempfile.TemporaryDirectory(prefix="solmu-bench-") as folder:
        for agreements in ASKED:
            print(f"Making up {agreements:,} agreements …", flush=True)
            _run(Path(folder), agreements, "make", str(agreements))
        for number in range(ROUNDS):
            for name in turns([str(agreements) for agreements in ASKED], number):
                found[int(name)].append(_run(Path(folder), int(name), "time", *ASKED[int(name)]))
    return told(found)


def _run(folder: Path, agreements: int, *given: str) -> dict[str, Any]:
    command: list[str | Path] = [PYTHON, "-m", "bench.desk.solmu_side", *given]
    env = environment_of(folder / str(agreements)) | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    env["DJANGO_SETTINGS_MODULE"] = "solmu.config.settings"
    said = run_quietly(command, doing=f"The desk of {agreements:,} agreements", env=env)
    answer: dict[str, Any] = json.loads(said.splitlines()[-1])
    return answer


def told(found: Mapping[int, Sequence[Mapping[str, Any]]]) -> Measured:
    """The rows of what was timed: by number of agreements, one answer of `solmu_side` a round."""
    rows = [
        Row(
            f"{WORDS[path]}, {agreements:,} agreements",
            Side("Solmu", _rates(found[agreements], path), "pages"),
            limit=Side(f"the same page of {FEW}", _rates(found[FEW], path), "pages"),
            limit_goal=PART_OF_THE_LIMIT,
            queries=max(each[path]["queries"] for each in found[agreements]),
            most_queries=MOST_QUERIES,
        )
        for agreements, paths in ASKED.items()
        if agreements != FEW
        for path in paths
    ]
    rows += [
        Row(
            f"{WORDS[path]}, with the write before it, {agreements:,} agreements",
            Side("Solmu", _rates(found[agreements], path, "first"), "pages"),
            limit=Side(f"the same page of {FEW}", _rates(found[FEW], path, "first"), "pages"),
        )
        for agreements, path in AFTER_A_WRITE
    ]
    method = (
        "The desk: instances on SQLite with records made up from a seed (as for the matters), an officer signed in, "
        "the page asked for in one process through every middleware; queries are of the first page after a write; "
        f"{ROUNDS} rounds, the instances in turn. There is no peer: the limit is the same page of {FEW} agreements.",
    )
    return Measured(tuple(rows), method)


def _rates(rounds: Sequence[Mapping[str, Any]], path: str, timed: str = "seconds") -> Rates:
    return Rates(tuple(1 / each[path][timed] for each in rounds))
