from __future__ import annotations

from datetime import date, timedelta

import pytest

from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Source
from solmu.registry.actions.decisions import record_decision
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.stewardship.actions.renewals.endings import (
    complete_renewal,
    conclude_without_successor,
    decide_renewal,
    drop_renewal,
    sign_renewal,
)
from solmu.stewardship.models import Renewal
from solmu.stewardship.queries.matters import matters_on
from tests.registry.founding import BY, on
from tests.stewardship.renewing import (
    CITY,
    DAY,
    actions_on,
    completed,
    decision,
    drafted,
    memorandum,
    noted,
    person,
    planned,
    renewal_at,
    signed,
)


@pytest.fixture
def agreement(source: Source, home: Organisation, tartu: Partnership) -> Agreement:
    return memorandum(source, home, tartu, until="2025-12-31")


def successor_of(renewal: Renewal) -> Agreement:
    renewal.refresh_from_db()
    assert renewal.successor is not None
    return renewal.successor


def rules_about(agreement: Agreement) -> list[str]:
    return [
        each.rule
        for each in matters_on(DAY, city=CITY)
        if each.record_id == agreement.pk and each.severity != "tidy_up"
    ]


# --- decision ---------------------------------------------------------------------------------------------------------


def test_decision_approves_the_successor_and_opens_the_signing(agreement: Agreement) -> None:
    renewal, made = renewal_at("decision", agreement), decision()

    decide_renewal(by=BY, source=None, renewal=renewal, decision=made, day=DAY)

    successor = successor_of(renewal)
    assert (renewal.stage, renewal.decision) == ("signing", made)
    assert (successor.stage, successor.approved_by) == ("approved", made)
    assert noted("decide_renewal")["decision_id"] == ("null", f'"{made.pk}"')


@pytest.mark.parametrize("stage", ["planned", "drafting", "negotiating", "signing"])
def test_decision_before_or_after_its_stage_is_refused(agreement: Agreement, stage: str) -> None:
    renewal = renewal_at(stage, agreement)

    with pytest.raises(BrokenRule) as refused:
        decide_renewal(by=BY, source=None, renewal=renewal, decision=decision(section="§ 2"), day=DAY)

    assert str(refused.value) == (
        f"This renewal is not at the decision but at: {stage}. Take it there first: solmu renewal advance."
    )


def test_decision_of_a_day_to_come_is_refused(agreement: Agreement) -> None:
    renewal = renewal_at("decision", agreement)

    with pytest.raises(BrokenRule) as refused:
        decide_renewal(by=BY, source=None, renewal=renewal, decision=decision("2026-11-25"), day=DAY)

    assert str(refused.value) == "This is decided on 2026-11-25, which is still to come. Record it then."


def test_decision_without_a_day_is_refused(agreement: Agreement, source: Source) -> None:
    renewal = renewal_at("decision", agreement)
    made = record_decision(by=BY, source=source, organ="City board", decided=None)

    with pytest.raises(BrokenRule) as refused:
        decide_renewal(by=BY, source=None, renewal=renewal, decision=made, day=DAY)

    assert str(refused.value) == "Nothing says on which day this was decided. Give the decision's day."


# --- signing ----------------------------------------------------------------------------------------------------------


def test_last_signature_puts_the_successor_in_the_agreements_place(agreement: Agreement) -> None:
    renewal = renewal_at("signing", agreement)
    first, second = successor_of(renewal).parties.all()
    facts = {"by": BY, "source": None, "renewal": renewal, "day": DAY}

    one = sign_renewal(
        **facts, party=first.organisation, on=on("2026-11-21"), signatory="Maija Mallikas", title="City manager"
    )
    agreement.refresh_from_db()
    between = agreement.replaced_by
    both = sign_renewal(**facts, party=second.organisation, on=on("2026-11-23"), place="Tartu")

    agreement.refresh_from_db()
    successor = successor_of(renewal)
    assert (one, between, both) == (False, None, True)
    assert (successor.signed, successor.stage, agreement.replaced_by) == (on("2026-11-23"), "", successor)
    assert [(row.signatory, row.signing_place) for row in successor.parties.all()] == [
        ("Maija Mallikas", ""),
        ("", "Tartu"),
    ]
    assert renewal.stage == "signing"


