"""An instance's home city, a gazetteer, and what a city's settings are while a claim is accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from solmu.core.models import Record, Source, system_actor
from solmu.intake.actions.review import accept_claim
from solmu.intake.models import Claim
from solmu.places.build import build
from solmu.places.gazetteer import BUILT, Gazetteer, open_gazetteer
from solmu.registry.models import Organisation
from tests.registry import founding

SETTINGS = """[city]
name = "Rantala"
country = "FI"
latitude = 60.1
longitude = 24.9
languages = ["fi", "sv", "en"]
"""


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    if not BUILT.is_file():
        build()
    return open_gazetteer()


@pytest.fixture
def config(instance: Path) -> Path:
    """The instance's settings."""
    instance.mkdir(parents=True)
    path = instance / "config.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


@pytest.fixture
def settings_source(db: None) -> Source:
    return founding.page("Settings of Rantala", is_public=False)


@pytest.fixture
def home(config: Path, settings_source: Source) -> Organisation:
    return founding.home(settings_source)


@pytest.fixture
def accept(gazetteer: Gazetteer) -> Any:
    def accepting(*claims: Claim, chosen: int | None = None) -> list[Record]:
        return [accept_claim(by=system_actor(), claim=each, gazetteer=gazetteer, chosen=chosen) for each in claims]

    return accepting
