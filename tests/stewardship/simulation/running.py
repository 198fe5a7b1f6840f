"""Runs a plan: two schedulers at once every day, killed and started again, and a mail server with bad days."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from django.db import connection

from house.processes import ROOT
from solmu.stewardship.models import Digest, Mailing, Reminder
from tests.stewardship.post import TAKEN, PostOffice
from tests.stewardship.simulation.oracle import Oracle
from tests.stewardship.simulation.plan import Event, Plan, drawn
from tests.stewardship.simulation.world import World

SCHEDULERS = 2
LATEST_STATEMENT = 140
"""A process that is to die does so before one of its first so many statements of a day, or on a later day."""


class Scheduler:
    """A process that runs the jobs of a day when it is told to; after its death another in its place."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.stewardship.simulation.scheduler"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )

    def is_ready(self) -> bool:
        """Whether a process is there, waited for."""
        return bool(self.answer() == "ready")

    def order(self, at: datetime, die: tuple[str, int] | None = None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"at": at.isoformat(), "die": die}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        return json.loads(line) if line.startswith("{") else line

    def stop(self) -> int:
        """Let it go; returns its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        status = self._process.wait(60)
        self._process.stdout.close()
        return status


@dataclass
class Report:
    """What was run and what came of it. `missing`, `surplus` and `wrong` name the first few; all must be empty."""

    seed: int
    database: str
    agreements: int
    days: int
    events: int = 0
    restarts: int = 0
    restarts_before_outcome: int = 0
    rows_expected: int = 0
    rows: int = 0
    digests: int = 0
    mails: int = 0
    deliveries: int = 0
    delivered_twice: int = 0
    broken_off: int = 0
    seconds: int = 0
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Run:
    """One plan under way."""

    plan: Plan
    post: PostOffice
    restarts: int
    report: Report
    die: random.Random

    def go(self) -> None:
        world, oracle = World(self.plan), Oracle(self.plan)
        events = sorted(event for events in self.plan.events.values() for event in events)
        after = self.plan.days[-1] + timedelta(days=1)
        with _schedulers() as schedulers:
            for number, day in enumerate([*self.plan.days, after]):
                while events and events[0].day <= day:
                    self._happens(events.pop(0), world, oracle)
                oracle.jobs_run(day)
                with self._mail_of(day):
                    self._one_day(day, number, schedulers)
                if number % 100 == 0:
                    print(f"{day}: {number} days, {self.report.restarts} restarts", file=sys.stderr, flush=True)
        self._compare(world, oracle)

    def _happens(self, event: Event, world: World, oracle: Oracle) -> None:
        occurrence = oracle.happens(event)
        if occurrence is not None:
            world.happens(event, occurrence)
            self.report.events += 1

    @contextmanager
    def _mail_of(self, day: date) -> Iterator[None]:
        """The mail server as it is on the day: on some it is down, puts everybody off, or breaks off."""
        trouble = self.plan.mail.get(day, "")
        self.post.answer_to_data = "451 4.3.0 not now" if trouble == "not now" else TAKEN
        self.post.breaks_off_after_data = trouble == "breaks off"
        before = len(self.post.taken)
        if trouble == "down":
            yield
        else:
            with self.post.is_open():
                yield
        if trouble == "breaks off":
            self.report.broken_off += len(self.post.taken) - before

    def _one_day(self, day: date, number: int, schedulers: list[Scheduler]) -> None:
        """Both schedulers run the day's jobs at once; one may be killed, and is started again."""
        at = datetime.combine(day, clock_time(7), UTC)
        # As many as should have died by now, if they die evenly.
        is_time = self.report.restarts < self.restarts * (number + 1) / len(self.plan.days)
        victim = self.die.randrange(SCHEDULERS) if is_time and self.report.restarts < self.restarts else -1
        death = ("outcome", 1) if self.die.random() < 0.5 else ("statement", self.die.randrange(1, LATEST_STATEMENT))
        for index, scheduler in enumerate(schedulers):
            scheduler.order(at, death if index == victim else None)
        for index in range(SCHEDULERS):
            answer = schedulers[index].answer()
            if "dies" not in answer:
                continue
            assert schedulers[index].is_ready()
            self.report.restarts += 1
            self.report.restarts_before_outcome += answer["dies"] == "outcome"
            schedulers[index].order(at + timedelta(seconds=30))
            assert "said" in schedulers[index].answer()

    def _compare(self, world: World, oracle: Oracle) -> None:
        report = self.report
        numbers = {agreement.pk: number for number, agreement in world.agreements.items()}
        names = {account.pk: person for person, account in world.people.items()}
        found = Counter(
            (row.rule, numbers.get(row.about, -1), row.occurrence, row.due_on, names[row.recipient_id], row.purpose)
            for row in Reminder.objects.all()
        )
        expected = {(*key, purpose) for key, purpose in oracle.rows.items()}
        report.rows_expected, report.rows = len(expected), sum(found.values())
        report.missing = _first(expected - found.keys())
        report.surplus = _first(found.keys() - expected) + _first(key for key, times in found.items() if times > 1)
        digests = Counter((row.week, names[row.recipient_id]) for row in Digest.objects.all())
        report.digests = sum(digests.values())
        report.missing += _first(oracle.digests - digests.keys())
        report.surplus += _first(digests.keys() - oracle.digests)
        self._compare_mails()

    def _compare_mails(self) -> None:
        """Each mail is taken, or was needless; twice only where a process died, or the server broke off, in between."""
        report, taken = self.report, Counter(self.post.message_ids)
        mails = {mail.message_id: mail for mail in Mailing.objects.all()}
        report.mails, report.deliveries = len(mails), sum(taken.values())
        report.delivered_twice = sum(times - 1 for times in taken.values())
        report.wrong = _first(
            f"{mail.state} {mail.message_id} taken {taken[message_id]} times"
            for message_id, mail in mails.items()
            if (mail.state, taken[message_id]) not in {("handed_over", 1), ("needless", 0)}
            and not (mail.is_in_doubt and mail.state in ("handed_over", "needless"))
        )
        report.wrong += _first(taken.keys() - mails.keys())
        in_doubt = sum(times - 1 for message_id, times in taken.items() if mails[message_id].state == "handed_over")
        allowed = report.restarts_before_outcome + report.broken_off
        if not in_doubt <= allowed:
            report.wrong.append(f"{in_doubt} second deliveries, where only {allowed} hand-overs were interrupted")
        told = Reminder.objects.filter(is_needless=False).exclude(mailing__state="handed_over")
        report.wrong += _first(f"not told: {row} {row.mailing.state}" for row in told.select_related("mailing"))


def _first(found: Iterable[object], number: int = 5) -> list[str]:
    return sorted(map(str, found))[:number]


@contextmanager
def _schedulers() -> Iterator[list[Scheduler]]:
    schedulers = [Scheduler() for _ in range(SCHEDULERS)]
    assert all(scheduler.is_ready() for scheduler in schedulers)
    try:
        yield schedulers
    finally:
        for scheduler in schedulers:
            scheduler.stop()


def simulate(*, seed: int, years: int, agreements: int, restarts: int, every: int, post: PostOffice) -> Report:
    """Run a plan drawn from the seed on the database that is set; the report says what was wrong, if anything."""
    plan, begun = drawn(seed, years=years, agreements=agreements, every=every), time.monotonic()
    report = Report(seed, connection.vendor, len(plan.pacts), len(plan.days))
    Run(plan, post, restarts, report, random.Random(f"deaths {seed}")).go()
    report.seconds = round(time.monotonic() - begun)
    return report
