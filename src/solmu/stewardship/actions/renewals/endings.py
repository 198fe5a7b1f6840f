"""How a renewal comes to its end: decided, signed, in force; or dropped, or with nothing to follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from solmu.core.audit import recorded
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Source
from solmu.registry.actions.agreements.making import abandon_draft, advance_agreement
from solmu.registry.actions.agreements.signing import sign_agreement
from solmu.registry.actions.agreements.succeeding import record_no_successor
from solmu.registry.actions.publicity import publish_record
from solmu.registry.models import Agreement, Decision, Organisation
from solmu.registry.vocabulary import AgreementStage
from solmu.stewardship.actions.renewals.stages import locked, move, refuse_over, refuse_step
from solmu.stewardship.models import Renewal
from solmu.stewardship.models.renewals import LONGEST_DROP_REASON
from solmu.stewardship.permissions import check_can_renew
from solmu.stewardship.queries.renewals import is_signed_by_all
from solmu.stewardship.rules.renewals import DECISION, DROPPED, IN_FORCE, NO_SUCCESSOR, SIGNING
from solmu.stewardship.vocabulary import RenewalStage


def decide_renewal(*, by: Account, source: Source | None, renewal: Renewal, decision: Decision, day: date) -> Renewal:
    """Record that a decision approves the successor; the renewal comes to its signing.

    Raises BrokenRule before the renewal is at the decision, for a decision without a day or of a day to come.
    """
    check_can_renew(by)
    with recorded(by=by, action="decide_renewal", source=source) as journal:
        current = locked(renewal)
        refuse_over(current)
        if current.stage != DECISION:
            raise BrokenRule(
                "This renewal is not at the decision but at: %(stage)s. Take it there first: solmu renewal advance.",
                stage=RenewalStage(current.stage),
            )
        if decision.decided is None:
            raise BrokenRule("Nothing says on which day this was decided. Give the decision's day.")
        if decision.decided.earliest > day:
            raise BrokenRule(
                "This is decided on %(decided)s, which is still to come. Record it then.", decided=decision.decided
            )
        successor = _successor(current)
        advance_agreement(by=by, source=source, agreement=successor, to=AgreementStage.APPROVED, decision=decision)
        move(journal, current, SIGNING, day, decision_id=decision.pk)
    renewal.refresh_from_db()
    return renewal


def sign_renewal(
    *, by: Account, source: Source | None, renewal: Renewal, party: Organisation, on: PartialDate, day: date,
    place: str = "", signatory: str = "", title: str = "",
) -> bool:  # fmt: skip
    """Record that a party signed the successor; gives whether all that must have signed now.

    With the last signature the successor replaces the agreement. Raises BrokenRule before the decision, for a day to
    come, and as `sign_agreement` does.
    """
    check_can_renew(by)
    with recorded(by=by, action="sign_renewal", source=source):
        current = locked(renewal)
        refuse_over(current)
        if current.stage != SIGNING:
            raise BrokenRule(
                "This renewal is not at the signing but at: %(stage)s. Record the decision first: solmu renewal "
                "decide.",
                stage=RenewalStage(current.stage),
            )
        if on.earliest > day:
            raise BrokenRule("The signature of %(on)s is still to come. Record it then.", on=on)
        successor = _successor(current)
        sign_agreement(
            by=by, source=source, agreement=successor, party=party, on=on, place=place, signatory=signatory,
            title=title,
        )  # fmt: skip
        is_signed = is_signed_by_all(successor)
    renewal.refresh_from_db()
    return is_signed


def complete_renewal(
    *, by: Account, source: Source | None, renewal: Renewal, day: date, publish_in: Sequence[str] | None = None
) -> Agreement:
    """Close a renewal whose successor is signed and in force on the day; gives the successor.

    With `publish_in` (the languages its texts must have) it is shown to the public from now on. Raises BrokenRule where
    a signature is missing or the successor begins later, and for a language it lacks.
    """
    check_can_renew(by)
    with recorded(by=by, action="complete_renewal", source=source) as journal:
        current = locked(renewal)
        refuse_step(current, IN_FORCE, day)
        successor = _successor(current)
        move(journal, current, IN_FORCE, day)
        if publish_in is not None and not successor.record.is_published:
            publish_record(by=by, source=source, record=successor.record, languages=publish_in)
    renewal.refresh_from_db()
    return successor


def drop_renewal(*, by: Account, source: Source | None, renewal: Renewal, reason: str, day: date) -> Renewal:
    """Give a renewal up, for a reason that colleagues may read; the draft of the successor is taken out.

    The agreement's deadline goes on as it was. Raises BrokenRule without a reason, for one that is too long, where the
    renewal is over, and where the successor is signed already.
    """
    check_can_renew(by)
    if not reason.strip():
        raise BrokenRule("A renewal is dropped for a reason. Write one sentence.")
    if len(reason.strip()) > LONGEST_DROP_REASON:
        raise BrokenRule(
            "A reason has at most %(most)s characters. Put the rest into a note.", most=LONGEST_DROP_REASON
        )
    with recorded(by=by, action="drop_renewal", source=source) as journal:
        current = locked(renewal)
        refuse_step(current, DROPPED, day)
        _abandon(by, source, current)
        move(journal, current, DROPPED, day, drop_reason=reason.strip())
    renewal.refresh_from_db()
    return renewal


def conclude_without_successor(
    *, by: Account, source: Source | None, renewal: Renewal, on: PartialDate, day: date, reason: str = "",
    decision: Decision | None = None,
) -> Renewal:  # fmt: skip
    """End a renewal with the recorded decision that nothing is to follow the agreement; the draft is taken out.

    Raises BrokenRule where the renewal is over, where the successor is signed already, and as `record_no_successor`
    does: without reason or decision.
    """
    check_can_renew(by)
    with recorded(by=by, action="conclude_without_successor", source=source) as journal:
        current = locked(renewal)
        refuse_step(current, NO_SUCCESSOR, day)
        _abandon(by, source, current)
        record_no_successor(by=by, source=source, agreement=current.agreement, on=on, reason=reason, decision=decision)
        move(journal, current, NO_SUCCESSOR, day)
    renewal.refresh_from_db()
    return renewal


def _successor(renewal: Renewal) -> Agreement:
    if renewal.successor is None:
        raise BrokenRule("This renewal has no successor yet. Draft one first: solmu renewal draft.")
    return renewal.successor


def _abandon(by: Account, source: Source | None, renewal: Renewal) -> None:
    """Take the draft of the successor out of the register; a signed one cannot be."""
    successor = renewal.successor
    if successor is None or successor.record.removed_at:
        return
    if not successor.stage:
        raise BrokenRule("The successor is signed already. Complete the renewal, or terminate the successor.")
    abandon_draft(
        by=by, source=source, agreement=successor, reason="The renewal that this draft was made for was given up."
    )
    renewal.agreement.refresh_from_db()
