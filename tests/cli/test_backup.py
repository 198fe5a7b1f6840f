"""Backing up, restoring, merging and removing as people do it; what the actions do is tested with them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Solmu, run_solmu

BY = ("--by", "officer@example.org")


@pytest.fixture
def own(kept_folder: Path, tmp_path: Path) -> Solmu:
    """Runs `solmu` in a copy of the instance with a page accepted; it may be changed."""
    folder = tmp_path / "own"
    shutil.copytree(kept_folder, folder)
    return lambda *arguments, **env: run_solmu(folder, *arguments, **env)


def keys(solmu: Solmu, what: str) -> list[str]:
    done = solmu("show", what, "--json")
    assert done.returncode == 0, done.stderr
    return [each["id"] for each in json.loads(done.stdout)]


def test_backup_is_restored_elsewhere_and_asks_before_it_replaces(own: Solmu, tmp_path: Path) -> None:
    path, folder = tmp_path / "backup", tmp_path / "elsewhere"
    agreements = keys(own, "agreements")

    done = own("backup", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    [wrote, head] = done.stdout.splitlines()
    assert wrote.startswith(f"Wrote {path}: ")
    assert wrote.endswith(" tables, 1 files.")
    assert own("backup", str(path)).stderr == (
        f"solmu: {path} exists already. Choose another name, or replace it with --replace.\n"
    )

    restored = run_solmu(folder, "restore", str(path))
    assert (restored.returncode, restored.stderr) == (0, "")
    lines = restored.stdout.splitlines()
    assert lines[0].startswith(f"Restored Tampere from {path}, made ")
    assert lines[1].startswith("No list of erasures was given: ")
    assert all(line.endswith(": whole") for line in lines[2:-1]), lines
    assert lines[-1] == head
    assert keys(lambda *arguments: run_solmu(folder, *arguments), "agreements") == agreements

    again = run_solmu(folder, "restore", str(path))
    assert (again.returncode, again.stdout) == (2, "")
    assert "holds an instance already" in again.stderr
    unasked = run_solmu(folder, "restore", str(path), "--replace")
    assert (unasked.returncode, unasked.stderr) == (2, f"solmu: What is in {folder} would go. Say so with --yes.\n")


def test_two_agreements_are_shown_merged_and_parted_again(own: Solmu) -> None:
    one, other = keys(own, "agreements")

    unasked = own("merge", one, "--into", other, *BY)
    assert unasked.returncode == 2
    assert unasked.stderr == "solmu: Look at both records, and merge them with --yes.\n"
    assert f"{one} (goes)" in unasked.stdout
    assert keys(own, "agreements") == [one, other]

    done = own("merge", one, "--into", other, "--yes", *BY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"Merged {one} into {other}. Take it back with: solmu merge --undo {one}\n")
    assert keys(own, "agreements") == [other]
    assert own("doctor").returncode == 0

    undone = own("merge", "--undo", one, *BY)
    assert (undone.returncode, undone.stdout) == (0, f"{one} is a record of its own again: agreement.\n")
    assert keys(own, "agreements") == [one, other]
    assert own("doctor").returncode == 0


def test_record_is_removed_for_a_reason_and_put_back(own: Solmu) -> None:
    one, other = keys(own, "agreements")

    assert own("remove", one, *BY).stderr == "solmu: Why, for the public is missing. Give it with --reason.\n"
    done = own("remove", one, "--reason", "Recorded by mistake.", *BY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Removed the agreement {one}. Put it back with: solmu remove --undo {one}\n"
    assert keys(own, "agreements") == [other]

    back = own("remove", "--undo", one, *BY)
    assert back.stdout == f"Put back the agreement {one}. It is internal until it is published.\n"
    assert keys(own, "agreements") == [one, other]
    assert own("remove", "--undo", "nothing", *BY).stderr.startswith("solmu: No record has the id nothing.")
