"""What the state of an agreement or a partnership allows."""

from __future__ import annotations

import pytest

from solmu.registry.rules.transitions import (
    NEXT_STAGES,
    OVER,
    RUNNING,
    TIE_TRANSITIONS,
    TRANSITIONS,
    UNSIGNED,
    allowed,
    stage_allowed,
    tie_allowed,
)
from solmu.registry.vocabulary import AgreementStage, AgreementStatus, PartnershipStatus


def test_every_status_is_of_one_group() -> None:
    assert set(AgreementStatus.values) == UNSIGNED | RUNNING | OVER
    assert len(UNSIGNED) + len(RUNNING) + len(OVER) == len(AgreementStatus.values)
    assert set(NEXT_STAGES) == UNSIGNED == set(AgreementStage.values)


@pytest.mark.parametrize("verb", TRANSITIONS)
@pytest.mark.parametrize("status", ["", *AgreementStatus.values])
def test_agreement_is_allowed_what_its_status_says_and_told_why_not(status: str, verb: str) -> None:
    sentence = allowed(status, verb)

    if status in TRANSITIONS[verb]:
        assert sentence is None
    else:
        assert sentence is not None
        assert sentence.count(". ") == 1
        assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("status", "verb", "sentence"),
    [
        ("draft", "sign", "It is a draft. Record the decision that approves it first, then the signatures."),
        ("draft", "extend", "It is a draft. Change the draft, or have it signed first."),
        ("expired", "extend", "It has ended. Make the agreement that follows it instead."),
        ("expired", "terminate", "It has ended. Check the day, and which agreement is meant."),
        ("suspended", "suspend", "It is suspended already. End that suspension first."),
        ("replaced", "succeed", "Another agreement has replaced it. Follow the one that replaced it."),
        ("in_force", "abandon", "It is signed. This step is only for what is not signed yet; amend it instead."),
        ("suspended", "advance", "It is signed. This step is only for what is not signed yet; amend it instead."),
        ("", "suspend", "It has not been made by that day. Check the day, and which agreement is meant."),
    ],
)
def test_refusal_says_state_and_remedy(status: str, verb: str, sentence: str) -> None:
    assert (allowed(status, verb) or "").startswith(sentence)


@pytest.mark.parametrize(
    ("stage", "to", "is_allowed"),
    [
        ("draft", "in_negotiation", True),
        ("draft", "approved", True),
        ("draft", "draft", False),
        ("in_negotiation", "approved", True),
        ("in_negotiation", "draft", True),
        ("in_negotiation", "in_negotiation", False),
        ("approved", "in_negotiation", True),
        ("approved", "draft", True),
        ("approved", "approved", False),
    ],
)
def test_stages_follow_each_other(stage: str, to: str, is_allowed: bool) -> None:
    assert (stage_allowed(stage, to) is None) is is_allowed


@pytest.mark.parametrize("verb", TIE_TRANSITIONS)
@pytest.mark.parametrize("status", ["", *PartnershipStatus.values])
def test_partnership_is_allowed_what_its_status_says(status: str, verb: str) -> None:
    sentence = tie_allowed(status, verb)

    if status in TIE_TRANSITIONS[verb]:
        assert sentence is None
    else:
        assert sentence is not None
        assert sentence.endswith(".")
