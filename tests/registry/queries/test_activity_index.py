from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule
from solmu.core.models import Source
from solmu.registry.actions.activities import add_activity, set_participants
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Activity, Organisation, Partnership
from solmu.registry.queries.activity_index import activity_index, index_definition
from solmu.registry.rules.activity_index import ActivityIndex, Participants
from tests.registry import founding
from tests.registry.founding import BY, on

DAY = on("2026-11-24").earliest
TITLE = LazyI18nString({"en": "A title"})


def visit(source: Source, *ties: Partnership, starts: str = "2026-05-02", **facts: Any) -> Activity:
    facts = {"kind": "visit", "title": TITLE, "is_published": True} | facts
    return add_activity(by=BY, source=source, starts=on(starts), partnerships=ties, **facts)


def figures(year: int, *, public_only: bool = False, **asked: Any) -> dict[str, float]:
    return {key: each.figure for key, each in activity_index(year, DAY, public_only=public_only, **asked).items()}


def test_index_counts_the_live_activities_of_each_partner(source: Source, tartu: Partnership) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    riga = founding.partnership(source, founding.place(source, "Riga", "LV"))
    visit(source, tartu, umea, participants=[Participants(4, "pupils"), Participants(6, "teachers")])
    visit(source, organisations=[founding.city(source, umea.partner, "Umeå")], starts="2025")
    removed = visit(source, riga)
    remove_record(by=BY, source=source, record=removed.record, reason="Wrong.")

    assert activity_index(2026, DAY, public_only=False) == {
        tartu.pk: ActivityIndex(2026, 6.0, (1, 0, 0), True),
        umea.pk: ActivityIndex(2026, 7.5, (1, 1, 0), True),
        riga.pk: ActivityIndex(2026, 0.0, (0, 0, 0), True),
    }
    assert figures(2026, partnership_id=umea.pk) == {umea.pk: 7.5}
    assert figures(2025, partnership_id=tartu.pk) == {tartu.pk: 0.0}


def test_public_index_counts_what_is_published(source: Source, tartu: Partnership) -> None:
    hidden = founding.partnership(source, founding.place(source, "Umeå", "SE"), is_published=False)
    visit(source, tartu, hidden)
    visit(source, tartu, is_published=False)
    city = founding.city(source, tartu.partner, is_published=False)
    visit(source, organisations=[city])

    assert figures(2026, public_only=True) == {tartu.pk: 3.0}
    assert figures(2026) == {tartu.pk: 9.0, hidden.pk: 3.0}


def test_past_year_changes_only_with_the_record(source: Source, tartu: Partnership) -> None:
    past = visit(source, tartu, starts="2024-06")
    visit(source, tartu, starts="2023", ends=on("2027"), kind="project")
    later = on("2031-02-03").earliest
    before = activity_index(2025, DAY, public_only=False)
    assert before[tartu.pk].figure == 10.3

    visit(source, tartu, starts="2026-11-20")
    visit(source, tartu, starts="2027-01-01")
    assert activity_index(2025, DAY, public_only=False) == activity_index(2025, later, public_only=False) == before

    set_participants(by=BY, source=source, activity=past, participants=10)
    assert activity_index(2025, later, public_only=False)[tartu.pk].figure == 11.8


def test_year_that_has_not_begun_is_refused(tartu: Partnership) -> None:
    with pytest.raises(BrokenRule, match="has not begun"):
        activity_index(2027, DAY, public_only=True)


@pytest.mark.parametrize("one", [True, False])
def test_number_of_queries_does_not_grow(source: Source, home: Organisation, one: bool) -> None:
    counted = []
    for names in (["Tartu"], ["Riga", "Umeå"]):
        for name in names:
            tie = founding.partnership(source, founding.place(source, name, "EE"))
            visit(source, tie, participants=3)
            visit(source, organisations=[founding.city(source, tie.partner, name)])
        with CaptureQueriesContext(connection) as captured:
            activity_index(2026, DAY, public_only=True, partnership_id=tie.pk if one else None)
        counted.append(len(captured))

    assert counted == [4, 4]


def test_definition_says_what_counts_how_much(db: None) -> None:
    definition = index_definition("en")

    assert "project 5; exchange 4; visit 3; event 3; training 3; meeting 2; advocacy 2; activity 1" in definition
    assert definition.endswith("The running year is counted so far.")
