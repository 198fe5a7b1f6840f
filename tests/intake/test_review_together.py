"""Two reviewers at once, several claims at once, and a rejection taken back."""

from __future__ import annotations

from typing import Any

import pytest

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule
from solmu.core.models import AuditEntry, system_actor
from solmu.intake.actions.review import (
    DecidedMeanwhile,
    accept_claim,
    accept_claims,
    postpone_claim,
    reject_claim,
    reopen_claim,
    withdraw_acceptance,
)
from solmu.intake.vocabulary import ClaimState
from solmu.registry.models import Organisation, Partnership
from tests.intake.document import TARTU, UMEA, claim, everything, kept

BY = system_actor()
NOWHERE = {"name": "Qqqqqq", "country": "EE"}


@pytest.fixture
def claims(home: Organisation) -> Any:
    return kept(
        claim("partnership", partner=TARTU), claim("partnership", partner=NOWHERE), claim("partnership", partner=UMEA)
    )


def test_claim_that_somebody_else_decided_on_meanwhile_is_left(claims: Any, gazetteer: Any) -> None:
    first = claims[0]
    accept_claim(by=BY, claim=first, gazetteer=gazetteer, seen=ClaimState.OPEN)
    before = everything()

    for decide in (postpone_claim, reject_claim, reopen_claim):
        with pytest.raises(DecidedMeanwhile, match="Somebody else decided"):
            decide(by=BY, claim=first, seen=ClaimState.OPEN)
    with pytest.raises(DecidedMeanwhile):
        accept_claim(by=BY, claim=first, gazetteer=gazetteer, seen=ClaimState.OPEN)
    with pytest.raises(DecidedMeanwhile):
        withdraw_acceptance(by=BY, claim=first, seen=ClaimState.REJECTED)

    assert everything() == before


def test_several_are_accepted_and_what_cannot_be_is_left(claims: Any, gazetteer: Any) -> None:
    together = accept_claims(by=BY, claims=claims, gazetteer=gazetteer)

    assert together.accepted == [claims[0], claims[2]]
    assert [each for each, _why in together.left] == [claims[1]]
    assert Partnership.objects.live().count() == 2
    assert [each.action for each in AuditEntry.objects.filter(record_id=claims[0].pk)] == ["accept_claim"]
    assert list(chain_faults()) == []


def test_rejection_is_taken_back(claims: Any) -> None:
    reject_claim(by=BY, claim=claims[0], remark="Not so")

    reopen_claim(by=BY, claim=claims[0], seen=ClaimState.REJECTED)

    claims[0].refresh_from_db()
    assert (claims[0].state, claims[0].remark) == ("open", "")


def test_acceptance_is_withdrawn_and_not_merely_taken_back(claims: Any, gazetteer: Any) -> None:
    accept_claim(by=BY, claim=claims[0], gazetteer=gazetteer)

    with pytest.raises(BrokenRule, match="Withdraw the acceptance first"):
        reopen_claim(by=BY, claim=claims[0])
