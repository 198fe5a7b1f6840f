"""The command `run`: what it says when something is asked that cannot be done."""

from __future__ import annotations

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from house.processes import ROOT

RUN = ROOT / "run"


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUN), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ) | env)


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_every_verb(arguments: list[str]) -> None:
    done = run(*arguments)

    assert done.returncode == 0
    assert [
        verb for verb in ("setup", "demo", "serve", "test", "lint", "fmt", "bench") if f"\n  {verb} " in done.stdout
    ] == [
        "setup",
        "demo",
        "serve",
        "test",
        "lint",
        "fmt",
        "bench",
    ]


def test_unknown_verb_is_a_sentence() -> None:
    done = run("deploy")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "run does not know the verb 'deploy'. It knows: setup, demo, serve, test, lint, fmt, bench.\n"


def test_port_in_use_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run("demo", PORT=str(port))

    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} of 127.0.0.1 cannot be used (")
    assert done.stderr.count("\n") == 1


def test_port_that_is_none_is_a_sentence() -> None:
    done = run("serve", PORT="eighty")

    assert (done.returncode, done.stderr) == (
        2,
        "PORT is 'eighty', which is no port. Give a number from 1 to 65535.\n",
    )


def test_old_python_reads_as_far_as_the_sentence_about_it() -> None:
    """Syntax that Python 3.6 lacks would be an error before the sentence is printed."""
    ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_run_imports_the_standard_library_only() -> None:
    """What `run` loads before .venv exists must come with Python."""
    foreign = set()
    for path in [RUN, *(ROOT / "house" / f"{name}.py" for name in _reached_from_run())]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            foreign |= {name for name in names if name.split(".")[0] not in sys.stdlib_module_names | {"house"}}

    assert foreign == set()


def _reached_from_run() -> set[str]:
    reached: set[str] = set()
    waiting = [RUN]
    while waiting:
        for node in ast.walk(ast.parse(waiting.pop().read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("house"):
                names = [node.module.removeprefix("house").removeprefix(".")] if "." in node.module else []
                names += [alias.name for alias in node.names if node.module == "house"]
                for name in set(names) - reached:
                    reached.add(name)
                    waiting.append(ROOT / "house" / f"{name}.py")
    return reached


def test_every_verb_of_ci_is_known() -> None:
    text = Path(ROOT / ".ci" / "run").read_text(encoding="utf-8")

    assert [verb for verb in ("test", "lint") if f"\npython3 run {verb}" in text] == ["test", "lint"]
