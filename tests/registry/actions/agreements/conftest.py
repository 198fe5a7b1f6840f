"""Agreements at each point of their life, made as a person makes them today: without a source."""

from __future__ import annotations

import pytest

from solmu.core.models import Source
from solmu.registry.actions.agreements import advance_agreement, draft_agreement, sign_agreement
from solmu.registry.actions.decisions import record_decision
from solmu.registry.models import Agreement, Decision, Organisation, Partnership
from solmu.registry.vocabulary import AgreementKind
from tests.registry import founding
from tests.registry.founding import BY, on


@pytest.fixture
def city(source: Source, tartu: Partnership) -> Organisation:
    return founding.city(source, tartu.partner)


@pytest.fixture
def umea(source: Source, home: Organisation) -> Organisation:
    """A third city, with a partnership of its own."""
    tie = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    return founding.city(source, tie.partner, "Umeå")


@pytest.fixture
def draft(home: Organisation, city: Organisation, tartu: Partnership) -> Agreement:
    return draft_agreement(
        by=BY,
        source=None,
        kind=AgreementKind.MEMORANDUM_OF_UNDERSTANDING,
        parties=[home, city],
        partnerships=[tartu],
        valid_from=on("2024-01-01"),
        valid_until=on("2026-12-31"),
        notice_months=6,
        is_published=True,
    )


@pytest.fixture
def decision(home: Organisation) -> Decision:
    return record_decision(
        by=BY, source=None, organ="Council", decided=on("2023-11-20"), section="§ 7", is_published=True
    )


@pytest.fixture
def approved(draft: Agreement, decision: Decision) -> Agreement:
    advance_agreement(by=BY, source=None, agreement=draft, to="approved", decision=decision)
    return draft


@pytest.fixture
def signed(approved: Agreement, home: Organisation, city: Organisation) -> Agreement:
    """In force from 2024 until 2026."""
    for party, day in ((home, "2023-12-01"), (city, "2023-12-08")):
        sign_agreement(by=BY, source=None, agreement=approved, party=party, on=on(day))
    return approved
