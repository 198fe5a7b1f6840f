"""The gazetteer built once, where set-up has not built it already."""

from __future__ import annotations

import pytest

from solmu.core.errors import SolmuError
from solmu.places.build import build
from solmu.places.gazetteer import Gazetteer, open_gazetteer


@pytest.fixture(scope="session")
def built_gazetteer() -> None:
    """The file that countries and the gazetteer read."""
    try:
        open_gazetteer()
    except SolmuError:
        build()


@pytest.fixture(scope="session")
def gazetteer(built_gazetteer: None) -> Gazetteer:
    return open_gazetteer()
