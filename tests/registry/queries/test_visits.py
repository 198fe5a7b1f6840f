from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Activity, Organisation, Partnership
from solmu.registry.queries.visits import Visits, last_activity_on, visits_of
from tests.registry import founding
from tests.registry.founding import BY, end, on

DAY = on("2026-11-24").earliest


def went(source: Source, tie: Partnership, starts: str, direction: str = "", ends: str = "", **facts: Any) -> Activity:
    facts = {"kind": "visit", "title": LazyI18nString({"en": "A title"}), "partnerships": [tie]} | facts
    return add_activity(
        by=BY, source=source, starts=on(starts) if starts else None, ends=end(ends), direction=direction, **facts
    )


def test_visits_are_the_last_and_next_in_each_direction(source: Source, tartu: Partnership) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    went(source, tartu, "2019", "out")
    last_out = went(source, tartu, "2026-11-24", "out", kind="training")
    next_out = went(source, tartu, "2026-11-25", "out")
    went(source, tartu, "2027-01", "out")
    last_in = went(source, tartu, "2026", "in")
    next_in = went(source, umea, "2027", "in")
    went(source, tartu, "2026-10", "online")
    went(source, tartu, "", "in")
    removed = went(source, tartu, "2026-11-24", "in")
    remove_record(by=BY, source=source, record=removed.record, reason="Wrong.")

    assert visits_of([tartu.pk, umea.pk], DAY) == {
        tartu.pk: Visits(last_out=last_out, last_in=last_in, next_out=next_out),
        umea.pk: Visits(next_in=next_in),
    }
    assert visits_of([tartu.pk], on("2026-11-25").earliest)[tartu.pk].last_out == next_out


def test_visit_of_a_partner_city_is_the_partnerships(source: Source, tartu: Partnership) -> None:
    city = founding.city(source, tartu.partner)
    visit = went(source, tartu, "2025", "in", partnerships=[], organisations=[city])

    assert visits_of([tartu.pk], DAY) == {tartu.pk: Visits(last_in=visit)}
    assert last_activity_on([tartu.pk], DAY) == {tartu.pk: date(2025, 12, 31)}


def test_public_visits_are_the_published(source: Source, tartu: Partnership) -> None:
    shown = went(source, tartu, "2025", "in", is_published=True)
    went(source, tartu, "2026", "in")

    assert visits_of([tartu.pk], DAY, public_only=True) == {tartu.pk: Visits(last_in=shown)}


def test_last_activity_counts_the_latest_day_it_can_mean(source: Source, tartu: Partnership) -> None:
    others = {
        name: founding.partnership(source, founding.place(source, name, "SE"))
        for name in ("month", "year", "running", "ended", "planned", "nothing", "undated")
    }
    went(source, tartu, "2019-05-02")
    went(source, tartu, "2018-05-02", ends="2020-02")
    went(source, others["month"], "2024-02")
    went(source, others["year"], "2026")
    went(source, others["running"], "2001", ends="..")
    went(source, others["ended"], "2026-11-20", ends="2026-11-30")
    went(source, others["planned"], "2026-11-25")
    went(source, others["undated"], "")

    ties = {tartu.pk: "day"} | {tie.pk: name for name, tie in others.items()}
    found = last_activity_on(list(ties), DAY)

    assert {ties[key]: last for key, last in found.items()} == {
        "day": date(2020, 2, 29),
        "month": date(2024, 2, 29),
        "year": DAY,
        "running": DAY,
        "ended": DAY,
    }


def test_number_of_queries_does_not_grow(source: Source, home: Organisation) -> None:
    counted, ties = [], []
    for names in (["Tartu"], ["Riga", "Umeå"]):
        for name in names:
            ties.append(founding.partnership(source, founding.place(source, name, "EE")))
            for starts, direction in (("2025", "out"), ("2025", "in"), ("2027", "out"), ("2027", "in")):
                went(source, ties[-1], starts, direction)
        keys = [tie.pk for tie in ties]
        with CaptureQueriesContext(connection) as captured:
            found = visits_of(keys, DAY)
            assert len(last_activity_on(keys, DAY)) == len(found) == len(keys)
        counted.append(len(captured))

    assert counted == [5, 5]
