"""The tutorial, carried out: each command it shows prints what it shows after it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.processes import ROOT

TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
COMMAND = ".venv/bin/solmu "
SERVES = ("serve",)
# What the reader types where a command asks.
TYPED = {"review": "a\nq\n"}


def blocks_of(page: str) -> list[list[str]]:
    """The indented blocks of a page; blank lines within one part it, as they do in what commands print."""
    blocks: list[list[str]] = []
    is_inside = False
    for line in page.splitlines():
        if line.startswith("    "):
            if not is_inside:
                blocks.append([])
            blocks[-1].append(line[4:])
        is_inside = line.startswith("    ")
    return blocks


def steps_of(page: str) -> Iterator[tuple[list[str], list[str]]]:
    """Commands shown together, with the lines shown as printed by the last of them."""
    commands: list[str] = []
    printed: list[str] = []
    for block in blocks_of(page):
        if block[0].startswith((COMMAND, "DJANGO_SETTINGS_MODULE=", "cp ", "rm ", "python3 run", "export ")):
            if commands:
                yield commands, printed
            commands, printed = ["\n".join(block)] if "<<" in block[0] else block, []
        else:
            printed += block
    yield commands, printed


def run(command: str, folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """One line of the tutorial, with this environment's `solmu` and `python`."""
    env = {name: value for name, value in os.environ.items() if name != "SOLMU_DATABASE_URL"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env | {"SOLMU_DIR": "lintula", "COLUMNS": "400"},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def is_printed(line: str, said: str) -> bool:
    """Whether a line was printed; … stands for whatever stands there, a space for one that does not break too."""
    pattern = r".*?".join(re.escape(part.strip()) for part in line.split("…"))
    return re.search(pattern, said.replace("\xa0", " ")) is not None


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the tutorial needs of a clone."""
    for path in ("docs/examples", "cities"):
        shutil.copytree(ROOT / path, tmp_path / path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def test_tutorial_shows_what_its_commands_print(clone: Path) -> None:
    missing = []
    for commands, printed in steps_of(TUTORIAL):
        said = ""
        for command in commands:
            if command.startswith("python3 run demo"):
                command = ".venv/bin/solmu demo --no-serve"
                said = run(f"SOLMU_DIR=var {command}", clone).stdout
                continue
            verb = command.removeprefix(COMMAND).split()[0] if command.startswith(COMMAND) else ""
            if verb in SERVES:
                continue
            done = run(command, clone, TYPED.get(verb, ""))
            said = done.stdout
            assert done.stderr == "", command
            assert done.returncode == (1 if command.endswith("check --on 1.3.2028") else 0), command
        missing += [(commands[-1], line) for line in printed if not is_printed(line, said)]

    assert missing == []
    assert not (clone / "lintula").exists()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("intake nowhere.md", "There is no file nowhere.md. Check the name."),
        ("intake empty.txt", "empty.txt is empty. Give a document that has text."),
        ("intake report.pdf", "report.pdf is a PDF, not plain text. Save it as text, Markdown or HTML first."),
        ("check --on 31.2.2026", "There is no such date as 31.2.2026. Check the day and the month."),
        (
            "init --city Lintukoto",
            "No city called “Lintukoto” is known. Check the spelling, or make a folder for it in cities/.",
        ),
    ],
)
def test_tutorial_shows_what_bad_input_is_answered_with(clone: Path, command: str, sentence: str) -> None:
    (clone / "empty.txt").touch()
    (clone / "report.pdf").write_bytes(b"%PDF-1.7\n")

    done = run(COMMAND + command, clone)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.rstrip().endswith(sentence)
    assert f"`{sentence}`" in TUTORIAL


def test_is_printed_takes_any_words_for_an_ellipsis() -> None:
    assert is_printed("  Head: …", "Record: whole\nHead: 12:ab\n")
    assert is_printed("It was … 2019.", "It was in force until\xa02019.")
    assert not is_printed("It was … 2020.", "It was in force until 2019.")
