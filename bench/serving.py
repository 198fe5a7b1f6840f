"""Programs that run while a bench measures: servers on free ports of 127.0.0.1, and helpers that do a write when asked.

All of them are ended when the bench ends, however it ends short of being killed.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from house.processes import ROOT, TroubleError

STARTING_LIMIT = 60.0  # seconds until a server must answer
STOPPING_LIMIT = 10.0
ANSWER_LIMIT = 30.0


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    name: str
    port: int

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def page(self, path: str) -> bytes:
        """The body of a page. Raises TroubleError where it is not there."""
        try:
            with urllib.request.urlopen(self.address(path), timeout=ANSWER_LIMIT) as answer:
                return bytes(answer.read())
        except OSError as error:
            raise TroubleError(f"{self.name} gave no page {path}: {error}.") from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    command: Sequence[str | Path],
    env: Mapping[str, str],
    *,
    stdin: int,
    stdout: int | IO[str],
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """A program in a group of its own, so that what it starts goes with it."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=ROOT,
        env=dict(env),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        for ending in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, ending)
                process.wait(STOPPING_LIMIT)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


@contextmanager
def serving(name: str, command: Sequence[str | Path], *, port: int, env: Mapping[str, str]) -> Iterator[Server]:
    """A server, once it answers. Raises TroubleError, with its last words, where it does not."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        running = _running(command, env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        with running as process:
            server = Server(name, port)
            until = time.monotonic() + STARTING_LIMIT
            while not _answers(server):
                if process.poll() is not None or time.monotonic() > until:
                    log.seek(0)
                    raise TroubleError(f"{log.read().strip()}\n{name} did not start on port {port}; see above.")
                time.sleep(0.1)
            yield server


def _answers(server: Server) -> bool:
    try:
        with urllib.request.urlopen(server.address("/"), timeout=ANSWER_LIMIT):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


class Helper:
    """A program that does one write for each line it is given, says `done`, and waits without using the processor."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self._name = name
        self._process = process

    def hear(self, expected: str) -> None:
        assert self._process.stdout is not None
        said = self._process.stdout.readline().strip()
        if said != expected:
            raise TroubleError(f"The helper that writes in {self._name} stopped; its own words are above.")

    def write(self) -> None:
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # said when it is heard
            self._process.stdin.write("\n")
            self._process.stdin.flush()
        self.hear("done")

    def dismiss(self) -> None:
        """It is given no more lines."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


@contextmanager
def helping(name: str, command: Sequence[str | Path], *, env: Mapping[str, str]) -> Iterator[Helper]:
    """A helper, once it is ready."""
    with _running(command, env, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        helper = Helper(name, process)
        try:
            helper.hear("ready")
            yield helper
        finally:
            helper.dismiss()
