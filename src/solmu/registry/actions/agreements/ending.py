"""Writes of how an agreement comes to an end before its time: notice and termination."""

from __future__ import annotations

from i18nfield.strings import LazyI18nString

from solmu.core.audit import Journal
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.holding import hold, party_of, refuse_in_state
from solmu.registry.actions.past import is_of_the_past
from solmu.registry.actions.recording import recording, refuse_gone, stated
from solmu.registry.models import Agreement, AgreementNotice, AgreementParty, Decision, Organisation
from solmu.registry.permissions import check_can_keep_record
from solmu.registry.queries.agreements import facts_of
from solmu.registry.rules import current_end, notice_effect
from solmu.registry.vocabulary import RenewalMode

FEWEST_LEFT = 2
"""Parties that must be left for an agreement to go on without the one that gave notice."""


def give_notice(
    *, by: Account, source: Source | None, agreement: Agreement, given_on: PartialDate,
    given_by: Organisation | None = None, effective_on: PartialDate | None = None, is_for_giver_only: bool = False,
    reason: LazyI18nString | str = "", decision: Decision | None = None, of_the_past: bool | None = None,
) -> AgreementNotice:  # fmt: skip
    """Record that a party gave notice on a day. With effect from when follows from the terms where nobody states it.

    `effective_on` is the last day the agreement binds. With `is_for_giver_only`, possible where two other parties
    remain, only the giver leaves: its part ends on that day.

    Raises BrokenRule for an effect before the notice, a giver that is no party, and a leaving that leaves one alone;
    unless a source says it of the past, also without a giver, where the agreement is not in force, where that party
    gave notice already, for an effect after the agreement's own end, and where the terms do not tell the effect.
    """
    check_can_keep_record(by)
    if effective_on and effective_on.latest < given_on.earliest:
        raise BrokenRule(
            "The notice takes effect (%(effective_on)s) before it is given (%(given_on)s). Check the two days.",
            effective_on=effective_on,
            given_on=given_on,
        )
    past = is_of_the_past(source, of_the_past)
    with recording(by=by, action="give_notice", source=source) as journal:
        hold(agreement)
        refuse_gone(decision)
        if given_by is None and (is_for_giver_only or not past):
            raise BrokenRule("A notice is given by a party. Name the one that gave it.")
        party = party_of(agreement, given_by) if given_by is not None else None
        if not past:
            refuse_in_state(agreement, "give_notice", given_on)
            _refuse_again(agreement, given_by)
        effect = effective_on or notice_effect(facts_of(agreement, given_on.latest), given_on)
        if not past:
            _refuse_effect(agreement, given_on, effective_on, effect)
        if is_for_giver_only and party is not None:
            effective_on = effect
            _leave(journal, agreement, party, effect)
        notice = AgreementNotice(
            agreement=agreement,
            given_on=given_on,
            given_by=given_by,
            effective_on=effective_on,
            is_for_giver_only=is_for_giver_only,
            reason=stated(reason),
            decision=decision,
        )
        journal.create(notice, of=agreement)
    return notice


def _refuse_again(agreement: Agreement, given_by: Organisation | None) -> None:
    if known := agreement.notices.filter(given_by=given_by).first():
        raise BrokenRule(
            "“%(given_by)s” gave notice on %(given_on)s already. Take that notice back first.",
            given_by=given_by,
            given_on=known.given_on,
        )


def _refuse_effect(
    agreement: Agreement, given_on: PartialDate, stated_effect: PartialDate | None, effect: PartialDate | None
) -> None:
    if effect is None:
        raise BrokenRule(
            "The terms of the agreement do not tell when the notice takes effect. State the last day it binds."
        )
    end = current_end(facts_of(agreement, given_on.latest), given_on.latest).end
    renews = agreement.renewal_mode == RenewalMode.TACIT
    if stated_effect and not renews and isinstance(end, PartialDate) and stated_effect.earliest > end.latest:
        raise BrokenRule(
            "The agreement ends on %(end)s anyway, before the notice takes effect (%(stated_effect)s).",
            end=end,
            stated_effect=stated_effect,
        )


def _leave(journal: Journal, agreement: Agreement, party: AgreementParty, last: PartialDate | None) -> None:
    staying = agreement.parties.filter(party_until="").exclude(pk=party.pk)
    if staying.count() < FEWEST_LEFT:
        raise BrokenRule(
            "An agreement that one of two parties leaves has ended. Give notice for the whole agreement instead."
        )
    if last is None:
        raise BrokenRule("Nothing tells on which day the party leaves. State the last day the agreement binds it.")
    journal.update(party, of=agreement, party_until=last)


def withdraw_notice(*, by: Account, source: Source | None, notice: AgreementNotice) -> None:
    """Take back a notice: the agreement goes on as if it had not been given, the giver with it."""
    check_can_keep_record(by)
    with recording(by=by, action="withdraw_notice", source=source) as journal:
        agreement = notice.agreement
        hold(agreement)
        if notice.is_for_giver_only:
            for party in agreement.parties.filter(organisation=notice.given_by):
                journal.update(party, of=agreement, party_until=None)
        journal.delete(notice, of=agreement)


def terminate_agreement(
    *, by: Account, source: Source | None, agreement: Agreement, on: PartialDate, decided_by: str = "",
    reason: LazyI18nString | str = "", decision: Decision | None = None, of_the_past: bool | None = None,
) -> None:  # fmt: skip
    """Record that an agreement was terminated with effect from a day.

    Without a reason it says *not stated* where a source tells of the past; else raises BrokenRule, as it does for an
    agreement that is not in force on the day or was terminated already.
    """
    check_can_keep_record(by)
    with recording(by=by, action="terminate_agreement", source=source) as journal:
        if not is_of_the_past(source, of_the_past):
            hold(agreement)
            refuse_gone(decision)
            if not stated(reason):
                raise BrokenRule("A termination has a reason. Give it.")
            if agreement.terminated_on:
                raise BrokenRule(
                    "It was terminated with effect from %(terminated_on)s. Take that back first.",
                    terminated_on=agreement.terminated_on,
                )
            refuse_in_state(agreement, "terminate", on)
        journal.update(
            agreement,
            terminated_on=on,
            termination_reason=stated(reason),
            is_termination_reason_not_stated=not stated(reason),
            termination_decided_by=decided_by,
            termination_decision_id=decision.pk if decision else None,
        )


def withdraw_termination(*, by: Account, source: Source | None, agreement: Agreement) -> None:
    """Take back that an agreement was terminated. Raises BrokenRule where it was not."""
    check_can_keep_record(by)
    if agreement.terminated_on is None:
        raise BrokenRule("This agreement was not terminated. There is nothing to take back.")
    with recording(by=by, action="withdraw_termination", source=source) as journal:
        journal.update(
            agreement,
            terminated_on=None,
            termination_reason="",
            is_termination_reason_not_stated=False,
            termination_decided_by="",
            termination_decision_id=None,
        )
