"""The commands as they are: every verb with its help and its options, and the command lines a page shows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from house.processes import ROOT
from solmu.cli.__main__ import solmu

HELP_WIDTH = 100

# `solmu`, or a path to it, as a word of its own: not SOLMU_DIR, not the package. The verb and options follow.
_SOLMU = re.compile(r"(?<![\w./])(?:\.venv/bin/)?solmu ((?:[a-z]+|-)[^`\n|]*)")
_RUN = re.compile(r"python3 run ([a-z]+)([^`\n]*)")
_CODE = re.compile(r"^(?:    |\t).*$|`[^`\n]+`", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Line:
    """A command line a page shows: the verb and, where it has verbs of its own, theirs; and its options."""

    path: tuple[str, ...]
    options: tuple[str, ...]


def commands() -> dict[tuple[str, ...], click.Command]:
    """Every command by its path, in the order of the help: () is `solmu` itself."""
    found: dict[tuple[str, ...], click.Command] = {}

    def walk(command: click.Command, path: tuple[str, ...]) -> None:
        found[path] = command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                walk(below, (*path, name))

    walk(solmu, ())
    return found


def help_of(path: tuple[str, ...], command: click.Command) -> str:
    """What `--help` prints, at a width of its own whatever the terminal's."""
    context = click.Context(
        command,
        info_name=" ".join(("solmu", *path)),
        terminal_width=HELP_WIDTH,
        max_content_width=HELP_WIDTH,
        help_option_names=["-h", "--help"],
    )
    return command.get_help(context).rstrip()


def options_of(command: click.Command) -> set[str]:
    return {"-h", "--help", *(name for each in command.params for name in (*each.opts, *each.secondary_opts))}


def code_of(page: str) -> str:
    """What a Markdown page sets as code, spans and blocks, a line each."""
    return "\n".join([*_FENCED.findall(page), *_CODE.findall(page)])


def solmu_lines(page: str) -> Iterator[Line]:
    """The lines of `solmu` a page shows as code."""
    every = commands()
    for found in _SOLMU.finditer(code_of(page)):
        words = found[1].split()
        path: tuple[str, ...] = ()
        for word in words:
            if (*path, word) not in every and path and not isinstance(every.get(path), click.Group):
                break
            if not re.fullmatch("[a-z]+(?:-[a-z]+)*", word):
                break
            path = (*path, word)
        yield Line(path, tuple(word for word in words if re.fullmatch("--[a-z][a-z-]*", word)))


def run_verbs(page: str) -> list[str]:
    """The verbs of `run` a page shows as code."""
    return [found[1] for found in _RUN.finditer(code_of(page))]


def verbs_of_run() -> set[str]:
    """The verbs `python3 run` says it has."""
    said = subprocess.run(
        [sys.executable, str(ROOT / "run"), "--help"], capture_output=True, text=True, check=True
    ).stdout
    return set(re.findall(r"^  ([a-z]+)(?: \[ARGS\])?  ", said, re.MULTILINE))
