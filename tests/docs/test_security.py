"""The answers to the ASVS: each requirement of its levels once, and every test and page that is named exists."""

from __future__ import annotations

import ast
import re

from house.processes import ROOT

PAGE = (ROOT / "docs" / "reference" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# OWASP ASVS 5.0.0: how many requirements of level 1 or 2 each section begins with.
ASKED = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
ANSWERS = ("met", "met where the city demands it", "met by the city", "not met", "not applicable")


def functions_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_is_answered_once_and_no_other() -> None:
    numbers = [number for number, *_rest in ROW.findall(PAGE)]
    assert numbers == [f"{section}.{place}" for section, last in ASKED.items() for place in range(1, last + 1)]
    assert [answer for _number, _what, answer, _by in ROW.findall(PAGE) if answer not in ANSWERS] == []
    assert len(numbers) == len(re.findall(r"^\| \d", PAGE, re.MULTILINE))


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
    assert len(named) > 50
    assert [f"{path}::{name}" for path, name in named if name not in functions_in(path)] == []


def test_what_is_met_names_what_proves_it() -> None:
    bare = [number for number, _what, answer, by in ROW.findall(PAGE) if answer != "not applicable"
            and "::test_" not in by and ".md)" not in by]  # fmt: skip
    assert bare == []


def test_every_heading_that_is_named_exists() -> None:
    named = set(re.findall(r"\[[^\]]+\]\(([\w./-]+\.md)\), \*([^*]+)\*", PAGE))
    assert len(named) > 8
    folder = ROOT / "docs" / "reference"
    lost = [
        f"{page}: {heading}"
        for page, heading in sorted(named)
        if not re.search(
            rf"^(?:#+ {re.escape(heading)}$|\*\*{re.escape(heading)}\.\*\*)",
            (folder / page).read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]
    assert lost == []


COMMANDS = {"system", "popen", "fork", "posix_spawn", *(f"exec{end}" for end in ("l", "le", "lp", "v", "ve", "vp"))}
MODULES = {"subprocess", "pty", "pickle", "marshal", "shelve", "ctypes", "cffi", "code", "codeop"}
FIXED = ("stewardship/file_words/asking.py", "subprocess")
"""It starts one command, in which no value stands; what the process is to read is sent to its standard input."""


def test_nothing_starts_a_command_runs_text_or_leaves_python() -> None:
    package = ROOT / "src" / "solmu"
    found = []
    for path in sorted(package.rglob("*.py")):
        where = path.relative_to(package).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found += [(where, each.name) for each in node.names if each.name.partition(".")[0] in MODULES]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in MODULES:
                found.append((where, node.module or ""))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found += [(where, node.func.id)] if node.func.id in ("eval", "exec", "compile") else []
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                is_of_system = isinstance(node.func.value, ast.Name) and node.func.value.id == "os"
                found += [(where, node.func.attr)] if is_of_system and node.func.attr in COMMANDS else []
    assert [each for each in found if each != FIXED] == []
