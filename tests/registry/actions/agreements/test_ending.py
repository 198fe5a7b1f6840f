"""Notice and termination."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from solmu.core.audit import head_line
from solmu.core.errors import BrokenRule
from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.registry.actions.agreements import (
    amend_agreement,
    give_notice,
    set_agreement_terms,
    terminate_agreement,
    withdraw_notice,
    withdraw_termination,
)
from solmu.registry.models import Agreement, AgreementNotice, Decision, Organisation
from solmu.registry.queries.agreements import agreements_on, facts_of
from solmu.registry.rules import current_end
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.registry.kept import actions_of, last_shape


@pytest.fixture
def tacit(signed: Agreement) -> Agreement:
    """Renews itself by a year from the end of 2026, with six months' notice."""
    set_agreement_terms(by=BY, source=None, agreement=signed, renewal_mode="tacit", renewal_months=12)
    return signed


@pytest.fixture
def of_three(signed: Agreement, umea: Organisation) -> Agreement:
    amend_agreement(by=BY, source=None, agreement=signed, on=on("2024-06-01"), wording="Umeå joins", joining=[umea])
    return signed


def give(agreement: Agreement, by: Organisation | None, day: str, **facts: Any) -> AgreementNotice:
    return give_notice(
        by=BY, source=facts.pop("source", None), agreement=agreement, given_by=by, given_on=on(day), **facts
    )


def end_on(agreement: Agreement, day: date) -> str:
    return str(current_end(facts_of(Agreement.objects.get(pk=agreement.pk), day), day).end)


def test_notice_takes_effect_as_the_terms_say(tacit: Agreement, city: Organisation, decision: Decision) -> None:
    notice = give(tacit, city, "2026-05-01", reason="Savings", decision=decision)

    assert (notice.effective_on, end_on(tacit, date(2028, 1, 1))) == (None, "2026-12-31")
    assert actions_of(tacit.pk)[-1] == "give_notice"
    assert last_shape(tacit.pk)["notices"] == [
        {
            "on": "2026-05-01",
            "given_by": {"id": city.pk, "name": {"": "Tartu"}},
            "effective_on": None,
            "for_giver_only": False,
            "decision": decision.pk,
        }
    ]


def test_notice_given_too_late_ends_the_term_after(tacit: Agreement, city: Organisation) -> None:
    give(tacit, city, "2026-08-01")

    assert end_on(tacit, date(2029, 1, 1)) == "2027-12-31"


def test_notice_with_a_stated_effect_ends_the_agreement_then(signed: Agreement, city: Organisation) -> None:
    give(signed, city, "2025-01-10", effective_on=on("2025-06-30"))

    assert end_on(signed, date(2025, 2, 1)) == "2025-06-30"


@pytest.mark.parametrize(
    ("day", "facts", "sentence"),
    [
        (
            "2025-01-10",
            {"effective_on": on("2025-01-09")},
            r"takes effect \(2025-01-09\) before it is given \(2025-01-1",
        ),
        ("2025-01-10", {"effective_on": on("2027-01-01")}, r"ends on 2026-12-31 anyway"),
        ("2027-01-10", {}, "It has ended"),
        ("2023-01-10", {}, "It has not been made by that day"),
        ("2025-01-10", {"is_for_giver_only": True}, "one of two parties leaves has ended"),
    ],
)
def test_give_notice_refuses(
    signed: Agreement, city: Organisation, day: str, facts: dict[str, Any], sentence: str
) -> None:
    before = head_line()

    with pytest.raises(BrokenRule, match=sentence):
        give(signed, city, day, **facts)

    assert head_line() == before


def test_give_notice_refuses_nobody_a_stranger_and_a_second_time(
    source: Source, signed: Agreement, city: Organisation, umea: Organisation
) -> None:
    with pytest.raises(BrokenRule, match="A notice is given by a party"):
        give(signed, None, "2025-01-10")
    with pytest.raises(BrokenRule, match="“Umeå” is no party"):
        give(signed, umea, "2025-01-10")
    give(signed, city, "2025-01-10")
    with pytest.raises(BrokenRule, match="“Tartu” gave notice on 2025-01-10 already"):
        give(signed, city, "2025-02-10")

    assert give(signed, None, "2025-02-10", source=source).given_by is None


def test_give_notice_asks_for_the_effect_the_terms_do_not_tell(source: Source, home: Organisation) -> None:
    agreement = founding.agreement(source, signed="2020", valid_until="2021-12-31")
    Agreement.objects.filter(pk=agreement.pk).update(renewal_mode="tacit")  # of a source: no term is stated

    with pytest.raises(BrokenRule, match=r"do not tell when the notice takes effect\. State the last day it binds"):
        give(agreement, home, "2023-01-10")

    assert give(agreement, home, "2023-01-10", effective_on=on("2023-12-31")).pk


