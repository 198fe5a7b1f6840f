"""Every check that runs no test; one line each with its time, and in full what a failing one says."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from house.processes import PYTHON, ROOT, VENV, TroubleError, environment

TEMPLATES = "src/solmu"


@dataclass(frozen=True)
class Check:
    """A program that says with its exit status whether all is well."""

    name: str
    command: tuple[str, ...]


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(VENV / "bin" / name), *arguments)


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(PYTHON), "-m", name, *arguments)


# The slowest first: two run at a time.
CHECKS = (
    Check("mypy", _tool("mypy", "--no-error-summary")),
    Check("ruff check", _tool("ruff", "check", "--quiet", ".", "run")),
    Check("ruff format", _tool("ruff", "format", "--check", "--quiet", "--diff", ".", "run")),
    Check("lint-imports", _tool("lint-imports", "--no-logo")),
    Check("djlint", _tool("djlint", "--quiet", "--lint", TEMPLATES)),
    Check("bandit", _tool("bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", "src")),
    Check("translations", _module("house.translations", "check")),
    Check("committed files", _module("house.committed")),
)


def _carry_out(check: Check) -> tuple[bool, float, str]:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode == 0, time.monotonic() - began, done.stdout.strip()


def run_checks(arguments: Sequence[str] = ()) -> int:
    """Run all checks, or those named; returns the exit status."""
    known = {check.name: check for check in CHECKS}
    if unknown := set(arguments) - set(known):
        raise TroubleError(f"lint does not know {', '.join(sorted(unknown))}. It knows: {', '.join(known)}.")
    chosen = [known[name] for name in arguments] if arguments else list(CHECKS)
    failed = []
    with ThreadPoolExecutor(max_workers=2) as workers:
        running = {workers.submit(_carry_out, check): check for check in chosen}
        for future in as_completed(running):
            is_well, seconds, words = future.result()
            name = running[future].name
            print(f"{'ok    ' if is_well else 'FAILED'}  {name:<16} {seconds:5.1f} s", flush=True)
            if not is_well:
                failed.append(name)
                print(words, flush=True)
    if failed:
        print(f"\n{len(failed)} of {len(chosen)} checks failed: {', '.join(sorted(failed))}.")
    return 1 if failed else 0


def lay_out(arguments: Sequence[str] = ()) -> int:
    """Lay out the Python code and mend what can be mended without thinking."""
    where = list(arguments) or [".", "run"]
    for command in (_tool("ruff", "check", "--fix", "--quiet", *where), _tool("ruff", "format", *where)):
        status = subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode
    return status
