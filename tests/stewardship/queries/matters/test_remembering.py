"""Matters are kept while nothing is written, and never a moment longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.models import Source
from solmu.core.terms import shift_day
from solmu.registry.models import Partnership
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.actions.matters import snooze_matter
from solmu.stewardship.queries.matters import matters_on, remembered_matters
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.queries.matters.asking import CITY, TODAY

DAY = on(TODAY).earliest


@pytest.fixture
def agreement(tartu: Partnership, source: Source) -> None:
    founding.agreement(source, tartu, signed="2015", valid_until="2019")
    refresh_deadlines(DAY)


def test_second_page_asks_the_head_alone(agreement: None) -> None:
    first = remembered_matters(DAY, city=CITY)
    with CaptureQueriesContext(connection) as queries:
        second = remembered_matters(DAY, city=CITY)

    assert second is first
    assert len(queries) == 1
    assert list(first.matters) == matters_on(DAY, city=CITY, with_snoozed=True)


def test_write_another_day_and_other_settings_find_them_anew(agreement: None, source: Source) -> None:
    before = remembered_matters(DAY, city=CITY)
    others = [
        remembered_matters(DAY + timedelta(days=1), city=CITY),
        remembered_matters(DAY, city=replace(CITY, lead_months=1)),
    ]
    founding.partnership(source, founding.place(source, fi="Riika", en="Riga"))
    after = remembered_matters(DAY, city=CITY)

    assert [before is other for other in others] == [False, False]
    assert len(after.matters) > len(before.matters)
    assert list(after.matters) == matters_on(DAY, city=CITY, with_snoozed=True)


def test_snoozed_ones_are_kept_apart(agreement: None) -> None:
    first = remembered_matters(DAY, city=CITY).awake[0]
    snooze_matter(by=BY, matter=first, until=shift_day(DAY, 1), reason="Later", today=DAY)
    kept = remembered_matters(DAY, city=CITY)

    assert first.identity in [each.identity for each in kept.matters]
    assert kept.awake == matters_on(DAY, city=CITY)
