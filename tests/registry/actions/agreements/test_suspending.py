"""Suspensions: periods that begin, end and do not overlap."""

from __future__ import annotations

from typing import Any

import pytest

from solmu.core.audit import head_line
from solmu.core.dates import OPEN
from solmu.core.errors import BrokenRule
from solmu.core.models import Source
from solmu.registry.actions.agreements import resume_agreement, suspend_agreement, terminate_agreement
from solmu.registry.models import Agreement, AgreementSuspension, Decision
from tests.registry.founding import BY, end, on
from tests.registry.kept import actions_of, fields_of_last, last_shape


def suspend(agreement: Agreement, day: str, **facts: Any) -> AgreementSuspension:
    facts = {"source": None, "reason": "Elections"} | facts
    return suspend_agreement(by=BY, agreement=agreement, on=on(day), **facts)


def resume(agreement: Agreement, day: str, **facts: Any) -> AgreementSuspension:
    return resume_agreement(by=BY, source=None, agreement=agreement, on=on(day), **facts)


def periods(agreement: Agreement) -> list[str]:
    return sorted(row.period.edtf for row in agreement.suspensions.all())


def test_suspended_twice_and_resumed_twice(signed: Agreement, decision: Decision) -> None:
    suspend(signed, "2024-03-01", decision=decision)
    resume(signed, "2024-05-01")
    suspend(signed, "2025-01", decided_by="Mayor")
    resume(signed, "2025-03")

    assert periods(signed) == ["2024-03-01/2024-04-30", "2025-01/2025-03"]
    assert actions_of(signed.pk)[-4:] == ["suspend_agreement", "resume_agreement"] * 2
    assert fields_of_last(signed.pk) == ["agreementsuspension.suspended_until"]
    nothing = {"status": "suspended", "reason": None}  # the reason is for the city itself
    assert last_shape(signed.pk)["changes"] == [
        nothing | {"on": "2024-03-01", "until": "2024-04-30", "decided_by": None, "decision": decision.pk},
        nothing | {"on": "2025-01", "until": "2025-03", "decided_by": "Mayor", "decision": None},
    ]


def test_resumed_on_the_day_it_was_suspended_it_was_suspended_that_day(signed: Agreement) -> None:
    suspend(signed, "2024-03-01")
    resume(signed, "2024-03-01")

    assert periods(signed) == ["2024-03-01/2024-03-01"]


def test_suspension_with_an_end_is_cut_short(signed: Agreement) -> None:
    suspend(signed, "2024-03-01", until=on("2024-12-31"))
    resume(signed, "2024-06-01")

    assert periods(signed) == ["2024-03-01/2024-05-31"]


@pytest.mark.parametrize(
    ("known", "day", "until", "sentence"),
    [
        ("2024-03-01/..", "2024-05-01", "..", "It is suspended already"),
        ("2024-03-01/2024-06-30", "2024-06-30", "..", "It is suspended already"),
        ("2024-08-01/2024-09-30", "2024-03-01", "..", "overlap"),
        (
            "2024-08-01/2024-09-30",
            "2024-03-01",
            "2024-08-01",
            r"It is suspended already in 2024-08-01/2024-09-30\. Two",
        ),
        ("2024-03-01/2024-06-30", "2023-01-01", "..", r"On 2023-01-01: It has not been made by that day"),
        ("2024-03-01/2024-06-30", "2027-01-01", "..", r"On 2027-01-01: It has ended"),
        ("2024-03-01/2024-06-30", "2028", "..", r"In 2028: It has ended"),
    ],
)
def test_suspend_agreement_refuses(signed: Agreement, known: str, day: str, until: str, sentence: str) -> None:
    begun, _, ended = known.partition("/")
    suspend(signed, begun, until=end(ended))
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        suspend(signed, day, until=end(until))

    assert (head_line(), periods(signed)) == (before, [known])


def test_suspensions_one_after_another_do_not_overlap(signed: Agreement) -> None:
    suspend(signed, "2024-03-01", until=on("2024-04-30"))
    suspend(signed, "2024-05-01", until=on("2024-05-31"))
    suspend(signed, "2024-01-15", until=on("2024-02-29"))

    assert len(periods(signed)) == 3


def test_suspend_agreement_needs_a_day_and_a_reason_today(source: Source, signed: Agreement) -> None:
    with pytest.raises(BrokenRule, match=r"A suspension has a reason\. Give it"):
        suspend(signed, "2024-03-01", reason=" ")
    with pytest.raises(BrokenRule, match=r"A suspension has a day\. Give it"):
        suspend_agreement(by=BY, source=None, agreement=signed, on=None, reason="Elections")

    told = suspend_agreement(by=BY, source=source, agreement=signed, on=None)
    assert (told.suspended_from, told.suspended_until, told.is_reason_not_stated) == (None, OPEN, True)


def test_draft_is_not_suspended(draft: Agreement) -> None:
    with pytest.raises(BrokenRule, match="It is a draft"):
        suspend(draft, "2024-03-01")


def test_resume_agreement_refuses_what_is_not_suspended_and_a_day_before(signed: Agreement) -> None:
    with pytest.raises(BrokenRule, match=r"The agreement is not suspended on 2024-03-01\. There is nothing to resume"):
        resume(signed, "2024-03-01")
    suspend(signed, "2024-03-01", until=on("2024-04-30"))
    with pytest.raises(BrokenRule, match=r"begins only on 2024-03-01, after 2024-02-29\. Give a later day"):
        resume(signed, "2024-02-29")
    with pytest.raises(BrokenRule, match="not suspended on 2024-05-01"):
        resume(signed, "2024-05-01")

    assert periods(signed) == ["2024-03-01/2024-04-30"]


def test_resume_agreement_refuses_what_has_ended_today(signed: Agreement) -> None:
    suspend(signed, "2024-03-01")
    terminate_agreement(by=BY, source=None, agreement=signed, on=on("2024-05-01"), reason="War")

    with pytest.raises(BrokenRule, match="It was terminated"):
        resume(signed, "2024-06-01")

    assert resume(signed, "2024-06-01", of_the_past=True).suspended_until == on("2024-05-31")
