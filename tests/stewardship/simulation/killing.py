"""Kills a process that hands one reminder over before each of its statements in turn, and lets another go on.

python -m tests.stewardship.simulation.killing --each 1
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from datetime import UTC, date, datetime, time
from typing import Any

from tests.stewardship.post import PostOffice
from tests.stewardship.simulation.instance import ready_instance
from tests.stewardship.simulation.scheduler import Death

DAY = date(2026, 12, 30)
AT = datetime.combine(DAY, time(7), UTC)


def found_one_reminder(day: date = DAY) -> None:
    """A record in which one person is to be told of one agreement on the day, and nothing else."""
    from solmu.core.models import Account, Record
    from solmu.core.terms import shift_day
    from solmu.registry.actions.ownership import set_owner
    from tests.registry import founding

    source = founding.page()
    founding.home(source)
    tie = founding.partnership(source, founding.place(source))
    end = shift_day(day, 6).isoformat()
    agreement = founding.agreement(source, tie, signed="2024-01-01", valid_until=end)
    person = Account.objects.create(email="maija@example.org", role="contributor", language="en")
    set_owner(by=founding.BY, source=source, record=agreement.record, account=person)
    Record.objects.update(created_at=datetime(2025, 1, 1, tzinfo=UTC))
    # Too new for a digest this week.
    Account.objects.update(created_at=datetime.combine(day, time(1), UTC))


def run_in_child(death: Death, at: datetime) -> int:
    """Run the jobs in a process of their own; returns how it ended, −9 where it was killed."""
    from django.db import connection, connections

    from solmu.stewardship.jobs import JOBS, run_job

    connections.close_all()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with connection.execute_wrapper(death):
                trouble = [run_job(name, lambda: at)[1] for name in JOBS]
            status = 1 if any(trouble) else 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended)


def killed(kind: str, number: int, post: PostOffice) -> dict[str, Any]:
    """What the ledger and the mail server say after one process was killed and another went on."""
    from solmu.stewardship.models import JobRun, Mailing, Reminder

    Reminder.objects.all().delete()
    Mailing.objects.all().delete()
    JobRun.objects.all().delete()
    post.taken.clear()
    told = Reminder.objects.filter(mailing__state="handed_over")
    first = run_in_child(Death(kind, number), AT)
    taken_before, recorded_before = len(post.taken), told.count()
    second = run_in_child(Death("never", 0), AT)
    return {
        "kind": kind,
        "number": number,
        "was_killed": first == -signal.SIGKILL,
        "taken_before_death": taken_before,
        "recorded_before_death": recorded_before,
        "second_status": second,
        "rows": told.count(),
        "mailings": Mailing.objects.count(),
        "deliveries": len(post.message_ids),
        "message_ids": len(set(post.message_ids)),
    }


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=1, help="kill before each so-many-th statement")
    each = asked.parse_args().each
    post, found = PostOffice(), []
    with ready_instance(post), post.is_open():
        found_one_reminder()
        found.append(killed("outcome", 1, post))
        number = 1
        while not found[1:] or found[-1]["was_killed"]:
            found.append(killed("statement", number, post))
            number += each
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
