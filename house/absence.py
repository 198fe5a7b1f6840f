"""What the tests can use when a machine has it, and the command that adds it when it has not.

A test that lacks one of these is skipped and counted, never quietly left out; with CI=true such a skip fails the run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from house import postgresql
from house.processes import ROOT

MARK = "absent: "


@dataclass(frozen=True)
class Thing:
    """Something outside the project that tests use: its name, where it was found, the command that adds it."""

    name: str
    find: Callable[[], Path | None]
    command: str

    @property
    def reason(self) -> str:
        """The words of a skip; `run test` gathers them from the tests' results."""
        return f"{MARK}{self.name}. Add it with: {self.command}"


def _program(*names: str) -> Path | None:
    return next((Path(path) for name in names if (path := shutil.which(name))), None)


def _shared() -> Path | None:
    folder = Path(os.environ.get("SOLMU_SHARED") or ROOT.parent / "shared")
    return folder if folder.is_dir() else None


POSTGRESQL = Thing("PostgreSQL", postgresql.programs, "python3 run setup --postgresql")
BROWSER = Thing("Chromium", lambda: _program("chromium", "chromium-browser"), "apt-get install chromium (as root)")
JAVA = Thing("Java", lambda: _program("java"), "apt-get install default-jre-headless (as root)")
SHARED = Thing("the shared folder", _shared, "putting it beside the project as ../shared, or naming it in SOLMU_SHARED")
THINGS = (POSTGRESQL, BROWSER, JAVA, SHARED)