@pytest.mark.parametrize("stage", ["drafting", "negotiating", "decision"])
def test_signature_before_the_decision_is_refused(agreement: Agreement, home: Organisation, stage: str) -> None:
    renewal = renewal_at(stage, agreement)

    with pytest.raises(BrokenRule) as refused:
        sign_renewal(by=BY, source=None, renewal=renewal, party=home, on=on("2026-11-23"), day=DAY)

    assert str(refused.value) == (
        f"This renewal is not at the signing but at: {stage}. Record the decision first: solmu renewal decide."
    )


def test_signature_of_a_day_to_come_or_before_the_decision_day_is_refused(
    agreement: Agreement, home: Organisation
) -> None:
    renewal = renewal_at("signing", agreement)

    with pytest.raises(BrokenRule) as to_come:
        sign_renewal(by=BY, source=None, renewal=renewal, party=home, on=on("2026-11-25"), day=DAY)
    with pytest.raises(BrokenRule) as too_early:
        sign_renewal(by=BY, source=None, renewal=renewal, party=home, on=on("2026-11-19"), day=DAY)

    assert str(to_come.value) == "The signature of 2026-11-25 is still to come. Record it then."
    assert "lies before the decision" in str(too_early.value)


# --- in force ---------------------------------------------------------------------------------------------------------


def test_completed_renewal_leaves_the_successor_in_force_and_no_matter(agreement: Agreement) -> None:
    assert rules_about(agreement) == ["ended_without_successor"]
    renewal = renewal_at("signing", agreement)
    during = rules_about(agreement)

    successor = completed(renewal)

    assert during == ["ended_without_successor"]
    assert (renewal.stage, renewal.ended_on) == ("in_force", DAY)
    assert rules_about(agreement) == []
    agreement.refresh_from_db()
    assert (agreement.replaced_by, successor.series_id) == (successor, agreement.series_id)
    assert successor.series_id is not None
    assert [step.stage for step in renewal.steps.all()] == [
        *("planned", "drafting", "negotiating", "decision", "signing", "in_force")
    ]
    assert not successor.record.is_published
    assert actions_on(agreement)[-1] == "complete_renewal"


def test_unsigned_renewal_is_not_completed(agreement: Agreement) -> None:
    renewal = renewal_at("signing", agreement)

    with pytest.raises(BrokenRule) as refused:
        complete_renewal(by=BY, source=None, renewal=renewal, day=DAY)

    assert str(refused.value) == "The successor is not signed by every party. Record the signatures first."


def test_renewal_is_not_completed_before_the_successor_applies(agreement: Agreement) -> None:
    renewal = signed(renewal_at("signing", agreement, begins="2026-12-01"))

    with pytest.raises(BrokenRule) as refused:
        complete_renewal(by=BY, source=None, renewal=renewal, day=DAY)
    successor = complete_renewal(by=BY, source=None, renewal=renewal, day=date(2026, 12, 1))

    assert str(refused.value) == (
        "The successor is not in force yet. It applies from 2026-12-01; complete the renewal then."
    )
    assert successor.valid_from == on("2026-12-01")


def test_successor_is_published_with_the_completion_where_asked_for(agreement: Agreement) -> None:
    renewal = signed(renewal_at("signing", agreement))

    successor = complete_renewal(by=BY, source=None, renewal=renewal, day=DAY, publish_in=["fi", "sv"])

    successor.record.refresh_from_db()
    assert successor.record.is_published


