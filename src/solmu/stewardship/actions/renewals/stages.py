"""Planning a renewal and taking it from stage to stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError
from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal, recorded
from solmu.core.city import City
from solmu.core.errors import BrokenRule, Phrase
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.making import advance_agreement
from solmu.registry.models import Agreement
from solmu.registry.vocabulary import AgreementStage
from solmu.stewardship.drafting.checklist import checklist
from solmu.stewardship.models import Renewal, RenewalCheck, RenewalStep
from solmu.stewardship.permissions import check_can_renew
from solmu.stewardship.queries.renewals import facts_of_renewal, horizon_of
from solmu.stewardship.rules.renewals import (
    DRAFTING,
    IN_FORCE,
    NEGOTIATING,
    OVER,
    PLANNED,
    SIGNING,
    refusal_of_step,
    step_forward,
)
from solmu.stewardship.vocabulary import RenewalStage


def plan_renewal(
    *,
    by: Account,
    agreement: Agreement,
    day: date,
    city: City,
    owner: Account | None = None,
    in_force_by: date | None = None,
    checks: Sequence[LazyI18nString] | None = None,
) -> Renewal:
    """Begin to renew an agreement: its days count back from its end as it stands on the day, its checklist is open.

    `in_force_by` is the day somebody wants the successor in force, instead of the day after the end. `checks` stand in
    for the city's own list. Raises BrokenRule where the agreement cannot be renewed or has a renewal under way; for an
    owner who left; and for a day that has passed.
    """
    check_can_renew(by)
    _refuse_unrenewable(agreement)
    _refuse_owner_who_left(owner)
    _refuse_past(in_force_by, day)
    under_way = BrokenRule("A renewal of this agreement is under way already. Go on with that one: solmu renewal show.")
    if Renewal.objects.filter(agreement=agreement, ended_on=None).exists():
        raise under_way
    ends, decide_by = horizon_of(agreement, day, city)
    renewal = Renewal(
        agreement=agreement, begun_on=day, owner=owner, ends=ends, decide_by=decide_by, in_force_by=in_force_by
    )
    try:
        with recorded(by=by, action="plan_renewal") as journal:
            journal.create(renewal, of=agreement)
            _reach(journal, renewal, PLANNED, day)
            for position, text in enumerate(checklist() if checks is None else checks, start=1):
                journal.create(RenewalCheck(renewal=renewal, position=position, text=text), of=agreement)
    except IntegrityError:  # somebody planned one meanwhile
        raise under_way from None
    return renewal


def advance_renewal(*, by: Account, source: Source | None, renewal: Renewal, day: date, to: str = "") -> Renewal:
    """Take a renewal to the next stage, or back to one it may go back to; the successor's own stage follows.

    Back from the signing the decision no longer counts. Raises BrokenRule where the stage does not follow, or something
    it needs is missing; the sentence says what. The decision, and what ends a renewal, have verbs of their own.
    """
    check_can_renew(by)
    with recorded(by=by, action="advance_renewal", source=source) as journal:
        current = locked(renewal)
        stage = to or step_forward(current.stage) or ""
        if stage in _OWN_VERBS and current.is_running:
            raise BrokenRule(_OWN_VERBS[stage])
        refuse_step(current, stage, day)
        move(journal, current, stage, day, decision_id=None)
        _let_successor_follow(by, source, current)
    renewal.refresh_from_db()
    return renewal


def _let_successor_follow(by: Account, source: Source | None, renewal: Renewal) -> None:
    """Bring the agreement to come to the stage that goes with the renewal's."""
    successor, stage = renewal.successor, _STAGE_OF_SUCCESSOR.get(renewal.stage)
    if successor is not None and stage and successor.stage not in ("", stage):
        advance_agreement(by=by, source=source, agreement=successor, to=stage)


_STAGE_OF_SUCCESSOR: Mapping[str, str] = {
    DRAFTING: AgreementStage.DRAFT,
    NEGOTIATING: AgreementStage.IN_NEGOTIATION,
}

