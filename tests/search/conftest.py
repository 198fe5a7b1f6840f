"""The record that every test of search begins with."""

from __future__ import annotations

from pathlib import Path

import pytest

from solmu.registry.models import Partnership
from tests.portal.published import SETTINGS
from tests.search import record


@pytest.fixture
def ties(db: None, instance: Path) -> dict[str, Partnership]:
    """Partnerships by their first name, with agreements, schools, networks, activities, stories and recognitions."""
    instance.mkdir(parents=True, exist_ok=True)
    (instance / "config.toml").write_text(SETTINGS, encoding="utf-8")
    return record.make()
