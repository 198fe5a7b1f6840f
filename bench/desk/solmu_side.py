"""A process with an instance of its own: makes up a record, or asks the desk for its pages and prints JSON.

As a program: `python -m bench.desk.solmu_side make AGREEMENTS` or `… time [PATH …]`, with SOLMU_DIR set to its folder.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

EMAIL = "bench@example.org"
CONFIG = """\
[city]
name = "Lintula"
country = "FI"
latitude = 60.0
longitude = 25.0
languages = ["fi", "sv", "en"]
"""
SECONDS_OF_A_PAGE = 1.0
"""How long a page is asked for again and again in a round."""


def make(agreements: int) -> dict[str, Any]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    folder = Path(settings.MEDIA_ROOT).parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    call_command("migrate", verbosity=0)

    from bench.matters import synthetic
    from solmu.core.actions import add_account
    from solmu.core.city import current_city
    from solmu.core.models import system_actor
    from solmu.core.terms import Term
    from solmu.stewardship.actions.deadlines import refresh_deadlines

    synthetic.make(agreements)
    city = current_city()
    refresh_deadlines(city.today(), lead=Term(city.lead_months))  # as the night's job does
    add_account(by=system_actor(), email=EMAIL, role="officer", name="Bench")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return synthetic.mix()


def timed(paths: list[str]) -> dict[str, Any]:
    """Seconds of one answer and its queries, by path: through every middleware, signed in.

    `first` is a write with the first answer after it, with what is kept anew in between, as after a form of the desk.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, override_settings
    from django.utils import timezone

    from solmu.core.actions import change_own_account
    from solmu.core.city import current_city
    from solmu.core.models import Account
    from solmu.stewardship.actions.keeping_matters import keep_matters_if_free

    found: dict[str, Any] = {}
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        client = Client()
        officer = Account.objects.get(email=EMAIL)
        client.force_login(officer)
        for path in paths:
            client.get(path)
            began = time.perf_counter()
            change_own_account(by=officer, name=f"Bench {time.time_ns()}", language="en")
            keep_matters_if_free(at=timezone.now(), city=current_city())
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
            first = time.perf_counter() - began
            number = len(queries)  # the next answer's queries take their place
            if answer.status_code != 200:
                raise SystemExit(f"The desk answered {answer.status_code} to {path}.")
            times, began = 0, time.perf_counter()
            while time.perf_counter() - began < SECONDS_OF_A_PAGE:
                client.get(path)
                times += 1
            found[path] = {"seconds": (time.perf_counter() - began) / times, "first": first, "queries": number}
    return found


if __name__ == "__main__":
    import django

    django.setup()
    command, *given = sys.argv[1:]
    print(json.dumps(make(int(given[0])) if command == "make" else timed(given)))
