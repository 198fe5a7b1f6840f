"""Instances whose pages are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from solmu.registry.models import Organisation
from tests.portal import published


@pytest.fixture
def city(db: None, instance: Path) -> Organisation:
    """A city whose record is empty."""
    return published.found_city(instance)


@pytest.fixture
def example(db: None, instance: Path) -> None:
    """The example city, read and accepted."""
    published.accept_example()
