from __future__ import annotations

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.models import Source
from solmu.registry.actions.activities import add_activity, record_outcome
from solmu.registry.models import Activity, Partnership
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import told

RULES = ("activity_without_outcome", "activity_without_participants")


@pytest.fixture
def visit(source: Source, tartu: Partnership) -> Activity:
    title = LazyI18nString({"en": "A visit"})
    return add_activity(by=BY, source=source, kind="visit", title=title, starts=on("2026-05-01"), partnerships=[tartu])


def test_activity_is_a_matter_until_told_what_came_of_it(source: Source, visit: Activity) -> None:
    assert told(*RULES, day="2026-05-31") == []
    assert told(*RULES) == [(rule, visit.pk, "2026-05-01") for rule in RULES]

    day = on("2026-11-20").latest
    record_outcome(by=BY, source=source, activity=visit, outcome="Two schools met.", day=day, participants=12)
    assert told(*RULES) == []
