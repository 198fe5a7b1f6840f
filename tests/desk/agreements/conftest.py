"""Agreements of a small city: one that runs and one that ended, each between home and a partner."""

from __future__ import annotations

from typing import Any

import pytest

from solmu.registry.actions.agreements import add_agreement
from solmu.registry.models import Agreement, Partnership
from solmu.registry.vocabulary import AgreementKind
from tests.registry import founding
from tests.registry.founding import on

PDF = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def tie(city) -> Partnership:
    source = founding.page()
    where = founding.place(source)
    founding.city(source, where)
    return founding.partnership(source, where)


def signed(tie: Partnership, day: str, **facts: Any) -> Agreement:
    """An agreement between home and the partner that was made on the day."""
    source = founding.page()
    return add_agreement(
        by=founding.BY,
        source=source,
        kind=AgreementKind.MEMORANDUM_OF_UNDERSTANDING,
        parties=[founding.home(source), founding.city(source, tie.partner)],
        partnerships=[tie],
        signed=on(day),
        of_the_past=True,
        is_published=True,
        **facts,
    )


@pytest.fixture
def running(tie) -> Agreement:
    return signed(tie, "2024-01-15", valid_from=on("2024-01-15"), valid_until=on("2031-12-31"))


@pytest.fixture
def expired(tie) -> Agreement:
    return signed(tie, "2015-03-02", valid_until=on("2019"))