# --- given up ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["planned", "drafting", "negotiating", "decision", "signing"])
def test_dropped_renewal_takes_its_draft_out_and_leaves_the_matter(agreement: Agreement, stage: str) -> None:
    renewal = renewal_at(stage, agreement)
    draft = renewal.successor

    drop_renewal(by=BY, source=None, renewal=renewal, reason=" The partner does not answer. ", day=DAY)

    assert (renewal.stage, renewal.ended_on, renewal.drop_reason) == ("dropped", DAY, "The partner does not answer.")
    if draft is not None:
        draft.record.refresh_from_db()
        assert draft.record.removed_at is not None
    agreement.refresh_from_db()
    assert agreement.successor_draft is None
    assert rules_about(agreement) == ["ended_without_successor"]
    assert noted("drop_renewal")["drop_reason"] == ('""', '"The partner does not answer."')


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" ", "A renewal is dropped for a reason. Write one sentence."),
        ("x" * 301, "A reason has at most 300 characters. Put the rest into a note."),
    ],
)
def test_renewal_is_dropped_for_a_reason(agreement: Agreement, reason: str, sentence: str) -> None:
    renewal = planned(agreement)

    with pytest.raises(BrokenRule) as refused:
        drop_renewal(by=BY, source=None, renewal=renewal, reason=reason, day=DAY)

    assert str(refused.value) == sentence


def test_signed_successor_cannot_be_dropped(agreement: Agreement) -> None:
    renewal = signed(renewal_at("signing", agreement))

    for act in (
        lambda: drop_renewal(by=BY, source=None, renewal=renewal, reason="No.", day=DAY),
        lambda: conclude_without_successor(
            by=BY, source=None, renewal=renewal, on=PartialDate.from_day(DAY), reason="No.", day=DAY
        ),
    ):
        with pytest.raises(BrokenRule) as refused:
            act()
        assert str(refused.value) == (
            "The successor is signed already. Complete the renewal, or terminate the successor."
        )


def test_that_nothing_follows_is_a_recorded_decision_and_ends_the_matter(agreement: Agreement) -> None:
    renewal, made = renewal_at("negotiating", agreement), decision()

    conclude_without_successor(by=BY, source=None, renewal=renewal, on=on("2026-11-20"), decision=made, day=DAY)

    agreement.refresh_from_db()
    assert (renewal.stage, renewal.ended_on) == ("no_successor", DAY)
    assert (agreement.no_successor_on, agreement.no_successor_decision) == (on("2026-11-20"), made)
    assert rules_about(agreement) == []


def test_that_nothing_follows_needs_a_reason_or_a_decision(agreement: Agreement) -> None:
    renewal = planned(agreement)

    with pytest.raises(BrokenRule, match="rests on a reason or a decision"):
        conclude_without_successor(by=BY, source=None, renewal=renewal, on=on("2026-11-20"), day=DAY)

    renewal.refresh_from_db()
    assert renewal.stage == "planned"


def test_contributor_ends_no_renewal(agreement: Agreement, home: Organisation) -> None:
    renewal, by = renewal_at("signing", agreement), person("contributor")
    facts = {"by": by, "source": None, "renewal": renewal, "day": DAY}

    for act in (
        lambda: decide_renewal(**facts, decision=decision(section="§ 2")),
        lambda: sign_renewal(**facts, party=home, on=on("2026-11-23")),
        lambda: complete_renewal(**facts),
        lambda: drop_renewal(**facts, reason="No."),
        lambda: conclude_without_successor(**facts, on=on("2026-11-20"), reason="No."),
    ):
        with pytest.raises(NotPermitted, match="may renew agreements"):
            act()


def test_agreement_is_renewed_again_after_its_renewal(agreement: Agreement) -> None:
    successor = completed(renewal_at("signing", agreement))

    again = planned(successor, day=DAY + timedelta(days=1))
    renewal = again
    from solmu.stewardship.actions.renewals.stages import advance_renewal

    advance_renewal(by=BY, source=None, renewal=renewal, day=DAY + timedelta(days=1))
    drafted(renewal, day=DAY + timedelta(days=1), begins="2031-01-01", until="2034-12-31")

    assert successor_of(renewal) != successor
