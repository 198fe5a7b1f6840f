"""What may have a status is found by columns: never fewer than those that do, and for what is not signed just those."""

from __future__ import annotations

import pytest

from bench.matters import synthetic
from solmu.core.terms import Term
from solmu.registry.models import Agreement
from solmu.registry.queries.agreements import agreements_on
from solmu.registry.queries.statuses import may_have_status
from solmu.registry.vocabulary import AgreementStage, AgreementStatus
from tests.registry import founding
from tests.registry.founding import on

pytestmark = pytest.mark.sqlite

COMMON = {"expired", "replaced", "in_force", "ending_soon", "terminated", "suspended", "in_force_not_applied"}


def test_no_agreement_of_a_status_is_left_out(db) -> None:
    synthetic.make(600)
    day = synthetic.DAY
    running = Agreement.objects.filter(replaced_by=None, valid_until_latest__gt=day).first()
    assert running is not None
    running.terminated_on, running.is_termination_reason_not_stated = on("2025-01-31"), True
    running.save()
    statuses = {each.agreement.pk: each.status.status for each in agreements_on(day, lead=Term(6), public_only=False)}
    assert COMMON - set(statuses.values()) == set()

    left_out = {
        status: {key for key, known in statuses.items() if known == status}
        - set(Agreement.objects.filter(may_have_status(status, day)).values_list("pk", flat=True))
        for status in AgreementStatus.values
    }

    assert left_out == {status: set() for status in AgreementStatus.values}


def test_stage_is_found_exactly(db) -> None:
    source = founding.page()
    founding.home(source)
    tie = founding.partnership(source, founding.place(source))
    draft, other = founding.agreement(source, tie), founding.agreement(source, tie, title="Another")
    Agreement.objects.filter(pk=draft.pk).update(stage=AgreementStage.DRAFT)

    found = Agreement.objects.filter(may_have_status("draft", synthetic.DAY))

    assert list(found) == [draft]
    assert other not in found
