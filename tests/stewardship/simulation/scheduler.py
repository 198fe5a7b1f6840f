"""A scheduler as a process of its own: runs a day's jobs when it is told to, and dies where it is told to.

It is forked by a supervisor that has loaded Django once and lives on; when it dies the next one is forked, which says
"ready". Each line it reads is an order, {"at": moment, "die": [kind, number]}; after the jobs it answers with a line.
The kinds are *statement* (before its n-th statement to the database) and *outcome* (after the mail server took its n-th
mail, before that is recorded). It dies by SIGKILL, as by kill −9.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any


class Death:
    """Counts what the process does, and kills it at the moment that was ordered."""

    def __init__(self, kind: str, number: int) -> None:
        self.kind, self.left, self.statements = kind, number, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        self.statements += 1
        is_outcome = sql.startswith('UPDATE "mailing"') and "handed_over" in (params or ())
        if self.kind == "statement" or (self.kind == "outcome" and is_outcome):
            self.left -= 1
            if self.left == 0:
                self.last_words("outcome" if is_outcome else "statement")
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    def last_words(self, before: str) -> None:
        """What is told of the death, before it."""


class DeathTold(Death):
    """One that is told to whoever gives the orders."""

    def last_words(self, before: str) -> None:
        print(json.dumps({"dies": before}), flush=True)


def work() -> None:
    """The process itself: takes orders until there are no more."""
    from django.db import connection

    from solmu.stewardship.jobs import JOBS, run_job

    print("ready", flush=True)
    # One order at a time is written: nothing is read ahead that the next process would need.
    while line := sys.stdin.readline():
        order = json.loads(line)
        at = datetime.fromisoformat(order["at"])
        death = DeathTold(*(order["die"] or ("never", 0)))
        with connection.execute_wrapper(death):
            said = {name: run_job(name, lambda at=at: at) for name in JOBS}  # type: ignore[misc]
        print(json.dumps({"said": said, "statements": death.statements}), flush=True)


def main() -> int:
    import django

    django.setup()
    import solmu.stewardship.jobs  # noqa: F401

    while True:
        child = os.fork()
        if child == 0:
            work()
            return 0
        _, ended = os.waitpid(child, 0)
        if (status := os.waitstatus_to_exitcode(ended)) != -signal.SIGKILL:
            return status


if __name__ == "__main__":
    sys.exit(main())
