"""`solmu jobs` and `solmu worker`: what they say, how they end, and that a killed worker loses and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from house.processes import ROOT
from tests.cli.conftest import Solmu, run_solmu
from tests.stewardship.post import PostOffice
from tests.stewardship.simulation.instance import CONFIG

pytestmark = pytest.mark.sqlite

FOUND_ONE_REMINDER = """
import django; django.setup()
from solmu.core.city import current_city
from tests.stewardship.simulation.killing import found_one_reminder
found_one_reminder(current_city().today())
"""
QUEUED = """
import django; django.setup()
from django_tasks_db.models import DBTaskResult
print(sorted(DBTaskResult.objects.filter(task_path__endswith="deliver").values_list("status", flat=True)))
"""


@pytest.fixture
def empty(instance: Path, transactional_db: None) -> Solmu:
    """Runs `solmu` in an instance with nothing in it."""
    instance.mkdir(parents=True)
    (instance / "config.toml").write_text(CONFIG, encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(instance / "solmu.sqlite3")])
    return lambda *arguments, **env: run_solmu(instance, *arguments, **env)


@pytest.fixture
def due(empty: Solmu, instance: Path) -> dict[str, str]:
    """The environment of an instance in which one reminder is due today, with a mail server that is not open yet."""
    python(instance, FOUND_ONE_REMINDER)
    return {"SOLMU_MAIL_FROM": "ties@rantala.example"}


def environment(folder: Path, **env: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOLMU_")}
    path = f"{ROOT}{os.pathsep}{ROOT / 'src'}"
    return kept | {
        "SOLMU_DIR": str(folder),
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": "solmu.config.settings",
        **env,
    }


def python(folder: Path, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@contextmanager
def working(folder: Path, **env: str) -> Iterator[subprocess.Popen[str]]:
    """A worker that looks for work all the time."""
    command = [sys.executable, "-m", "solmu.cli", "worker", "--pause", "0.1"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment(folder, **env), stdout=subprocess.PIPE, text=True)
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


def mail(post: PostOffice) -> dict[str, str]:
    return {"SOLMU_SMTP_URL": f"smtp://127.0.0.1:{post.port}"}


def test_jobs_run_says_what_each_did(empty: Solmu) -> None:
    done = empty("jobs", "run")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "deadlines: 0 deadlines were brought up to date",
        "retention: past their time were forgotten: 0 contacts, 0 enquiries, 0 looks, 0 sessions, 0 passing notes, "
        "0 pieces of unsaved work",
        "remind: 0 reminders and 0 digests were added",
        "deliver: 0 of 0 mails were handed over",
    ]


def test_jobs_run_refuses_a_job_there_is_not(empty: Solmu) -> None:
    done = empty("jobs", "run", "remnd")

    assert (done.returncode, done.stderr) == (
        2,
        "solmu: There is no job “remnd”. There are: deadlines, retention, remind, deliver.\n",
    )


def test_jobs_run_without_a_mail_server_ends_with_1_and_what_is_due_waits(due: dict[str, str], empty: Solmu) -> None:
    done = empty("jobs", "run", **due)

    assert done.returncode == 1
    assert done.stderr == "deliver: No mail goes: SOLMU_SMTP_URL not set. What is due waits in the ledger.\n"
    told = json.loads(empty("jobs", "status", "--json", **due).stdout)
    assert (told["mails"]["waiting"], told["trouble"]) == (
        1,
        "No mail goes: SOLMU_SMTP_URL not set. What is due waits in the ledger.",
    )


def test_jobs_run_delivers_once(due: dict[str, str], empty: Solmu) -> None:
    with PostOffice().is_open() as post:
        first, second = empty("jobs", "run", **due, **mail(post)), empty("jobs", "run", **due, **mail(post))

    assert (first.returncode, second.returncode, post.recipients) == (0, 0, ["maija@example.org"])


def test_jobs_status_shows_refusals_and_ends_with_1(due: dict[str, str], empty: Solmu) -> None:
    post = PostOffice(refusals={"maija@example.org": "550 5.1.1 no such person"})
    with post.is_open():
        empty("jobs", "run", **due, **mail(post))
        done = empty("jobs", "status", **due, **mail(post))

    assert done.returncode == 1
    assert "0 waiting, 0 being handed over, 0 handed over, 1 refused." in done.stdout
    assert ("maija@example.org" in done.stdout, "550 5.1.1" in done.stdout) == (True, True)


def test_worker_stops_when_it_is_told_to(empty: Solmu, instance: Path) -> None:
    with working(instance) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "Rantala: jobs run as they fall due (stop with Ctrl-C)\n"
        worker.send_signal(signal.SIGTERM)
        told, _ = worker.communicate(timeout=60)

    assert (worker.returncode, told) == (0, "Stopped.\n")


def test_worker_killed_in_the_middle_of_a_mail_leaves_it_to_the_next(
    due: dict[str, str], empty: Solmu, instance: Path
) -> None:
    """The server has taken the mail; before it says so the worker is killed, its task still marked as running."""
    post, workers, killed = PostOffice(), [], threading.Event()

    def kill(_message: Any) -> None:
        if not killed.is_set():
            workers[0].kill()
            workers[0].wait()
            killed.set()

    post.before_answer = kill
    env = due | mail(post)
    with post.is_open():
        empty("jobs", "run", "remind", **env)
        with working(instance, **env) as first:
            workers.append(first)
            assert killed.wait(60)
        left = python(instance, QUEUED)
        with working(instance, **env) as second:
            until_taken(post, 2)
            second.send_signal(signal.SIGTERM)
            second.communicate(timeout=60)

    assert (left, python(instance, QUEUED)) == ("['RUNNING']", "['SUCCESSFUL']")
    assert (len(post.message_ids), len(set(post.message_ids))) == (2, 1)
    told = json.loads(empty("jobs", "status", "--json", **env).stdout)
    assert told["mails"] == {"waiting": 0, "handing_over": 0, "handed_over": 1, "refused": 0, "needless": 0}


def until_taken(post: PostOffice, number: int) -> None:
    taken = threading.Event()
    before: Callable[[Any], None] = post.before_answer

    def count(message: Any) -> None:
        before(message)
        if len(post.taken) >= number:
            taken.set()

    post.before_answer = count
    assert len(post.taken) >= number or taken.wait(60)
