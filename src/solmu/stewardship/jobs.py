"""Jobs: thin entries for the worker's queue and for cron.

Each finds its work in the record and the ledger, never in the queue: run twice, at once, or after a pause of weeks, it
does what is left to do. Only here is the clock asked; day and moment are passed on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from solmu.core.city import City, current_city
from solmu.core.errors import SolmuError
from solmu.core.models import system_actor
from solmu.core.terms import Term
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.actions.jobs import begin_job, end_job
from solmu.stewardship.actions.reminders import hand_over, remind_people
from solmu.stewardship.actions.retention import forget_past_time
from solmu.stewardship.mail.server import MailServer
from solmu.stewardship.queries.reminders import Standing, job_runs, mailings_due
from solmu.stewardship.rules.jobs import MORNING, LatestRun, is_daily_job_due, may_try_again

Clock = Callable[[], datetime]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What a job does and when a worker runs it: daily from an hour on the city's clock, else whenever work waits."""

    run: Callable[[City, Clock], str]
    hour: int | None = None


def _day(city: City, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(city.time_zone))


def _remind(city: City, clock: Clock) -> str:
    at = clock()
    fixed = remind_people(by=system_actor(), day=_day(city, at).date(), at=at, city=city)
    return f"{fixed.reminders} reminders and {fixed.digests} digests were added"


def _deliver(city: City, clock: Clock) -> str:
    at = clock()
    due = mailings_due(at)
    standing = Standing(_day(city, at).date(), city)
    with MailServer() as server:
        states = [
            hand_over(by=system_actor(), mailing_id=key, at=clock(), server=server, standing=standing) for key in due
        ]
    return f"{states.count('handed_over')} of {len(due)} mails were handed over"


def _refresh(city: City, clock: Clock) -> str:
    number = refresh_deadlines(_day(city, clock()).date(), lead=Term(city.lead_months))
    return f"{number} deadlines were brought up to date"


def _forget(city: City, clock: Clock) -> str:
    at = clock()
    gone = forget_past_time(by=system_actor(), day=_day(city, at).date(), at=at)
    return (
        f"past their time were forgotten: {gone.contacts} contacts, {gone.enquiries} enquiries, {gone.looks} looks, "
        f"{gone.sessions} sessions, {gone.passing_notes} passing notes, {gone.unsaved} pieces of unsaved work"
    )


JOBS: Mapping[str, Job] = MappingProxyType(
    {
        "deadlines": Job(_refresh, hour=0),
        "retention": Job(_forget, hour=MORNING),
        "remind": Job(_remind, hour=MORNING),
        "deliver": Job(_deliver),
    }
)
"""In the order in which they are run together."""


def run_job(name: str, clock: Clock = timezone.now) -> tuple[str, str]:
    """Run one job and record how it went; returns what it did and what went wrong, either may be empty."""
    by, city = system_actor(), current_city()
    begun = clock()
    begin_job(by=by, job=name, at=begun)
    done = trouble = ""
    try:
        done = JOBS[name].run(city, clock)
    except SolmuError as error:
        trouble = str(error)
    except Exception as error:
        # Its words may hold what is internal: they go to the log alone.
        _log.exception("The job %s failed.", name)
        trouble = f"The job failed ({type(error).__name__}). Its log says more."
    end_job(by=by, job=name, day=_day(city, begun).date(), at=clock(), trouble=trouble)
    return done, trouble


def jobs_due(at: datetime) -> list[str]:
    """The jobs a worker should run now."""
    city = current_city()
    runs = {name: LatestRun(run.begun_at, run.day, bool(run.trouble)) for name, run in job_runs().items()}
    local = _day(city, at)

    def is_due(name: str, job: Job) -> bool:
        if job.hour is not None:
            return is_daily_job_due(runs.get(name), at=at, local=local, hour=job.hour)
        return may_try_again(runs.get(name), at) and bool(mailings_due(at))

    return [name for name, job in JOBS.items() if is_due(name, job)]


@task()
def refresh() -> str:
    return _worded(run_job("deadlines"))


@task()
def forget() -> str:
    return _worded(run_job("retention"))


@task()
def remind() -> str:
    return _worded(run_job("remind"))


@task()
def deliver() -> str:
    return _worded(run_job("deliver"))


def _worded(outcome: tuple[str, str]) -> str:
    done, trouble = outcome
    return trouble or done


TASKS = MappingProxyType({"deadlines": refresh, "retention": forget, "remind": remind, "deliver": deliver})


def enqueue_due_jobs(at: datetime) -> list[str]:
    """Put every job that is due into the queue, unless it waits there already; returns their names."""
    queued = []
    for name in jobs_due(at):
        task_of_job = TASKS[name]
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task_of_job.module_path)
        if not waiting.exists():
            task_of_job.enqueue()
            queued.append(name)
    return queued
