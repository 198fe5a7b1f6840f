"""Writes of how jobs went, and letting go of tasks that a killed worker left running."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from solmu.core.models import Account
from solmu.stewardship.models import JobRun
from solmu.stewardship.models.reminders import LONGEST_REMARK
from solmu.stewardship.permissions import check_can_run_jobs
from solmu.stewardship.processes import is_gone

LONGEST_TASK = timedelta(hours=1)
"""A task that runs for longer, on whatever machine, is taken for one whose worker was killed."""
KEPT = timedelta(days=3)
"""How long a task that ended stays in the queue's table."""


def begin_job(*, by: Account, job: str, at: datetime) -> None:
    check_can_run_jobs(by)
    JobRun.objects.update_or_create(job=job, defaults={"begun_at": at, "ended_at": None})


def end_job(*, by: Account, job: str, day: date, at: datetime, trouble: str = "") -> None:
    """Record that a job ended; the day counts only where nothing went wrong."""
    check_can_run_jobs(by)
    went_well = {} if trouble else {"day": day}
    JobRun.objects.filter(job=job).update(ended_at=at, trouble=trouble[:LONGEST_REMARK], **went_well)


def release_tasks(*, by: Account, at: datetime) -> int:
    """Put tasks that a killed worker left running back into the queue, and forget old ones; returns how many.

    The work itself stands in the ledger: a task that is run again, or never, loses and doubles nothing.
    """
    check_can_run_jobs(by)
    released = 0
    for task in DBTaskResult.objects.running():
        worker = task.worker_ids[-1] if task.worker_ids else ""
        is_stuck = task.started_at is None or abs(at - task.started_at) > LONGEST_TASK
        if is_stuck or is_gone(worker):
            same = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, started_at=task.started_at)
            released += same.update(status=TaskResultStatus.READY, started_at=None)
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()
    return released