def test_one_of_three_leaves_and_the_others_carry_on(of_three: Agreement, umea: Organisation) -> None:
    notice = give(of_three, umea, "2025-01-10", effective_on=on("2025-06-30"), is_for_giver_only=True)

    assert (str(notice.effective_on), end_on(of_three, date(2025, 8, 1))) == ("2025-06-30", "2026-12-31")
    assert [str(each["until"]) for each in last_shape(of_three.pk)["parties"]] == ["None", "None", "2025-06-30"]
    for tie in of_three.partnerships.all():  # listed on both partners, one agreement
        (listed,) = agreements_on(
            date(2025, 8, 1), lead=Term(6), public_only=True, partnership_id=tie.pk, with_parties=True
        )
        assert listed.agreement == of_three
        assert [str(party.organisation) for party in listed.agreement.parties.all()] == ["Rantala", "Tartu"]


def test_one_of_three_leaves_as_the_terms_say(of_three: Agreement, umea: Organisation) -> None:
    give(of_three, umea, "2025-01-10", is_for_giver_only=True)

    assert str(of_three.parties.get(organisation=umea).party_until) == "2026-12-31"


def test_second_of_three_cannot_leave_the_last_alone(
    of_three: Agreement, city: Organisation, umea: Organisation
) -> None:
    give(of_three, umea, "2025-01-10", effective_on=on("2025-06-30"), is_for_giver_only=True)

    with pytest.raises(BrokenRule, match="Give notice for the whole agreement instead"):
        give(of_three, city, "2025-02-10", effective_on=on("2025-06-30"), is_for_giver_only=True)
    with pytest.raises(BrokenRule, match="“Umeå” has been no party to this agreement since 2025-06-30"):
        give(of_three, umea, "2025-02-10")


def test_withdraw_notice_leaves_no_trace_of_it(of_three: Agreement, umea: Organisation) -> None:
    before = last_shape(of_three.pk)
    notice = give(of_three, umea, "2025-01-10", effective_on=on("2025-06-30"), is_for_giver_only=True)

    withdraw_notice(by=BY, source=None, notice=notice)

    assert (last_shape(of_three.pk), of_three.notices.count()) == (before, 0)
    assert actions_of(of_three.pk)[-1] == "withdraw_notice"


def test_terminate_agreement_keeps_the_decision(signed: Agreement, decision: Decision) -> None:
    terminate_agreement(by=BY, source=None, agreement=signed, on=on("2025-03-01"), reason="War", decision=decision)

    signed = Agreement.objects.get(pk=signed.pk)
    assert (str(signed.termination_reason), signed.termination_decision) == ("War", decision)
    assert last_shape(signed.pk)["changes"] == [
        {"status": "terminated", "on": "2025-03-01", "decided_by": None, "decision": decision.pk, "reason": None}
    ]

    withdraw_termination(by=BY, source=None, agreement=signed)

    assert Agreement.objects.get(pk=signed.pk).termination_decision is None


@pytest.mark.parametrize(
    ("day", "reason", "sentence"),
    [
        ("2025-03-01", " ", r"A termination has a reason\. Give it"),
        ("2027-03-01", "War", "It has ended"),
        ("2023-03-01", "War", "It has not been made by that day"),
    ],
)
def test_terminate_agreement_refuses_today_what_a_source_may_say(
    source: Source, signed: Agreement, day: str, reason: str, sentence: str
) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        terminate_agreement(by=BY, source=None, agreement=signed, on=on(day), reason=reason)
    assert Agreement.objects.get(pk=signed.pk).terminated_on is None

    terminate_agreement(by=BY, source=source, agreement=signed, on=on(day), reason=reason)
    assert str(Agreement.objects.get(pk=signed.pk).terminated_on) == day


def test_terminate_agreement_refuses_a_draft(draft: Agreement) -> None:
    with pytest.raises(BrokenRule, match="It is a draft"):
        terminate_agreement(by=BY, source=None, agreement=draft, on=on("2025"), reason="War")


def test_terminate_agreement_refuses_a_second_time(signed: Agreement) -> None:
    terminate_agreement(by=BY, source=None, agreement=signed, on=on("2025-03-01"), reason="War")

    with pytest.raises(BrokenRule, match=r"with effect from 2025-03-01\. Take that back first"):
        terminate_agreement(by=BY, source=None, agreement=signed, on=on("2025-02-01"), reason="War")
