"""An instance whose feeds are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from solmu.core.models import Source
from solmu.registry.models import Organisation, Partnership
from tests.portal import published
from tests.registry import founding


@pytest.fixture
def home(db: None, instance: Path) -> Organisation:
    """A city whose record is empty."""
    return published.found_city(instance)


@pytest.fixture
def source(home: Organisation) -> Source:
    return founding.page()


@pytest.fixture
def tartu(source: Source) -> Partnership:
    return founding.partnership(source, founding.place(source, fi="Tartto", sv="Dorpat", en="Tartu"))