_OWN_VERBS: Mapping[str, Phrase] = {
    SIGNING: Phrase("A renewal comes to its signing with the decision: solmu renewal decide."),
    IN_FORCE: Phrase("A renewal comes into force when it is completed: solmu renewal complete."),
    "dropped": Phrase("A renewal is dropped with a reason: solmu renewal drop."),
    "no_successor": Phrase(
        "That no successor is planned is recorded with a reason: solmu renewal drop --no-successor."
    ),
}


def replan_renewal(*, by: Account, renewal: Renewal, day: date, city: City, in_force_by: date | None = None) -> Renewal:
    """Take the agreement's end as it stands on the day, and the day somebody wants the successor in force by, anew.

    Raises BrokenRule where the renewal is over and for a day that has passed.
    """
    check_can_renew(by)
    _refuse_past(in_force_by, day)
    with recorded(by=by, action="replan_renewal") as journal:
        current = locked(renewal)
        refuse_over(current)
        ends, decide_by = horizon_of(current.agreement, day, city)
        journal.update(current, of=current.agreement, ends=ends, decide_by=decide_by, in_force_by=in_force_by)
    renewal.refresh_from_db()
    return renewal


def assign_renewal(*, by: Account, renewal: Renewal, owner: Account | None) -> Renewal:
    """Say who sees to the renewal, or nobody. Raises BrokenRule where it is over and for an owner who left."""
    check_can_renew(by)
    _refuse_owner_who_left(owner)
    with recorded(by=by, action="assign_renewal") as journal:
        current = locked(renewal)
        refuse_over(current)
        journal.update(current, of=current.agreement, owner_id=owner.pk if owner else None)
    renewal.refresh_from_db()
    return renewal


# --- what the other actions share -------------------------------------------------------------------------------------


def locked(renewal: Renewal) -> Renewal:
    """The renewal as it is now, with nobody changing it meanwhile; inside a transaction."""
    rows = Renewal.objects.select_related("agreement__record", "successor__record", "decision")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=renewal.pk)


def refuse_over(renewal: Renewal) -> None:
    if not renewal.is_running:
        raise BrokenRule(
            "This renewal is over: %(stage)s. Plan a new one where it is taken up again.",
            stage=RenewalStage(renewal.stage),
        )


def refuse_step(renewal: Renewal, to: str, day: date) -> None:
    """Raise BrokenRule, saying why, where the renewal may not go to the stage on the day."""
    if refusal := refusal_of_step(facts_of_renewal(renewal), to, day):
        raise BrokenRule(refusal)


def move(journal: Journal, renewal: Renewal, to: str, day: date, **values: object) -> None:
    """Note that the renewal is in another stage from the day on, and what else changes with that."""
    ended_on = day if to in OVER else None
    journal.update(renewal, of=renewal.agreement, stage=to, ended_on=ended_on, **values)
    _reach(journal, renewal, to, day)


def _reach(journal: Journal, renewal: Renewal, stage: str, day: date) -> None:
    last = renewal.steps.order_by("-position").first()
    if last is not None and day < last.reached_on:
        raise BrokenRule(
            "The renewal came into its stage on %(reached_on)s; the next step cannot lie before it. Check the day.",
            reached_on=last.reached_on,
        )
    position = last.position + 1 if last else 1
    step = RenewalStep(renewal=renewal, stage=stage, reached_on=day, position=position)
    journal.create(step, of=renewal.agreement)


def _refuse_unrenewable(agreement: Agreement) -> None:
    if agreement.record.removed_at or agreement.record.merged_into_id:
        raise BrokenRule("This agreement is no longer in the register. Renew what it became, or nothing.")
    if agreement.stage:
        raise BrokenRule("This agreement is not signed yet. Only what was signed can be renewed.")
    if agreement.replaced_by_id:
        raise BrokenRule(
            "This agreement was replaced already, by %(successor)s. Renew that one.", successor=agreement.replaced_by_id
        )


def _refuse_owner_who_left(owner: Account | None) -> None:
    if owner is not None and not owner.is_active:
        raise BrokenRule("%(account)s has left. Name somebody who is still here.", account=owner.email)


def _refuse_past(in_force_by: date | None, day: date) -> None:
    if in_force_by is not None and in_force_by < day:
        raise BrokenRule(
            "The successor cannot be in force by %(in_force_by)s, which has passed. Give a day to come.",
            in_force_by=in_force_by,
        )
