"""Whatever is asked: a sentence and an exit status, never a stack trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from solmu.cli.__main__ import COMMANDS
from tests.cli.conftest import Solmu


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], *[[verb, "--help"] for verb in COMMANDS]])
def test_help_is_there_without_an_instance(solmu: Solmu, arguments: list[str]) -> None:
    done = solmu(*arguments)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: ")


@pytest.mark.parametrize(
    "arguments",
    [["show", "partnerships"], ["check"], ["doctor"], ["user", "add", "a@example.org", "--role", "officer"], ["serve"]],
)
def test_without_an_instance_the_command_that_makes_one_is_named(solmu: Solmu, arguments: list[str]) -> None:
    done = solmu(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert "solmu init --city NAME" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[city\n", "cannot be read"),
        ("", "lacks name, country"),
        (
            '[city]\nname = "X"\ncountry = "FI"\nlatitude = 1\nlongitude = 1\nlanguages = ["fi"]\ntime_zone = "M/X"\n',
            "M/X",
        ),
    ],
)
@pytest.mark.parametrize("arguments", [["show", "partnerships"], ["check"], ["doctor"]])
def test_broken_settings_are_named(
    solmu: Solmu, instance: Path, arguments: list[str], text: str, sentence: str
) -> None:
    instance.mkdir(parents=True)
    (instance / "config.toml").write_text(text)

    done = solmu(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.sqlite
def test_broken_database_is_named(solmu: Solmu, instance: Path) -> None:
    assert solmu("init", "--city", "Tampere").returncode == 0
    (instance / "solmu.sqlite3").write_bytes(b"not a database" * 100)
    for beside in ("solmu.sqlite3-wal", "solmu.sqlite3-shm"):
        (instance / beside).unlink(missing_ok=True)

    done = solmu("check")

    assert done.returncode == 2
    assert "The database cannot be opened" in done.stderr
    assert "solmu.sqlite3" in done.stderr
    assert "Traceback" not in done.stderr


def test_folder_that_cannot_be_made_is_named(solmu: Solmu, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    done = solmu("init", "--city", "Tampere", SOLMU_DIR=str(tmp_path / "file" / "var"))

    assert done.returncode == 2
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["dance"], ["show", "everything"], ["user", "add"], ["check", "--on"]])
def test_misspelled_commands_are_refused(kept: Solmu, arguments: list[str]) -> None:
    done = kept(*arguments)

    assert done.returncode == 2
    assert done.stderr.startswith("Usage: ")
