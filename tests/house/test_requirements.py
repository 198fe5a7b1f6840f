"""What the code imports is what the requirements say, and the locks hold it."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from house.locks import REQUIREMENTS
from house.processes import ROOT

# Modules that only set-up runs; what they import stands in build.in.
AT_SET_UP = ("src/solmu/places/build.py", "src/solmu/portal/drawing/build_land.py")
# Named in settings or run as programs, never imported by name.
NOT_IMPORTED = {"granian", "psycopg", "tzdata", "whitenoise"}


def normal(name: str) -> str:
    """A distribution's name in its normal form (Python packaging's name normalisation)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def named(requirements: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{requirements}.in").read_text(encoding="utf-8").splitlines()
    return {normal(re.match(r"[\w.-]+", line)[0]) for line in lines if line and not line.startswith(("-", "#"))}


def imported_by(paths: list[Path]) -> set[str]:
    """The distributions whose modules are imported, our own and the standard library left out."""
    modules = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                modules.add(node.module.split(".")[0])
    known = packages_distributions()
    foreign = modules - set(sys.stdlib_module_names) - {"solmu", "house"}
    return {normal(known.get(module, [module])[0]) for module in foreign}


def sources(*, at_set_up: bool) -> list[Path]:
    chosen = {ROOT / name for name in AT_SET_UP}
    return [path for path in sorted((ROOT / "src").rglob("*.py")) if (path in chosen) == at_set_up]


def test_running_solmu_imports_what_base_names() -> None:
    assert imported_by(sources(at_set_up=False)) - named("base") == set()


def test_set_up_imports_what_base_and_build_name() -> None:
    assert imported_by(sources(at_set_up=True)) - named("build") - named("base") == set()


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_lock_holds_every_name_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.\[\]-]+)==\S+.* \\\n    --hash=sha256:", text, re.MULTILINE)

    assert named(name) - {normal(one.partition("[")[0]) for one in pinned} == set()
