"""The whole suite: on SQLite, then what touches the database again on a private PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from house.absence import MARK
from house.postgresql import private_cluster, programs
from house.processes import PYTHON, ROOT, environment

WORKERS = "2"
NOTHING_COLLECTED = 5
LONG = "--long"


@dataclass
class Tally:
    """What became of the tests, over all passes. An error outside a test's own code counts as failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, results: Path) -> None:
        """Count the results of one pass, as pytest wrote them in JUnit's form."""
        for suite in ElementTree.parse(results).getroot().iter("testsuite"):
            total, failures, errors, skipped = (
                int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")
            )
            self.passed += total - failures - errors - skipped
            self.failed += failures + errors
            self.skipped += skipped
            self.reasons.update(element.get("message", "") for element in suite.iter("skipped"))

    @property
    def line(self) -> str:
        """The last line of the run, in the plain form that machines look for."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    def remarks(self) -> list[str]:
        """One line for each thing that was missing, with the command that adds it, and for each other reason."""
        return [
            f"{count} skipped, {reason}"
            if reason.startswith(MARK)
            else f"{count} skipped: {reason or 'no reason given'}"
            for reason, count in sorted(self.reasons.items())
        ]


def exit_status(tally: Tally, statuses: Iterable[int], *, on_ci: bool) -> int:
    """0 only when something ran, nothing failed, pytest itself went well and, on CI, nothing was skipped."""
    statuses = list(statuses)
    went_wrong = any(status not in (0, NOTHING_COLLECTED) for status in statuses)
    ran_nothing = tally.passed + tally.failed + tally.skipped == 0
    return 1 if tally.failed or went_wrong or ran_nothing or (on_ci and tally.skipped) else 0


def _run_pass(title: str, arguments: Sequence[str], results: Path, **env: str) -> int:
    print(f"\n— {title}", flush=True)
    # A debugger and printed words need the tests in this process.
    alone = any(argument in ("--pdb", "-s", "--trace", "--collect-only", "--co") for argument in arguments)
    workers = [] if alone or "SOLMU_TEST_ABSENT" in env else ["-n", WORKERS]
    return subprocess.run(
        [str(PYTHON), "-m", "pytest", "-q", *workers, f"--junit-xml={results}", *arguments],
        cwd=ROOT,
        env=environment(**env),
        check=False,
    ).returncode


def run_suite(arguments: Sequence[str]) -> int:
    """Run every pass, print what was missing and, alone on the last line, the sum; returns the exit status.

    With --long also the tests that take many minutes; the other arguments are pytest's.
    """
    tally = Tally()
    long = {"SOLMU_TEST_LONG": "1"} if LONG in arguments else {}
    arguments = [argument for argument in arguments if argument != LONG]
    statuses = []
    # The developer's own instance and database are no part of a test run.
    for name in ("SOLMU_DIR", "SOLMU_DATABASE_URL", "SOLMU_TEST_PASS", "SOLMU_TEST_ABSENT", "SOLMU_TEST_LONG"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="solmu-results-") as folder:
        has_postgresql = programs() is not None
        first, second = Path(folder) / "sqlite.xml", Path(folder) / "postgresql.xml"
        first_pass = "sqlite" if has_postgresql else "alone"
        statuses.append(_run_pass("SQLite", arguments, first, SOLMU_TEST_PASS=first_pass, **long))
        if has_postgresql:
            with private_cluster() as address:
                again = {"SOLMU_TEST_PASS": "postgresql", "SOLMU_DATABASE_URL": address, **long}
                statuses.append(_run_pass("PostgreSQL", arguments, second, **again))
        else:
            absent = {"SOLMU_TEST_PASS": "postgresql", "SOLMU_TEST_ABSENT": "1", **long}
            statuses.append(_run_pass("PostgreSQL (absent: counted, not run)", arguments, second, **absent))
        for results in (first, second):
            if results.is_file():
                tally.add(results)
    on_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    status = exit_status(tally, statuses, on_ci=on_ci)
    print()
    for remark in tally.remarks():
        print(remark)
    if on_ci and tally.skipped:
        print("With CI=true nothing may be skipped.")
    if status and not tally.failed and not (on_ci and tally.skipped):
        codes = ", ".join(str(code) for code in statuses)
        print(f"pytest itself did not go well (exit status {codes}); its own words are above.")
    print(tally.line, flush=True)
    return status
