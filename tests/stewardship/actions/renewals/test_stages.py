from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements import replace_agreement
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.stewardship.actions.renewals.drafts import prepare_successor
from solmu.stewardship.actions.renewals.stages import advance_renewal, assign_renewal, plan_renewal, replan_renewal
from solmu.stewardship.models import Renewal
from solmu.stewardship.queries.renewals import due_days_of
from tests.registry.founding import BY, on
from tests.stewardship.renewing import CITY, DAY, actions_on, memorandum, noted, person, planned, renewal_at


@pytest.fixture
def agreement(source: Source, home: Organisation, tartu: Partnership) -> Agreement:
    return memorandum(source, home, tartu)


def advance(renewal: Renewal, **facts: object) -> Renewal:
    given = {"by": BY, "source": None, "renewal": renewal, "day": DAY} | facts
    return advance_renewal(**given)  # type: ignore[arg-type]


def steps(renewal: Renewal) -> list[tuple[str, date]]:
    return list(renewal.steps.values_list("stage", "reached_on"))


# --- planning ---------------------------------------------------------------------------------------------------------


def test_planned_renewal_counts_back_from_the_end_with_an_open_checklist(agreement: Agreement) -> None:
    owner = person("officer")

    renewal = planned(agreement, owner=owner)

    assert (renewal.stage, renewal.begun_on, renewal.ended_on, renewal.owner) == ("planned", DAY, None, owner)
    assert (renewal.ends, renewal.decide_by) == (on("2027-12-31"), date(2027, 12, 30))
    assert steps(renewal) == [("planned", DAY)]
    assert list(renewal.checks.values_list("position", "done_on")) == [(number, None) for number in range(1, 10)]
    assert due_days_of(renewal, CITY)["decision"] == date(2027, 11, 30)


def test_planning_is_audited_as_the_agreements(agreement: Agreement) -> None:
    planned(agreement, checks=[LazyI18nString({"fi": "Kahvit"})])

    assert actions_on(agreement)[-1] == "plan_renewal"
    values = noted("plan_renewal")
    assert values["begun_on"] == ("null", '"2026-11-24"')
    assert values["ends"] == ("null", '"2027-12-31"')
    assert "Kahvit" in values["text"][1]


def test_renewal_of_what_ended_long_ago_counts_forward(source: Source, home: Organisation, tartu: Partnership) -> None:
    renewal = planned(memorandum(source, home, tartu, until="2025"))

    assert due_days_of(renewal, CITY)["in_force"] == date(2027, 5, 25)


