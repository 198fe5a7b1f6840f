"""A person's decision on a claim: accept, correct, reject, put off; and withdrawing an acceptance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils import timezone

from solmu.core.audit import Journal, recorded
from solmu.core.city import current_city
from solmu.core.dates import OPEN, end_from_edtf
from solmu.core.errors import BrokenRule, SolmuError
from solmu.core.fields import EDTF_LENGTH
from solmu.core.models import Account, Record
from solmu.intake.actions.acceptance import Acceptance, take_into_record
from solmu.intake.actions.correction import check_corrections
from solmu.intake.models import AcceptanceEffect, Claim
from solmu.intake.permissions import check_can_review_claims
from solmu.intake.vocabulary import ClaimState, EffectKind
from solmu.places.gazetteer import Gazetteer
from solmu.registry.actions.agreements import (
    leave_series,
    remove_suspension,
    set_agreement_dates,
    take_from_partnership,
    withdraw_termination,
)
from solmu.registry.actions.citations import remove_citation
from solmu.registry.actions.completing import empty_fields
from solmu.registry.actions.institutions import put_links_under_partnership
from solmu.registry.actions.partnerships import remove_partnership_change, set_partnership_since
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import (
    Agreement,
    AgreementPartnership,
    AgreementSuspension,
    Citation,
    Organisation,
    Partnership,
    PartnershipChange,
)
from solmu.registry.queries.dependence import records_resting_on, what_depends_on
from solmu.registry.records import SHAPES
from solmu.registry.vocabulary import RecordKind


class DecidedMeanwhile(BrokenRule):
    """Somebody else decided on the claim after this person read it; nothing was done."""


@dataclass(frozen=True)
class AcceptedTogether:
    """Which claims of several were accepted, and which were left, each with why."""

    accepted: list[Claim]
    left: list[tuple[Claim, SolmuError]]


def accept_claim(
    *, by: Account, claim: Claim, gazetteer: Gazetteer, chosen: int | None = None, seen: str | None = None
) -> Record:
    """Accept a claim into the record with its citations, publishing it as its source and the city's setting say.

    Accepting an accepted claim changes nothing. `chosen` is the GeoNames id of the place a person chose among several.
    `seen`, here and below, is the state in which the person saw the claim: DecidedMeanwhile where it is another now.
    Raises SolmuError, with nothing done, where something the claim needs is not known.
    """
    check_can_review_claims(by)
    is_published = claim.source.is_public and current_city().publish_on_acceptance
    acceptance = Acceptance(by, claim.source, claim, gazetteer, is_published, chosen)
    with recorded(by=by, action="accept_claim", source=claim.source) as journal:
        _lock(claim, seen)
        if claim.state == ClaimState.ACCEPTED and claim.record:
            return claim.record
        record = take_into_record(acceptance)
        AcceptanceEffect.objects.bulk_create(acceptance.effects)
        _decide(journal, by, claim, ClaimState.ACCEPTED, record_id=record.pk, remark="")
    return record


def accept_claims(*, by: Account, claims: Sequence[Claim], gazetteer: Gazetteer) -> AcceptedTogether:
    """Accept several open claims together, each as an action of its own name; what cannot be accepted is left as it is,
    and so is what somebody else decided on meanwhile."""
    check_can_review_claims(by)
    together = AcceptedTogether([], [])
    with recorded(by=by, action="accept_claims"):
        for claim in claims:
            try:
                accept_claim(by=by, claim=claim, gazetteer=gazetteer, seen=ClaimState.OPEN)
            except SolmuError as error:
                together.left.append((claim, error))
            else:
                together.accepted.append(claim)
    return together


def correct_claim(*, by: Account, claim: Claim, values: Mapping[str, Any]) -> None:
    """Correct what a claim says before it is accepted; its evidence stays.

    Raises BrokenRule for a field that claims of its kind do not have, and for a value such a field cannot have.
    """
    check_can_review_claims(by)
    check_corrections(claim.kind, values)
    with recorded(by=by, action="correct_claim", source=claim.source) as journal:
        _lock(claim)
        _refuse_accepted(claim)
        for name, value in values.items():
            journal.note(claim.pk, name, claim.content.get(name), value)
        claim.content = {**claim.content, **values}
        claim.save(update_fields=["content"])


def reject_claim(*, by: Account, claim: Claim, remark: str = "", seen: str | None = None) -> None:
    """Reject a claim: it says what is not so, or what does not belong in the record."""
    check_can_review_claims(by)
    with recorded(by=by, action="reject_claim", source=claim.source) as journal:
        _lock(claim, seen)
        _refuse_accepted(claim)
        _decide(journal, by, claim, ClaimState.REJECTED, remark=remark)


def postpone_claim(*, by: Account, claim: Claim, remark: str = "", seen: str | None = None) -> None:
    """Put a claim off until somebody knows more."""
    check_can_review_claims(by)
    with recorded(by=by, action="postpone_claim", source=claim.source) as journal:
        _lock(claim, seen)
        _refuse_accepted(claim)
        _decide(journal, by, claim, ClaimState.LATER, remark=remark)


def reopen_claim(*, by: Account, claim: Claim, seen: str | None = None) -> None:
    """Take back a rejection, or take up again what was put off: the claim is open. An open claim stays as it is."""
    check_can_review_claims(by)
    with recorded(by=by, action="reopen_claim", source=claim.source) as journal:
        _lock(claim, seen)
        _refuse_accepted(claim)
        if claim.state != ClaimState.OPEN:
            _decide(journal, by, claim, ClaimState.OPEN, remark="")


def withdraw_acceptance(*, by: Account, claim: Claim, seen: str | None = None) -> None:
    """Undo everything that accepting a claim did, as one action; the claim is open again.

    Places and their names stay: they are knowledge of the world, and no record by themselves. Raises BrokenRule, with
    nothing done, where something recorded or accepted later rests on the record it added.
    """
    check_can_review_claims(by)
    with recorded(by=by, action="withdraw_acceptance", source=claim.source) as journal:
        _lock(claim, seen)
        if claim.state != ClaimState.ACCEPTED:
            raise BrokenRule("This claim was not accepted. There is nothing to withdraw.")
        effects = list(claim.effects.select_related("record").order_by("-position"))
        for effect in effects:
            if not _is_support(claim, effect):
                _undo(by, claim, effect)
        for effect in effects:
            if _is_support(claim, effect) and not _hand_over(claim, effect):
                _remove(by, claim, effect.record)
        claim.effects.all().delete()
        _decide(journal, by, claim, ClaimState.OPEN, record_id=None, remark="")


def _is_support(claim: Claim, effect: AcceptanceEffect) -> bool:
    """Whether it added a record that the claim's own record needs: a city, a network, an institution."""
    return effect.kind == EffectKind.ADDED and effect.record_id != claim.record_id


