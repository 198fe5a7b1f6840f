"""`solmu worker`: runs the jobs as they fall due, until it is stopped."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from types import FrameType

import click

from solmu.cli.instance import open_instance

PAUSE = 20
"""Seconds between two looks at what is due."""

_log = logging.getLogger(__name__)


@click.command()
@click.option(
    "--pause", type=click.FloatRange(0.05), default=PAUSE, show_default=True, help="Seconds between two looks."
)
def worker(pause: float) -> None:
    """Run the jobs as they fall due, until stopped: reminders in the morning, mails as soon as they wait.

    Several workers, and jobs run by cron beside them, do no harm. SIGTERM or Ctrl-C lets the task at hand end first.
    """
    city = open_instance()
    stopping = threading.Event()
    stop_on_signals(stopping.set)
    click.echo(f"{city.name}: jobs run as they fall due (stop with Ctrl-C)")
    while not stopping.is_set():
        look_once(stopping)
        keep_derived()
        stopping.wait(pause)
    click.echo("Stopped.")


def stop_on_signals(stop: Callable[[], None]) -> None:
    def received(_number: int, _frame: FrameType | None) -> None:
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, received)


def keep_derived() -> None:
    """Bring the search index and the day's matters up to the record, so that readers need not wait for them."""
    from django.db import DatabaseError
    from django.utils import timezone

    from solmu.core.city import current_city
    from solmu.search.actions import catch_up
    from solmu.stewardship.actions.keeping_matters import keep_matters

    try:
        catch_up()
        keep_matters(at=timezone.now(), city=current_city())
    except DatabaseError as error:
        _log.warning("Index and matters were not brought up to date (%s); it is tried again.", type(error).__name__)


def look_once(stopping: threading.Event) -> None:
    """Release what a killed worker left, queue what is due, run what is queued; a database that is away is awaited."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone
    from django_tasks_db.management.commands.db_worker import Worker

    from solmu.core.models import system_actor
    from solmu.stewardship.actions.jobs import release_tasks
    from solmu.stewardship.jobs import enqueue_due_jobs
    from solmu.stewardship.processes import process_name

    close_old_connections()
    try:
        at = timezone.now()
        if released := release_tasks(by=system_actor(), at=at):
            _log.warning("Tasks that a killed worker had left were put back into the queue: %d.", released)
        enqueue_due_jobs(at)
        # One task at a time, so that a signal is heeded between two.
        while not stopping.is_set():
            one = Worker(
                queue_names=["*"],
                interval=0,
                batch=True,
                backend_name="default",
                startup_delay=False,
                max_tasks=1,
                worker_id=process_name(),
                excluded_queue_names=[],
            )
            one.run()
            if not one._run_tasks:
                return
    except DatabaseError as error:
        _log.warning("The database does not answer (%s); the worker tries again.", type(error).__name__)
