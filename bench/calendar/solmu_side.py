"""A process that makes up activities in an instance of its own, times their feed and prints JSON.

As a program: `python -m bench.calendar.solmu_side ACTIVITIES ROUNDS`, with SOLMU_DIR set to a folder that is empty.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

SEED = 2026
PARTNERS = 20
AT_ONCE = 1000
SECONDS_OF_ASKING = 0.5
"""How long answers that take next to nothing are repeated in a round."""

LANGUAGE = "fi"
CONFIG = """[city]
name = "Lintula"
country = "FI"
latitude = 60.0
longitude = 25.0
languages = ["fi", "sv", "en"]
"""


def run(activities: int, number_of_rounds: int) -> dict[str, Any]:
    import django

    django.setup()
    import icalendar
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from solmu.opendata.calendars.activities import activities_calendar

    folder = Path(settings.MEDIA_ROOT).parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    call_command("migrate", verbosity=0)
    make(activities)

    client = Client(SERVER_NAME="localhost")
    address = f"/{LANGUAGE}/calendar/activities.ics"
    answer = client.get(address)
    text = activities_calendar("Lintula", LANGUAGE).content
    if answer.content != text or text.count(b"BEGIN:VEVENT") != activities:
        raise SystemExit("The feed does not hold every activity once.")
    components = icalendar.Calendar.from_ical(text)
    if components.to_ical() != text:
        raise SystemExit("The package does not write what it read. Nothing can be compared.")
    with CaptureQueriesContext(connection) as asked:
        activities_calendar("Lintula", LANGUAGE)
    queries = len(asked)  # counted now: every request begins to count anew

    def ask_again() -> None:
        if client.get(address, headers={"if-none-match": answer["ETag"]}).status_code != 304:
            raise SystemExit("A program that has the feed was given it again.")

    works: dict[str, Callable[[], float]] = {
        "feed": lambda: seconds_of(lambda: activities_calendar("Lintula", LANGUAGE)),
        "serialising": lambda: seconds_of(components.to_ical),
        "again": lambda: seconds_of_one(ask_again),
    }
    names, found = list(works), {name: [] for name in works}
    for number in range(number_of_rounds + 1):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            seconds = works[name]()
            if number:  # the first is for warming
                found[name].append(seconds)
    return {"seconds": found, "bytes": len(text), "queries": queries, "package": icalendar.__version__}


def seconds_of(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def seconds_of_one(work: Callable[[], Any]) -> float:
    """The mean time of a short work over as many as fit into half a second."""
    times, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS_OF_ASKING:
        work()
        times += 1
    return (time.perf_counter() - began) / times


def make(activities: int) -> None:
    """A city with partners and published activities with them; the same ones for the same number."""
    from solmu.core.models import system_actor
    from solmu.places.rules import Name
    from solmu.registry.actions.founding import found_home_city
    from solmu.registry.actions.partnerships import add_partnership
    from solmu.registry.vocabulary import Relation

    by, source = system_actor(), settings_source()
    names = [Name("Lintula", "fi", "official")]
    found_home_city(by=by, source=source, country="FI", names=names, latitude=60.0, longitude=25.0)
    ties = []
    for number in range(PARTNERS):
        names = [Name(f"Kaukola {number}", "fi"), Name(f"Fjärrby {number}", "sv"), Name(f"Farham {number}", "en")]
        partner = place(source, names)
        tie = add_partnership(
            by=by, source=source, partner=partner, relation=Relation.PARTNER_CITY, is_published=True
        )  # fmt: skip
        ties.append(tie)
    add_activities(ties, activities)


def add_activities(ties: list[Any], activities: int) -> None:
    """Published activities of forty years, each with a partner or two; the same ones for the same number."""
    from i18nfield.strings import LazyI18nString

    from solmu.core.dates import PartialDate
    from solmu.core.models import Record, system_actor
    from solmu.registry.actions.recording import recording
    from solmu.registry.models import Activity, ActivityParticipants, ActivityPartnership
    from solmu.registry.vocabulary import ActivityKind, RecordKind

    drawn, by, source = random.Random(SEED), system_actor(), settings_source()
    for first in range(0, activities, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, activities))
        records = [Record(kind=RecordKind.ACTIVITY, is_published=True) for _ in numbers]
        rows, parts, people = [], [], []
        for number, record in zip(numbers, records, strict=True):
            day = date(1990, 1, 1) + timedelta(days=drawn.randrange(40 * 365))
            title = {
                "fi": f"Työryhmän {number}. käynti: opetus, kulttuuri ja kestävä kehitys",
                "sv": f"Arbetsgruppens besök nr {number}: utbildning, kultur och hållbar utveckling",
                "en": f"Visit {number} of the working group: education, culture, sustainable development",
            }
            ends = PartialDate.from_day(day + timedelta(days=drawn.randrange(5)))
            row = Activity(
                record=record, kind=drawn.choice(ActivityKind.values), title=LazyI18nString(title),
                starts=PartialDate.from_day(day), ends=ends, direction=drawn.choice(("in", "out")),
            )  # fmt: skip
            rows.append(row)
            those = drawn.sample(ties, drawn.choice((1, 1, 2)))
            parts += [ActivityPartnership(activity=row, partnership=tie, position=at) for at, tie in enumerate(those)]
            people.append(ActivityParticipants(activity=row, number=drawn.randrange(1, 60)))
        with recording(by=by, action="make_up_activities", source=source) as journal:
            for table, made in ((Record, records), (Activity, rows), (ActivityPartnership, parts)):
                table._base_manager.bulk_create(made)
            ActivityParticipants.objects.bulk_create(people)
            for record in records:
                journal.details(record.pk)


def settings_source() -> Any:
    from solmu.core.actions import add_source
    from solmu.core.models import system_actor
    from solmu.core.vocabulary import SourceKind

    return add_source(
        by=system_actor(), kind=SourceKind.PERSON, title="Made up", read_on=date(2026, 11, 24), is_public=True
    )


def place(source: Any, names: list[Any]) -> Any:
    from solmu.core.models import system_actor
    from solmu.places.actions import register_place

    return register_place(by=system_actor(), source=source, country="EE", names=names)


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]))))
