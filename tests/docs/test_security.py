"""The answers to the ASVS: each requirement once, and every test that is named exists."""

from __future__ import annotations

import ast
import re

from house.processes import ROOT

PAGE = (ROOT / "docs" / "reference" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+(?:\.\d+)?) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ANSWERS = ("met", "met where the city demands it", "met by the city", "not met", "not applicable")


def functions_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_is_answered_once() -> None:
    numbers = [number for number, *_rest in ROW.findall(PAGE)]
    assert sorted(numbers) == sorted(set(numbers))
    assert [answer for _number, _what, answer, _by in ROW.findall(PAGE) if answer not in ANSWERS] == []
    assert len(numbers) == len(re.findall(r"^\| \d", PAGE, re.MULTILINE))


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)
    assert len(named) > 50
    assert [f"{path}::{name}" for path, name in named if name not in functions_in(path)] == []
