"""When an environment can be kept and when it is made again."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from house.set_up import environment_fits


def make(venv: Path, *, version: str, command: str) -> None:
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    (venv / "pyvenv.cfg").write_text(f"home = x\nversion = {version}\ncommand = {command}\n")


def test_environment_of_this_python_and_folder_is_kept(tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    make(venv, version=platform.python_version(), command=f"python -m venv {venv}")

    assert environment_fits(venv)


@pytest.mark.parametrize(
    ("version", "command"),
    [("3.10.1", "python -m venv {venv}"), (platform.python_version(), "python -m venv elsewhere")],
    ids=["another Python", "another folder"],
)
def test_environment_of_another_is_made_again(tmp_path: Path, version: str, command: str) -> None:
    venv = tmp_path / ".venv"
    make(venv, version=version, command=command.format(venv=venv))

    assert not environment_fits(venv)


def test_environment_without_its_python_is_made_again(tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    make(venv, version=platform.python_version(), command=f"python -m venv {venv}")
    (venv / "bin" / "python").unlink()

    assert not environment_fits(venv)


def test_absent_environment_is_made(tmp_path: Path) -> None:
    assert not environment_fits(tmp_path / ".venv")
