"""What stands around a partnership: rows with their own columns, as the record has them, by one query."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN
from solmu.core.models import Source
from solmu.registry.actions.institutions import add_coverage_statement
from solmu.registry.actions.publicity import publish_record
from solmu.registry.actions.stories import add_story
from solmu.registry.models import Partnership
from solmu.registry.queries.activity_index import activity_index
from solmu.registry.queries.around import around
from solmu.registry.rules.activity_index import Participants
from solmu.registry.vocabulary import Direction, Extent, InstitutionLevel
from tests.registry.founding import BY, on
from tests.registry.queries.test_activity_index import visit

DAY = on("2026-11-24").earliest
NAMES = LazyI18nString({"fi": 'Kuoro "A"', "sv": "En kör", "en": "A choir"})


def test_activities_carry_what_a_list_tells(source: Source, tartu: Partnership) -> None:
    made = visit(source, tartu, starts="2025-05", ends=OPEN, title=NAMES, direction=Direction.OUT)
    visit(source, tartu, is_published=False)
    [found] = around(tartu, DAY).activities
    row = found.activity
    assert (row.pk, row.kind, row.direction, row.title.data) == (made.pk, "visit", "out", NAMES.data)
    assert (row.starts, row.ends, found.has_begun, found.is_over) == (on("2025-05"), OPEN, True, False)


def test_stories_and_statements_carry_what_a_list_tells(source: Source, tartu: Partnership) -> None:
    by: dict[str, Any] = {"by": BY, "source": source, "is_published": True}
    for written in (on("2024-06"), None):
        row = add_story(by=BY, source=source, title=NAMES, text=NAMES, written=written, partnership=tartu)
        publish_record(by=BY, source=source, record=row.record)
    add_coverage_statement(
        **by, level=InstitutionLevel.SCHOOL, extent=Extent.NUMBER, number=3, partnership=tartu, stated_from=on("2016"),
    )  # fmt: skip
    add_coverage_statement(**by, level=InstitutionLevel.COMPANY, extent=Extent.ALL, partner=tartu.partner)
    found = around(tartu, DAY)
    assert [(row.title.data, row.written) for row in found.stories] == [(NAMES.data, on("2024-06")), (NAMES.data, None)]
    [stated] = found.statements
    assert (stated.level, stated.extent, stated.number, stated.stated_from) == ("school", "number", 3, on("2016"))
    assert stated.stated_until is None


def test_index_is_the_one_of_all_partnerships(source: Source, tartu: Partnership) -> None:
    told = (
        [], [Participants(10)], [Participants(4, "pupils"), Participants(6, "teachers")],
        [Participants(25), Participants(4, "pupils", "FI")],
    )  # fmt: skip
    for year, participants in enumerate(told, start=2023):
        visit(source, tartu, starts=f"{year}-05", participants=participants)
    found = around(tartu, DAY)
    for year in range(2022, 2027):
        assert found.index(year, DAY) == activity_index(year, DAY, public_only=True)[tartu.pk]


def test_all_of_it_is_one_query(source: Source, tartu: Partnership) -> None:
    visit(source, tartu)
    with CaptureQueriesContext(connection) as asked:
        around(tartu, date(2026, 1, 1))
    assert len(asked) == 1