def _hand_over(claim: Claim, effect: AcceptanceEffect) -> bool:
    """Leave a supporting record to whatever else rests on it: to another accepted claim, which it then goes with."""
    resting = records_resting_on(effect.record)
    if not resting:
        return False
    others = Claim.objects.filter(state=ClaimState.ACCEPTED, record__in=resting).exclude(pk=claim.pk)
    heir = others.order_by("reviewed_at", "pk").first()
    if heir is not None:
        last = heir.effects.aggregate(last=Max("position"))["last"] or 0
        AcceptanceEffect.objects.create(claim=heir, position=last + 1, kind=effect.kind, record=effect.record)
    return True


def _undo(by: Account, claim: Claim, effect: AcceptanceEffect) -> None:
    source, record = claim.source, effect.record
    if effect.kind == EffectKind.CITED:
        for citation in Citation.objects.filter(pk=effect.part_id):
            remove_citation(by=by, source=source, citation=citation)
    elif effect.kind == EffectKind.CHANGED:
        for change in PartnershipChange.objects.filter(pk=effect.part_id).select_related("partnership"):
            remove_partnership_change(by=by, source=source, change=change)
        for suspension in AgreementSuspension.objects.filter(pk=effect.part_id).select_related("agreement"):
            remove_suspension(by=by, source=source, suspension=suspension)
    elif effect.kind == EffectKind.TIED and record.kind != RecordKind.AGREEMENT:
        row = SHAPES[RecordKind(record.kind)][0].objects.get(pk=record.pk)
        put_links_under_partnership(by=by, source=source, row=row, partnership=None)
    elif effect.kind == EffectKind.TIED:
        for tie in AgreementPartnership.objects.filter(pk=effect.part_id).select_related("agreement__series"):
            if tie.agreement.is_series_proposed:
                leave_series(by=by, source=source, agreement=tie.agreement)
            take_from_partnership(by=by, source=source, tie=tie)
    elif effect.kind == EffectKind.SET:
        _set_back(by, claim, effect)
    else:
        if Claim.objects.filter(state=ClaimState.ACCEPTED, record=record).exclude(pk=claim.pk).exists():
            raise BrokenRule("Another accepted claim says the same of this record. Withdraw that first.")
        if record.kind == RecordKind.AGREEMENT:
            leave_series(by=by, source=source, agreement=Agreement.objects.get(pk=record.pk))
        _remove(by, claim, record)


def _remove(by: Account, claim: Claim, record: Record) -> None:
    if others := what_depends_on(record):
        raise BrokenRule("%(others)s rests on what this claim added. Withdraw that first.", others=others)
    remove_record(by=by, source=claim.source, record=record, reason="The acceptance was withdrawn.")


def _set_back(by: Account, claim: Claim, effect: AcceptanceEffect) -> None:
    """Restore a field, unless somebody has changed it since."""
    source, row = claim.source, SHAPES[RecordKind(effect.record.kind)][0].objects.get(pk=effect.record_id)
    now: object = getattr(row, effect.field)
    if ("" if now is None else str(now))[:EDTF_LENGTH] != effect.after:
        return
    if isinstance(row, Partnership):
        before = end_from_edtf(effect.before)
        set_partnership_since(by=by, source=source, partnership=row, since=None if before is OPEN else before)
    elif not isinstance(row, Agreement):
        empty_fields(by=by, source=source, row=row, fields=[effect.field])
    elif effect.field == "terminated_on":
        withdraw_termination(by=by, source=source, agreement=row)
    else:
        date_before: dict[str, Any] = {effect.field: end_from_edtf(effect.before)}
        set_agreement_dates(by=by, source=source, agreement=row, **date_before)


def _lock(claim: Claim, seen: str | None = None) -> None:
    """Read the claim anew and let nobody else decide on it, or accept another, until this is done.

    Acceptances look for what is there and add what is not, so two at once could add it twice.
    """
    list(Organisation.objects.select_for_update(no_key=True).filter(is_home=True))
    claim.refresh_from_db(from_queryset=Claim.objects.select_for_update(no_key=True))
    if seen is not None and claim.state != seen:
        raise DecidedMeanwhile("Somebody else decided on this claim meanwhile. Nothing was done.")


def _refuse_accepted(claim: Claim) -> None:
    if claim.state == ClaimState.ACCEPTED:
        raise BrokenRule("This claim was accepted. Withdraw the acceptance first.")


def _decide(journal: Journal, by: Account, claim: Claim, state: ClaimState, **values: Any) -> None:
    journal.update(claim, state=state, reviewed_at=timezone.now(), reviewed_by=by.pk, **values)
