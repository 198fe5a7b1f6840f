"""Two connections that write at once, each action rolled back or not as a die falls. Run as a program it does so on
the instance's own database, as SQLite in a test's memory has no second connection:

    python -m tests.core.writers
"""

from __future__ import annotations

import json
import random
import threading

WRITES = 200
CONNECTIONS = 2


class FellThroughError(Exception):
    """The die says that this action fails."""


def write_at_once() -> dict[str, object]:
    """Run the writers to their end; what they found: faults of the chain, errors, and the sums that must agree."""
    from django.db import connection

    from solmu.core.audit import chain_faults, revision
    from solmu.core.models import AuditEntry, Record

    before, errors, kept = revision(), [], []
    barrier = threading.Barrier(CONNECTIONS)

    def write(number: int) -> None:
        try:
            barrier.wait(60)
            kept.append(_writes(random.Random(number)))
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    sequences = list(AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True))
    return {
        "errors": errors,
        "faults": list(chain_faults()),
        "alive": sum(thread.is_alive() for thread in threads),
        "gaps": [number for number, sequence in enumerate(sequences, start=1) if number != sequence][:5],
        "written": revision() - before,
        "kept": sum(kept),
        "records": Record.objects.filter(kind="written-at-once").count(),
        "rolled_back": CONNECTIONS * WRITES - sum(kept),
    }


def _writes(die: random.Random) -> int:
    """Records one connection kept: some fail outside, some in an inner action that the outer survives."""
    from solmu.core.audit import recorded
    from solmu.core.models import Record, system_actor

    by, kept = system_actor(), 0
    for _ in range(WRITES):
        outer_fails, inner_fails = die.random() < 0.3, die.random() < 0.3
        try:
            with recorded(by=by, action="outer") as journal:
                record = Record(kind="written-at-once")
                try:
                    with recorded(by=by, action="inner") as inner:
                        inner.create(record)
                        if inner_fails:
                            raise FellThroughError
                except FellThroughError:
                    journal.create(record := Record(kind="written-at-once"))
                journal.details(record.pk, again=True)
                if outer_fails:
                    raise FellThroughError
        except FellThroughError:
            continue
        kept += 1
    return kept


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(write_at_once()))
