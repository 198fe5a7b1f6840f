"""The how-to of renewals, carried out: from a matter to a successor in force, on the command line alone."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from pathlib import Path

import pytest

from house.processes import ROOT
from solmu.stewardship.rules.renewals import TRANSITIONS
from tests.docs.test_tutorial import COMMAND, clone, is_printed, steps_of

__all__ = ["clone"]

HOW_TO = (ROOT / "docs" / "how-to" / "renewal.md").read_text(encoding="utf-8")
OVERDUE = "check --severity overdue --lang en --on 24.11.2026"


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """One line of the how-to, in the demo's instance."""
    env = {name: value for name, value in os.environ.items() if name != "SOLMU_DATABASE_URL"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env | {"SOLMU_DIR": "var", "SOLMU_ACCOUNT": "officer@example.org", "COLUMNS": "400"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def demo(clone: Path) -> Path:
    """What `python3 run demo` makes, in a clone of its own."""
    done = run(f"{COMMAND}demo --no-serve", clone)
    assert done.returncode == 0, done.stderr
    return clone


def test_renewal_goes_from_matter_to_in_force_as_told(demo: Path) -> None:
    missing, hashes = [], {}
    for commands, printed in steps_of(HOW_TO):
        for command in commands:
            done = run(command, demo)
            refused = any(line.startswith("solmu: ") for line in printed)
            expected = 2 if refused else 1 if command.endswith(OVERDUE) else 0
            assert done.returncode == expected, (command, done.stderr)
            hashes |= dict(re.findall(r"^(\S+): [\d,]+ bytes, SHA-256 ([0-9a-f]{64})$", done.stdout, re.MULTILINE))
        missing += [(commands[-1], line) for line in printed if not is_printed(line, done.stdout + done.stderr)]

    assert missing == []
    assert {name: hashlib.sha256((demo / "drafts" / name).read_bytes()).hexdigest() for name in hashes} == hashes
    assert sorted(hashes) == ["draft-1-fi-en.docx", "draft-1-fi-en.pdf"]
    assert run(f"{COMMAND}doctor", demo).returncode == 0


def test_what_leads_where_is_the_table_of_the_rules() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", HOW_TO.partition("## What leads where")[2], re.MULTILINE)

    assert {stage: tuple(re.findall(r"`([a-z_]+)`", ways)) for stage, ways in rows} == dict(TRANSITIONS)
