"""The record every test of matters begins with: a home city and a partner."""

from __future__ import annotations

import pytest

from solmu.core.models import Source
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Organisation, Partnership
from tests.registry import founding


@pytest.fixture
def source(db: None) -> Source:
    return founding.page()


@pytest.fixture
def home(source: Source) -> Organisation:
    return founding.home(source)


@pytest.fixture
def tartu(home: Organisation, source: Source) -> Partnership:
    return founding.partnership(source, founding.place(source, fi="Tartto", en="Tartu"))


@pytest.fixture
def network(source: Source) -> Organisation:
    return add_organisation(by=founding.BY, source=source, kind="network", name="Baltic Towns", is_published=True)
