"""Statuses are the same ones that the register words, by one query, whatever the agreements belong to."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.matters import synthetic
from solmu.core.terms import Term
from solmu.registry.models import Agreement
from solmu.registry.queries.agreements import FACTS_FROM, agreements_on, asked_about
from solmu.registry.queries.events import events_of
from solmu.registry.queries.statuses import statuses_as_of

pytestmark = pytest.mark.sqlite

LEAD = Term(6)
COMMON = {"expired", "replaced", "in_force", "ending_soon", "suspended", "in_force_not_applied"}


@pytest.mark.parametrize("day", [date(1999, 5, 1), date(2020, 2, 29), synthetic.DAY, date(2031, 1, 1)])
def test_statuses_are_those_of_agreements_on_the_day(db, day: date) -> None:
    synthetic.make(500)
    rows = list(Agreement.objects.live().select_related(*FACTS_FROM))
    events = events_of(asked_about(rows))

    with CaptureQueriesContext(connection) as captured:
        told = statuses_as_of(rows, events, day, lead=LEAD)

    known = {each.agreement.pk: each.status.status for each in agreements_on(day, lead=LEAD, public_only=False)}
    assert {key: span.status for key, span in told.items()} == {row.pk: known.get(row.pk, "") for row in rows}
    assert len(captured) == 1
    if day == synthetic.DAY:
        assert set(known.values()) >= COMMON
