"""Whatever is asked: a sentence and an exit status, never a stack trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from solmu.cli.__main__ import COMMANDS
from solmu.cli.__main__ import solmu as commands
from tests.cli.conftest import Solmu


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], *[[verb, "--help"] for verb in COMMANDS]])
def test_help_is_there_without_an_instance(arguments: list[str]) -> None:
    done = CliRunner().invoke(commands, arguments)

    assert (done.exit_code, done.output[:7]) == (0, "Usage: ")


def test_help_is_printed_by_the_program_itself(solmu: Solmu) -> None:
    done = solmu("--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"  {verb} " in done.stdout for verb in COMMANDS)


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
@pytest.mark.parametrize("arguments", [["check"]])
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


@pytest.mark.parametrize("arguments", [["dance"], ["show", "everything"], ["user", "add"]])
def test_misspelled_commands_are_refused(kept: Solmu, arguments: list[str]) -> None:
    done = kept(*arguments)

    assert done.returncode == 2
    assert done.stderr.startswith("Usage: ")
