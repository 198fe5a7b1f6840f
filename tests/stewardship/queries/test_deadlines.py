"""Whatever is kept, and for which day and lead: by the kept status the same are found as by working all of them out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.matters import synthetic
from solmu.core.terms import Term
from solmu.registry.actions.agreements import terminate_agreement
from solmu.registry.actions.partnerships import suspend_partnership
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Agreement, Partnership
from solmu.registry.queries.agreements import agreements_on
from solmu.registry.vocabulary import AgreementStage, AgreementStatus
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.queries.deadlines import agreements_with_status, deadline_faults, old_statuses
from tests.registry import founding
from tests.registry.founding import BY, on

pytestmark = pytest.mark.sqlite

DAY = synthetic.DAY
LEAD, LONG = Term(6), Term(18)
ASKED = [(DAY, LEAD), (DAY, LONG), (date(2019, 12, 31), LEAD), (date(2029, 3, 1), LONG)]
"""Days and leads that the register is asked with."""


def worked_out(day: date, lead: Term) -> dict[str, set[str]]:
    """The agreements by status: every one of them worked out for the day."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in agreements_on(day, lead=lead, public_only=False):
        found[each.status.status].add(each.agreement.pk)
    return {status: found[status] for status in AgreementStatus.values}


def found_by_status(day: date, lead: Term) -> dict[str, set[str]]:
    rows = Agreement.objects.live()
    return {
        status: set(rows.filter(agreements_with_status(status, day, lead=lead)).values_list("pk", flat=True))
        for status in AgreementStatus.values
    }


def assert_same_are_found() -> None:
    for day, lead in ASKED:
        assert found_by_status(day, lead) == worked_out(day, lead), (day, lead)


def write() -> None:
    """A tie is suspended, an agreement under it terminated, another drafted, another removed: as anybody may."""
    source = founding.page()
    running = Agreement.objects.filter(pk__in=found_by_status(DAY, LEAD)["in_force"], replaces=None).order_by("pk")
    first, second, third = running[:3]
    tie = Partnership.objects.get(agreements=first)
    suspend_partnership(by=BY, source=source, partnership=tie, on=on("2026-11"), reason="x")
    terminate_agreement(by=BY, source=source, agreement=second, on=on("2026-11-20"), reason="x")
    remove_record(by=BY, source=source, record=third.record, reason="A duplicate.")
    draft = founding.agreement(source, tie, kind="cooperation_protocol", title="New")
    Agreement.objects.filter(pk=draft.pk).update(stage=AgreementStage.DRAFT)
    AgreementDeadline.objects.filter(pk=draft.pk).update(status_until=date.min)


def test_same_are_found_however_old_what_is_kept_is(db) -> None:
    synthetic.make(120)
    assert_same_are_found()  # as after the tables were made anew: nothing is kept

    refresh_deadlines(DAY, lead=LEAD)
    assert not old_statuses(DAY, LEAD).exists()
    assert_same_are_found()

    write()
    assert_same_are_found()

    refresh_deadlines(DAY, lead=LONG)
    assert not old_statuses(DAY, LONG).exists()
    assert_same_are_found()

    AgreementDeadline.objects.filter(status="in_force").delete()
    assert_same_are_found()


def test_one_query_finds_the_status_where_all_is_kept_and_three_where_not(db) -> None:
    synthetic.make(60)
    refresh_deadlines(DAY, lead=LEAD)
    asked = []
    for lead in (LEAD, LONG):
        with CaptureQueriesContext(connection) as captured:
            agreements_with_status("in_force", DAY, lead=lead)
        asked.append(len(captured))

    assert asked == [1, 3]


def test_wrong_status_is_a_fault_and_an_old_one_is_none(db) -> None:
    synthetic.make(30)
    refresh_deadlines(DAY, lead=LEAD)
    wrong, old = AgreementDeadline.objects.exclude(status="expired").order_by("pk")[:2]
    AgreementDeadline.objects.filter(pk=wrong.pk).update(status="expired")
    AgreementDeadline.objects.filter(pk=old.pk).update(status="expired", status_until=DAY)

    assert list(deadline_faults(DAY, lead=LEAD)) == [
        f"The status kept of agreement {wrong.pk} is not what follows from the record: expired."
    ]
