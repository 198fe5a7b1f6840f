"""Reminders over years, with kill −9 at any moment, on both databases: short here, whole with `run test --long`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from house.processes import ROOT
from tests.stewardship.simulation.instance import PREPARED

Program = Callable[..., Any]
SEED = 20261124
SHORT = {"seed": SEED, "years": 1, "agreements": 12, "restarts": 4, "every": 16}
LONG = {"seed": SEED, "years": 10, "agreements": 200, "restarts": 100, "every": 1}


@pytest.fixture
def program(tmp_path: Path, transactional_db: None) -> Program:
    """Runs a program of this folder on a copy of this test's database (SQLite), or on that itself; gives its JSON."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SOLMU_")}
    env |= {PREPARED: str(tmp_path), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(tmp_path / "solmu.sqlite3")])
    else:
        at = connection.settings_dict
        env["SOLMU_DATABASE_URL"] = f"postgres://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"

    def run(module: str, **options: int) -> Any:
        arguments = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        command = [sys.executable, "-m", f"tests.stewardship.simulation{module}", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    return run


def check_years(program: Program, record_property: Callable[[str, object], None], numbers: dict[str, int]) -> None:
    report = program("", **numbers)

    told = {name: value for name, value in report.items() if not isinstance(value, list)}
    record_property("said", "reminders simulated: " + ", ".join(f"{name} {value}" for name, value in told.items()))
    assert (report["missing"], report["surplus"], report["wrong"]) == ([], [], [])
    assert (report["restarts"], report["rows"]) == (numbers["restarts"], report["rows_expected"])
    assert report["rows"] > 2 * numbers["agreements"]
    assert report["mails"] > report["days"] / 7


def test_a_year_has_one_row_for_each_reminder_and_none_missing(
    program: Program, record_property: Callable[[str, object], None]
) -> None:
    check_years(program, record_property, SHORT)


@pytest.mark.long
def test_ten_years_have_one_row_for_each_reminder_and_none_missing(
    program: Program, record_property: Callable[[str, object], None]
) -> None:
    check_years(program, record_property, LONG)


def check_deaths(program: Program, each: int) -> int:
    """Twice only where it died between hand-over and outcome; returns how many deaths there were."""
    before_outcome, *anywhere, last = program(".killing", each=each)

    expected = {"was_killed": True, "second_status": 0, "rows": 1, "mailings": 1, "message_ids": 1}
    for found in (before_outcome, *anywhere):
        deliveries = 2 if found["taken_before_death"] and not found["recorded_before_death"] else 1
        assert found | expected | {"deliveries": deliveries} == found
    assert (before_outcome["taken_before_death"], before_outcome["deliveries"]) == (1, 2)
    assert (last["was_killed"], last["deliveries"], last["rows"]) == (False, 1, 1)
    return len(anywhere)


def test_process_killed_at_any_moment_leaves_one_row_and_one_message_id(program: Program) -> None:
    assert check_deaths(program, each=7) > 5


@pytest.mark.long
def test_process_killed_before_each_statement_leaves_one_row_and_one_message_id(program: Program) -> None:
    assert check_deaths(program, each=1) > 50
