"""Writers at the same time: no gap, no deadlock, a whole chain."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from house.processes import ROOT
from solmu.core.audit import chain_faults, recorded, revision
from solmu.core.models import AuditHead, Record, system_actor
from tests.core.writers import write_at_once


def check_what_was_written(found: dict[str, object]) -> None:
    assert (found["errors"], found["faults"], found["alive"], found["gaps"]) == ([], [], 0, [])
    assert found["kept"] == found["records"]
    assert int(str(found["rolled_back"])) > 50
    assert int(str(found["kept"])) > 200
    # Each kept action has its own entry and, where its inner action was kept, one of that.
    assert int(str(found["kept"])) < int(str(found["written"])) < 2 * int(str(found["kept"]))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_connections_leave_no_gap_and_no_deadlock() -> None:
    check_what_was_written(write_at_once())


@pytest.mark.sqlite
def test_two_connections_to_one_file_leave_no_gap_and_no_deadlock(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SOLMU_DATABASE_URL"}
    environment |= {
        "SOLMU_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "solmu.config.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.writers"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    check_what_was_written(json.loads(done.stdout))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_first_writers_share_one_head_row() -> None:
    AuditHead.objects.all().delete()
    barrier, errors = threading.Barrier(2), []

    def write() -> None:
        try:
            with recorded(by=system_actor(), action="first") as journal:
                journal.create(Record(kind="first"))
                barrier.wait(30)
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert (revision(), AuditHead.objects.count(), list(chain_faults())) == (2, 1, [])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_check_finds_no_fault_while_others_write() -> None:
    stop, found = threading.Event(), []

    def write() -> None:
        try:
            while not stop.is_set():
                with recorded(by=system_actor(), action="go_on") as journal:
                    journal.create(Record(kind="meanwhile"))
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(30):
            found += list(chain_faults())
    finally:
        stop.set()
        thread.join(60)
    assert (found, revision() > 0) == ([], True)