def test_agreement_has_one_renewal_under_way(agreement: Agreement) -> None:
    planned(agreement)

    with pytest.raises(BrokenRule) as refused:
        planned(agreement)

    assert str(refused.value) == (
        "A renewal of this agreement is under way already. Go on with that one: solmu renewal show."
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Renewal.objects.create(agreement=agreement, begun_on=DAY)


def test_reader_may_not_plan(agreement: Agreement) -> None:
    with pytest.raises(NotPermitted) as refused:
        planned(agreement, by=person("contributor"))

    assert str(refused.value) == "Only an officer or an administrator may renew agreements. Ask one to do it."
    assert Renewal.objects.count() == 0


def test_what_is_no_longer_in_the_register_is_not_renewed(agreement: Agreement) -> None:
    remove_record(by=BY, source=None, record=agreement.record, reason="Recorded twice.")

    with pytest.raises(BrokenRule) as refused:
        planned(agreement)

    assert str(refused.value) == "This agreement is no longer in the register. Renew what it became, or nothing."


def test_draft_is_not_renewed(agreement: Agreement) -> None:
    renewal = renewal_at("drafting", agreement)

    with pytest.raises(BrokenRule) as refused:
        planned(renewal.successor)  # type: ignore[arg-type]

    assert str(refused.value) == "This agreement is not signed yet. Only what was signed can be renewed."


def test_replaced_agreement_is_not_renewed(
    agreement: Agreement, source: Source, home: Organisation, tartu: Partnership
) -> None:
    successor = memorandum(
        source, home, tartu, until="2031-12-31", signed=on("2027-01-15"), valid_from=on("2027-02-01")
    )
    replace_agreement(by=BY, source=source, agreement=agreement, successor=successor)

    with pytest.raises(BrokenRule) as refused:
        planned(agreement)

    assert str(refused.value) == f"This agreement was replaced already, by {successor.pk}. Renew that one."


def test_owner_who_left_is_refused(agreement: Agreement) -> None:
    owner = person("officer")
    Account.objects.filter(pk=owner.pk).update(is_active=False)
    owner.refresh_from_db()
    sentence = "a-officer@example.org has left. Name somebody who is still here."

    with pytest.raises(BrokenRule, match=sentence):
        planned(agreement, owner=owner)
    renewal = planned(agreement)
    with pytest.raises(BrokenRule, match=sentence):
        assign_renewal(by=BY, renewal=renewal, owner=owner)


def test_successor_is_not_wanted_before_today(agreement: Agreement) -> None:
    with pytest.raises(BrokenRule) as refused:
        planned(agreement, in_force_by=DAY - timedelta(days=1))

    assert str(refused.value) == (
        "The successor cannot be in force by 2026-11-23, which has passed. Give a day to come."
    )


# --- from stage to stage ----------------------------------------------------------------------------------------------


def test_stages_are_reached_in_order_each_on_its_day(agreement: Agreement) -> None:
    renewal = planned(agreement)

    advance(renewal, day=DAY + timedelta(days=1))
    prepare_successor(by=BY, source=None, renewal=renewal)

    assert steps(renewal) == [("planned", DAY), ("drafting", DAY + timedelta(days=1))]
    assert renewal.stage == "drafting"
    values = noted("advance_renewal")
    assert (values["stage"][0] if "stage" in values else "") in ("null", '"planned"')


def test_negotiating_needs_a_draft(agreement: Agreement) -> None:
    renewal = advance(planned(agreement))

    with pytest.raises(BrokenRule) as refused:
        advance(renewal)

    assert str(refused.value) == "There is no draft yet. Make one, or attach one, before it is negotiated or decided."


def test_successors_stage_follows_there_and_back(agreement: Agreement) -> None:
    renewal = renewal_at("negotiating", agreement)
    successor = renewal.successor
    assert successor is not None

    seen = [successor.stage]
    for to in ("drafting", "negotiating", "decision"):
        advance(renewal, to=to)
        successor.refresh_from_db()
        seen.append(successor.stage)

    assert seen == ["in_negotiation", "draft", "in_negotiation", "in_negotiation"]
    assert [stage for stage, _day in steps(renewal)] == [
        *("planned", "drafting", "negotiating", "drafting", "negotiating", "decision")
    ]


def test_back_from_the_signing_the_decision_no_longer_counts(agreement: Agreement) -> None:
    renewal = renewal_at("signing", agreement)
    successor = renewal.successor
    assert successor is not None
    assert successor.approved_by is not None

    advance(renewal, to="negotiating")
    successor.refresh_from_db()

    assert (renewal.stage, renewal.decision) == ("negotiating", None)
    assert (successor.stage, successor.approved_by) == ("in_negotiation", None)


@pytest.mark.parametrize(
    ("stage", "to", "sentence"),
    [
        ("planned", "signing", "A renewal comes to its signing with the decision: solmu renewal decide."),
        ("decision", "", "A renewal comes to its signing with the decision: solmu renewal decide."),
        ("signing", "", "A renewal comes into force when it is completed: solmu renewal complete."),
        ("planned", "dropped", "A renewal is dropped with a reason: solmu renewal drop."),
        (
            "planned",
            "no_successor",
            "That no successor is planned is recorded with a reason: solmu renewal drop --no-successor.",
        ),
        (
            "planned",
            "decision",
            "A renewal does not go from planned to decision. It may go to: drafting, dropped, no successor.",
        ),
    ],
)
def test_step_out_of_order_is_refused(agreement: Agreement, stage: str, to: str, sentence: str) -> None:
    renewal = renewal_at(stage, agreement)

    with pytest.raises(BrokenRule) as refused:
        advance(renewal, to=to)

    assert str(refused.value) == sentence
    renewal.refresh_from_db()
    assert renewal.stage == stage


def test_step_does_not_lie_before_the_last(agreement: Agreement) -> None:
    renewal = planned(agreement)

    with pytest.raises(BrokenRule) as refused:
        advance(renewal, day=DAY - timedelta(days=1))

    assert str(refused.value) == (
        "The renewal came into its stage on 2026-11-24; the next step cannot lie before it. Check the day."
    )


def test_contributor_may_not_advance_replan_or_assign(agreement: Agreement) -> None:
    renewal, by = planned(agreement), person("contributor")

    for act in (
        lambda: advance(renewal, by=by),
        lambda: replan_renewal(by=by, renewal=renewal, day=DAY, city=CITY),
        lambda: assign_renewal(by=by, renewal=renewal, owner=by),
    ):
        with pytest.raises(NotPermitted):
            act()
    renewal.refresh_from_db()
    assert (renewal.stage, renewal.owner) == ("planned", None)


# --- replanning, owners -----------------------------------------------------------------------------------------------


def test_days_do_not_move_until_the_renewal_is_replanned(agreement: Agreement) -> None:
    renewal = planned(agreement)
    Agreement.objects.filter(pk=agreement.pk).update(
        valid_until="2028-12-31", valid_until_earliest="2028-12-31", valid_until_latest="2028-12-31"
    )
    assert due_days_of(Renewal.objects.get(), CITY)["signing"] == date(2027, 12, 31)

    replan_renewal(by=BY, renewal=renewal, day=DAY, city=CITY)

    assert due_days_of(Renewal.objects.get(), CITY)["signing"] == date(2028, 12, 31)
    assert noted("replan_renewal")["ends"] == ('"2027-12-31"', '"2028-12-31"')


def test_replanning_takes_the_day_somebody_wants(agreement: Agreement) -> None:
    renewal = planned(agreement)

    replan_renewal(by=BY, renewal=renewal, day=DAY, city=CITY, in_force_by=date(2027, 6, 1))

    assert due_days_of(renewal, CITY)["in_force"] == date(2027, 6, 1)
    with pytest.raises(BrokenRule, match="Give a day to come"):
        replan_renewal(by=BY, renewal=renewal, day=DAY, city=CITY, in_force_by=date(2026, 1, 1))


def test_renewal_is_given_to_somebody_and_to_nobody(agreement: Agreement) -> None:
    renewal, owner = planned(agreement), person("officer")

    assert assign_renewal(by=BY, renewal=renewal, owner=owner).owner == owner
    assert noted("assign_renewal")["owner_id"] == ("null", f'"{owner.pk}"')
    assert assign_renewal(by=BY, renewal=renewal, owner=None).owner is None


def test_renewal_that_is_over_stays_as_it_is(agreement: Agreement) -> None:
    from solmu.stewardship.actions.renewals.endings import drop_renewal

    renewal = drop_renewal(by=BY, source=None, renewal=planned(agreement), reason="No money.", day=DAY)

    for act in (
        lambda: advance(renewal),
        lambda: advance(renewal, to="dropped"),
        lambda: replan_renewal(by=BY, renewal=renewal, day=DAY, city=CITY),
        lambda: assign_renewal(by=BY, renewal=renewal, owner=None),
    ):
        with pytest.raises(BrokenRule, match="This renewal is over: dropped"):
            act()
    assert plan_renewal(by=BY, agreement=agreement, day=DAY, city=CITY).stage == "planned"
