"""A process that makes up a record in an instance of its own, times what is asked of it and prints JSON.

As a program: `python -m bench.matters.solmu_side AGREEMENTS ROUNDS`, with SOLMU_DIR set to a folder that is empty.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS_OF_MANY = 2
"""Rounds on the record that is ten times as large."""

SECONDS_OF_A_QUERY = 0.5
"""How long the short reads are repeated in a round."""


def seconds_of(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def seconds_of_one(work: Callable[[], Any]) -> float:
    """The time of a short read: the mean of as many as fit into half a second."""
    times, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS_OF_A_QUERY:
        work()
        times += 1
    return (time.perf_counter() - began) / times


def run(agreements: int, number_of_rounds: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.matters import synthetic
    from solmu.core.city import City
    from solmu.core.terms import Term
    from solmu.stewardship.actions.deadlines import refresh_deadlines
    from solmu.stewardship.models import AgreementDeadline
    from solmu.stewardship.queries.matters import first_matters, matters_on
    from solmu.stewardship.rules.deadlines import horizon

    # The database lies in the instance's folder, which migrations do not make.
    Path(settings.MEDIA_ROOT).parent.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    city = City(name="Lintula", country="FI", latitude=60.0, longitude=25.0, languages=("fi", "sv", "en"))
    synthetic.make(agreements)
    refresh_deadlines(synthetic.DAY)

    def settle() -> None:
        """Put what was written into the database itself, as a running instance does between its writes."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    settle()

    def matters() -> list[Any]:
        return matters_on(synthetic.DAY, city=city)

    def fetch() -> int:
        return sum(len(list(table._base_manager.values_list(*names))) for table, names in synthetic.needed_columns())

    def page() -> list[Any]:
        return first_matters(synthetic.DAY, city=city)

    def query() -> list[Any]:
        due = AgreementDeadline.objects.filter(due_on__lte=horizon(synthetic.DAY, Term(city.lead_months)))
        return list(due.order_by("due_on", "pk").values_list("due_on", "pk")[:50])

    def timed(*names: str) -> dict[str, list[float]]:
        works: dict[str, tuple[Callable[[Callable[[], Any]], float], Callable[[], Any]]] = {
            "matters": (seconds_of, matters),
            "fetch": (seconds_of, fetch),
            "page": (seconds_of_one, page),
            "query": (seconds_of_one, query),
        }
        found: dict[str, list[float]] = {name: [] for name in names}
        for number in range(number_of_rounds + 1):
            for name in names[number % len(names) :] + names[: number % len(names)]:
                seconds = works[name][0](works[name][1])
                if number:  # the first is for warming
                    found[name].append(seconds)
        return found

    def scans(of: Callable[[], Any]) -> list[str]:
        """Whole tables read by the queries of a work, as SQLite plans them."""
        with CaptureQueriesContext(connection) as captured:
            of()
        plans: list[str] = []
        with connection.cursor() as cursor:
            for asked in captured.captured_queries:
                if asked["sql"].startswith("SELECT"):
                    cursor.execute(f"EXPLAIN QUERY PLAN {asked['sql']}")
                    plans += [str(row[-1]) for row in cursor.fetchall()]
        return sorted({plan for plan in plans if plan in ("SCAN agreement", "SCAN agreement_deadline")})

    first = [each.identity for each in page()]
    if first != [each.identity for each in matters()[: len(first)]]:
        raise SystemExit("The first page is not what all matters begin with.")
    found: dict[str, Any] = {
        "rows": synthetic.mix(),
        "matters": len(matters()),
        "seconds": timed("matters", "fetch") | timed("page", "query"),
        "scans": scans(page),
    }
    synthetic.multiply()
    settle()
    found["rows_many"] = synthetic.mix()
    found["seconds_many"] = {
        name: [seconds_of(work) for _ in range(ROUNDS_OF_MANY)]
        for name, work in (("matters", matters), ("fetch", fetch))
    }
    return found


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))
