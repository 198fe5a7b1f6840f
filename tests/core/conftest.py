"""Actors and a source that tests of core begin with."""

from __future__ import annotations

from datetime import date

import pytest

from solmu.core.actions import add_account, add_source
from solmu.core.models import Account, Source, system_actor
from solmu.core.vocabulary import SourceKind


@pytest.fixture
def officer(db: None) -> Account:
    return add_account(by=system_actor(), email="officer@example.org", role="officer", name="Oona Officer")


@pytest.fixture
def administrator(db: None) -> Account:
    return add_account(by=system_actor(), email="admin@example.org", role="administrator", name="Aino Admin")


@pytest.fixture
def source(officer: Account) -> Source:
    return add_source(by=officer, kind=SourceKind.PAGE, title="A page", read_on=date(2026, 11, 24), is_public=True)
