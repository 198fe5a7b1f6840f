"""Jobs as a worker and cron run them: what is due, what is queued, how a run is recorded, what is released."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from solmu.core.errors import NotPermitted
from solmu.core.models import system_actor
from solmu.stewardship.actions.jobs import KEPT, LONGEST_TASK, begin_job, end_job, release_tasks
from solmu.stewardship.jobs import JOBS, TASKS, enqueue_due_jobs, jobs_due, run_job
from solmu.stewardship.models import JobRun, Mailing
from solmu.stewardship.processes import process_name
from tests.registry import founding
from tests.stewardship.simulation.instance import CONFIG

BY = system_actor()
# Half past five and half past seven in Helsinki.
NIGHT, MORNING = datetime(2026, 11, 24, 3, 30, tzinfo=UTC), datetime(2026, 11, 24, 5, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rantala(instance: Path, db: None) -> None:
    instance.mkdir(parents=True)
    (instance / "config.toml").write_text(CONFIG, encoding="utf-8")


def waiting_mail(at: datetime) -> Mailing:
    recipient = founding.account("officer")
    return Mailing.objects.create(message_id="<a@example.org>", recipient=recipient, made_at=at, not_before=at)


def test_at_night_deadlines_are_brought_up_to_date_and_nobody_is_reminded() -> None:
    assert (jobs_due(NIGHT), jobs_due(MORNING)) == (["deadlines"], ["deadlines", "retention", "remind"])


def test_job_that_went_well_is_due_again_the_next_day() -> None:
    for name in ("deadlines", "retention", "remind"):
        run_job(name, lambda: MORNING)

    assert (jobs_due(MORNING + timedelta(hours=10)), jobs_due(MORNING + timedelta(days=1))) == (
        [],
        ["deadlines", "retention", "remind"],
    )


def test_mails_are_delivered_whenever_some_wait() -> None:
    for name in JOBS:
        run_job(name, lambda: MORNING)
    assert jobs_due(MORNING) == []

    waiting_mail(MORNING)

    assert jobs_due(MORNING) == ["deliver"]


def test_day_is_the_citys_not_utcs() -> None:
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)

    run_job("deadlines", lambda: late)

    assert JobRun.objects.get().day == date(2026, 11, 25)


def test_run_is_recorded_with_what_went_wrong(settings) -> None:
    settings.EMAIL_HOST = ""
    settings.DEFAULT_FROM_EMAIL = "ties@rantala.example"
    waiting_mail(MORNING)

    done, trouble = run_job("deliver", lambda: MORNING)

    run = JobRun.objects.get()
    assert (done, trouble) == ("", "No mail goes: SOLMU_SMTP_URL not set. What is due waits in the ledger.")
    assert (run.job, run.day, run.begun_at, run.ended_at, run.trouble) == ("deliver", None, MORNING, MORNING, trouble)
    assert (jobs_due(MORNING + timedelta(minutes=4)), "deliver" in jobs_due(MORNING + timedelta(minutes=5))) == (
        ["deadlines", "retention", "remind"],
        True,
    )


def test_queue_holds_a_job_once() -> None:
    assert (enqueue_due_jobs(MORNING), enqueue_due_jobs(MORNING)) == (["deadlines", "retention", "remind"], [])

    assert sorted(DBTaskResult.objects.values_list("task_path", flat=True)) == sorted(
        TASKS[name].module_path for name in ("deadlines", "retention", "remind")
    )


def test_tasks_do_what_their_job_does() -> None:
    assert [TASKS[name].func() for name in JOBS] == [
        "0 deadlines were brought up to date",
        "past their time were forgotten: 0 contacts, 0 enquiries, 0 looks, 0 sessions, 0 passing notes, "
        "0 pieces of unsaved work",
        "0 reminders and 0 digests were added",
        "0 of 0 mails were handed over",
    ]
    assert sorted(JobRun.objects.values_list("job", flat=True)) == sorted(JOBS)


def running(worker: str, begun: datetime) -> DBTaskResult:
    enqueue_due_jobs(NIGHT)
    task = DBTaskResult.objects.get()
    task.claim(worker)
    DBTaskResult.objects.update(started_at=begun)
    task.refresh_from_db()
    return task


def test_task_of_a_killed_worker_is_released() -> None:
    place, number, _ = process_name().split(":")
    now = timezone.now()
    task = running(f"{place}:{number}:another", now)

    assert release_tasks(by=BY, at=now) == 1

    task.refresh_from_db()
    assert (task.status, task.started_at) == (TaskResultStatus.READY, None)


def test_task_of_a_living_worker_is_left_alone() -> None:
    now = timezone.now()
    running(process_name(), now)

    assert release_tasks(by=BY, at=now) == 0


@pytest.mark.parametrize(("for_so_long", "released"), [(LONGEST_TASK, 0), (LONGEST_TASK + timedelta(seconds=1), 1)])
def test_task_of_another_machines_worker_is_released_after_its_time(for_so_long: timedelta, released: int) -> None:
    now = timezone.now()
    running("elsewhere:1:ab", now - for_so_long)

    assert release_tasks(by=BY, at=now) == released


def test_old_tasks_are_forgotten() -> None:
    now = timezone.now()
    task = running(process_name(), now)
    task.set_successful("done")
    DBTaskResult.objects.update(finished_at=now - KEPT - timedelta(seconds=1))

    release_tasks(by=BY, at=now)

    assert DBTaskResult.objects.count() == 0


@pytest.mark.parametrize("role", ["reader", "contributor", "officer", "auditor"])
def test_only_administrators_and_solmu_itself_run_jobs(role: str) -> None:
    by = founding.account(role)

    for attempt in (
        lambda: begin_job(by=by, job="remind", at=MORNING),
        lambda: end_job(by=by, job="remind", day=MORNING.date(), at=MORNING),
        lambda: release_tasks(by=by, at=MORNING),
    ):
        with pytest.raises(NotPermitted, match="may run jobs"):
            attempt()
    assert JobRun.objects.count() == 0
