"""The command-line reference says what `--help` says, and pages show only commands there are.

After a change of the command line, write the reference anew:

    SOLMU_WRITE_DOCS=1 python3 run test tests/docs
"""

from __future__ import annotations

import os
import re

import pytest

from house.processes import ROOT
from tests.docs.command_lines import commands, help_of, options_of, run_verbs, solmu_lines, verbs_of_run

REFERENCE = ROOT / "docs" / "reference" / "command-line.md"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SECTION = re.compile(r"^## solmu ?([a-z -]*)\n\n```text\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def name_of(path: object) -> str:
    return str(path.relative_to(ROOT))  # type: ignore[attr-defined]


def test_command_line_reference_is_the_help() -> None:
    expected = {" ".join(path): help_of(path, command) for path, command in commands().items()}
    if os.environ.get("SOLMU_WRITE_DOCS"):
        before = REFERENCE.read_text(encoding="utf-8").partition("\n## solmu")[0]
        sections = [f"\n## {f'solmu {name}'.strip()}\n\n```text\n{said}\n```\n" for name, said in expected.items()]
        REFERENCE.write_text("".join([before, *sections]), encoding="utf-8")

    written = dict(SECTION.findall(REFERENCE.read_text(encoding="utf-8")))

    assert written == expected


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_shows_only_verbs_of_solmu_with_their_options(page) -> None:
    every = commands()

    wrong = [
        line
        for line in solmu_lines(page.read_text(encoding="utf-8"))
        if line.path not in every or not set(line.options) <= options_of(every[line.path])
    ]

    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_shows_only_verbs_of_run(page) -> None:
    known = verbs_of_run()

    assert [verb for verb in run_verbs(page.read_text(encoding="utf-8")) if verb not in known] == []


def test_command_lines_are_found_in_code() -> None:
    page = "    .venv/bin/solmu user add A --role officer\n\n`solmu shwo --json`, `python3 run tset`, the solmu package"

    assert [(line.path, line.options) for line in solmu_lines(page)] == [
        (("user", "add"), ("--role",)),
        (("shwo",), ("--json",)),
    ]
    assert run_verbs(page) == ["tset"]


def test_readme_says_how_to_test() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.strip() == "python3 run test"] == ["    python3 run test"]
    assert "test" in verbs_of_run()
