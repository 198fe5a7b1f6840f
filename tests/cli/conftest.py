"""Commands run as people run them: with arguments, in a process of their own, in an instance of their own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from solmu.places.build import build
from solmu.places.gazetteer import BUILT
from tests.cli.nursery import Nursery

PAGE = """# Rantalan kumppanit

Tampereen ystävyyskaupungit:

- Tartto, Viro
- Norrköping, Ruotsi

Tampereen ja Tarton ensimmäinen yhteisymmärryspöytäkirja allekirjoitettiin 1999.
Tampereen ja Tarton nykyinen yhteisymmärryspöytäkirja on voimassa vuoteen 2019 asti.
"""

Solmu = Callable[..., subprocess.CompletedProcess[str]]
_NURSERY = Nursery()


def run_solmu(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SOLMU_", "DJANGO_"))}
    return _NURSERY.run(arguments, kept | {"SOLMU_DIR": str(folder), **env})


@pytest.fixture(scope="session")
def built_gazetteer() -> None:
    if not BUILT.is_file():
        build()


@pytest.fixture
def solmu(instance: Path, built_gazetteer: None) -> Solmu:
    """Runs `solmu` in an instance that is not made yet."""
    return lambda *arguments, **env: run_solmu(instance, *arguments, **env)


@pytest.fixture(scope="session")
def kept_folder(tmp_path_factory: pytest.TempPathFactory, built_gazetteer: None) -> Path:
    """An instance for a municipality with a page accepted; nobody may change it."""
    folder = tmp_path_factory.mktemp("kept")
    page = folder / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    for arguments in (
        ["init", "--city", "Tampere"],
        ["user", "add", "officer@example.org", "--role", "officer"],
        ["intake", str(page), "--accept", "--as", "officer@example.org"],
    ):
        done = run_solmu(folder, *arguments)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def kept(kept_folder: Path) -> Solmu:
    """Runs `solmu` in the instance with a page accepted; for commands that only read."""
    return lambda *arguments, **env: run_solmu(kept_folder, *arguments, **env)
