"""A person's decision on a claim: accept, correct, reject, put off; and withdrawing an acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from solmu.core.audit import Journal, recorded
from solmu.core.city import current_city
from solmu.core.dates import Open, end_from_edtf
from solmu.core.errors import BrokenRule
from solmu.core.models import Account, Record
from solmu.intake.actions.acceptance import Acceptance, take_into_record
from solmu.intake.models import AcceptanceEffect, Claim
from solmu.intake.permissions import check_can_review_claims
from solmu.intake.vocabulary import ClaimState, EffectKind
from solmu.places.gazetteer import Gazetteer
from solmu.registry.actions.agreements import set_agreement_dates
from solmu.registry.actions.citations import remove_citation
from solmu.registry.actions.partnerships import remove_partnership_change, set_partnership_since
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Agreement, Citation, Partnership, PartnershipChange
from solmu.registry.queries.dependence import what_depends_on
from solmu.registry.vocabulary import RecordKind


def accept_claim(*, by: Account, claim: Claim, gazetteer: Gazetteer, chosen: int | None = None) -> Record:
    """Accept a claim into the record with its citations, publishing it as its source and the city's setting say.

    Accepting an accepted claim changes nothing. `chosen` is the GeoNames id of the place a person chose among several.
    Raises SolmuError, with nothing done, where something the claim needs is not known.
    """
    check_can_review_claims(by)
    if claim.state == ClaimState.ACCEPTED and claim.record:
        return claim.record
    is_published = claim.source.is_public and current_city().publish_on_acceptance
    acceptance = Acceptance(by, claim.source, claim, gazetteer, is_published, chosen)
    with recorded(by=by, action="accept_claim", source=claim.source) as journal:
        record = take_into_record(acceptance)
        AcceptanceEffect.objects.bulk_create(acceptance.effects)
        _decide(journal, by, claim, ClaimState.ACCEPTED, record_id=record.pk, remark="")
    return record


def correct_claim(*, by: Account, claim: Claim, values: Mapping[str, Any]) -> None:
    """Correct what a claim says before it is accepted; its evidence stays. Raises BrokenRule for an unknown field."""
    check_can_review_claims(by)
    _refuse_accepted(claim)
    unknown = sorted(set(values) - set(claim.content))
    if unknown:
        raise BrokenRule(f"A claim of this kind has no {', '.join(unknown)}. Correct one of its own fields.")
    with recorded(by=by, action="correct_claim", source=claim.source) as journal:
        for name, value in values.items():
            journal.note(claim.pk, name, claim.content[name], value)
        claim.content = {**claim.content, **values}
        claim.save(update_fields=["content"])


def reject_claim(*, by: Account, claim: Claim, remark: str = "") -> None:
    """Reject a claim: it says what is not so, or what does not belong in the record."""
    check_can_review_claims(by)
    _refuse_accepted(claim)
    with recorded(by=by, action="reject_claim", source=claim.source) as journal:
        _decide(journal, by, claim, ClaimState.REJECTED, remark=remark)


def postpone_claim(*, by: Account, claim: Claim, remark: str = "") -> None:
    """Put a claim off until somebody knows more."""
    check_can_review_claims(by)
    _refuse_accepted(claim)
    with recorded(by=by, action="postpone_claim", source=claim.source) as journal:
        _decide(journal, by, claim, ClaimState.LATER, remark=remark)


def withdraw_acceptance(*, by: Account, claim: Claim) -> None:
    """Undo everything that accepting a claim did, as one action; the claim is open again.

    Raises BrokenRule, with nothing done, where something accepted later rests on the record it added.
    """
    check_can_review_claims(by)
    if claim.state != ClaimState.ACCEPTED:
        raise BrokenRule("This claim was not accepted. There is nothing to withdraw.")
    with recorded(by=by, action="withdraw_acceptance", source=claim.source) as journal:
        for effect in claim.effects.select_related("record").order_by("-position"):
            _undo(by, claim, effect)
        claim.effects.all().delete()
        _decide(journal, by, claim, ClaimState.OPEN, record_id=None, remark="")


def _undo(by: Account, claim: Claim, effect: AcceptanceEffect) -> None:
    source, record = claim.source, effect.record
    if effect.kind == EffectKind.CITED:
        for citation in Citation.objects.filter(pk=effect.part_id):
            remove_citation(by=by, source=source, citation=citation)
    elif effect.kind == EffectKind.CHANGED:
        for change in PartnershipChange.objects.filter(pk=effect.part_id).select_related("partnership"):
            remove_partnership_change(by=by, source=source, change=change)
    elif effect.kind == EffectKind.SET:
        _set_back(by, claim, effect)
    else:
        if others := what_depends_on(record):
            raise BrokenRule(f"{others} rests on what this claim added. Withdraw that first.")
        remove_record(by=by, source=source, record=record, reason="The acceptance was withdrawn.")


def _set_back(by: Account, claim: Claim, effect: AcceptanceEffect) -> None:
    """Restore a date, unless somebody has changed it since."""
    before, source = end_from_edtf(effect.before), claim.source
    if effect.record.kind == RecordKind.PARTNERSHIP:
        partnership = Partnership.objects.get(pk=effect.record_id)
        if str(partnership.since or "") == effect.after and not isinstance(before, Open):
            set_partnership_since(by=by, source=source, partnership=partnership, since=before)
    else:
        agreement = Agreement.objects.get(pk=effect.record_id)
        if str(getattr(agreement, effect.field) or "") == effect.after:
            set_agreement_dates(by=by, source=source, agreement=agreement, **{effect.field: before})


def _refuse_accepted(claim: Claim) -> None:
    if claim.state == ClaimState.ACCEPTED:
        raise BrokenRule("This claim was accepted. Withdraw the acceptance first.")


def _decide(journal: Journal, by: Account, claim: Claim, state: ClaimState, **values: Any) -> None:
    journal.update(claim, state=state, reviewed_at=timezone.now(), reviewed_by=by.pk, **values)
