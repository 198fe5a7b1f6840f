"""Commands in processes of their own that are forked, not started: half of a command's time is reading Django.

As a program, `python -m tests.cli.nursery` has read the packages but nothing of Solmu, no settings and no environment.
For each line, a JSON object {"arguments": […], "env": {…}}, it forks a process that becomes `solmu` with these, and
answers in a line {"status": …, "stdout": …, "stderr": …}.
"""

from __future__ import annotations

import atexit
import importlib
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from typing import IO, Any

PACKAGES = (
    "click",
    "django.contrib.auth.hashers",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.models",
    "django.forms",
    "django.http",
    "django.template",
    "django.urls",
    "email.mime.multipart",
    "i18nfield.fields",
    "sqlparse",
    "ssl",
)
"""What nearly every command reads and what needs no settings for that."""


class Nursery:
    """Starts the program when it is first needed; it ends with this process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def run(self, arguments: tuple[str, ...], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """Run `solmu` with arguments, and with nothing else in its environment."""
        if self._process is None:
            self._process = self._started()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"arguments": arguments, "env": env}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess(["solmu", *arguments], answer["status"], answer["stdout"], answer["stderr"])

    @staticmethod
    def _started() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.cli.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            text=True,
            encoding="utf-8",
        )


def _run(arguments: list[str], env: dict[str, str]) -> dict[str, Any]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        child = os.fork()
        if child == 0:
            _become_solmu(arguments, env, out, err)
        _, status = os.waitpid(child, 0)
        for file in (out, err):
            file.seek(0)
        return {"status": os.waitstatus_to_exitcode(status), "stdout": out.read(), "stderr": err.read()}


def _become_solmu(arguments: list[str], env: dict[str, str], out: IO[str], err: IO[str]) -> None:
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for descriptor, number in ((os.open(os.devnull, os.O_RDONLY), 0), (out.fileno(), 1), (err.fileno(), 2)):
        os.dup2(descriptor, number)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, mode, encoding="utf-8") for n, mode in enumerate("rww"))
    sys.argv = ["solmu", *arguments]
    status: Any = 0
    try:
        runpy.run_module("solmu.cli", run_name="__main__", alter_sys=True)
    except SystemExit as left:
        status = left.code or 0
        if isinstance(status, str):
            print(status, file=sys.stderr)
            status = 1
    except BaseException:
        traceback.print_exc()
        status = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def main() -> None:
    for name in PACKAGES:
        importlib.import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_run(asked["arguments"], asked["env"])), flush=True)


if __name__ == "__main__":
    main()
