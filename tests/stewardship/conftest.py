"""The record that tests of stewardship begin with."""

from __future__ import annotations

import pytest

from solmu.core.models import Source
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
    return founding.partnership(source, founding.place(source, fi="Tartto", sv="Dorpat", en="Tartu"))
