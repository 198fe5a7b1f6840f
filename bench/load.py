"""Who asks: a closed loop over several connections (autocannon, from npm), and one reader after every write."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.figures import rate_of
from bench.serving import ANSWER_LIMIT, Server
from house.processes import ROOT, TroubleError, environment, run_quietly
from house.set_up import node_and_npm
from house.stages import Stage, carry_out

FOLDER = ROOT / "bench"
AUTOCANNON = FOLDER / "node_modules" / "autocannon" / "autocannon.js"
GRACE = 30  # seconds beyond the time it is given


def install_load() -> str:
    """Node's path, with autocannon in place, exactly as bench/package-lock.json says."""
    node, npm = node_and_npm()

    def install() -> None:
        path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run_quietly(command, doing="Installing the bench's load", cwd=FOLDER, env=environment(PATH=path))

    inputs = ["bench/package.json", "bench/package-lock.json", "bench/.npmrc"]
    carry_out([Stage("load", inputs, [AUTOCANNON], install)])
    return node


def version_of_load() -> str:
    return str(json.loads((AUTOCANNON.parent / "package.json").read_text(encoding="utf-8"))["version"])


def ask_in_a_loop(node: str, server: Server, path: str, *, connections: int, seconds: int) -> float:
    """Requests per second when every connection asks for the page again as soon as it has it.

    Raises TroubleError where a single answer was not what it should be: a fast error is no speed.
    """
    command = [node, str(AUTOCANNON), "--json", "--no-progress", "--timeout", "10"]
    command += ["--connections", str(connections), "--duration", str(seconds), server.address(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + GRACE, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise TroubleError(f"The load on {server.name} could not be made: {error}.") from None
    said = json.loads(done.stdout)
    answered, failed = said["2xx"], said["non2xx"] + said["errors"] + said["timeouts"]
    if failed or not answered:
        raise TroubleError(f"{server.name} answered {answered} requests and failed {failed}. Nothing can be compared.")
    return float(answered / said["duration"])


def ask_after_writes(server: Server, path: str, write: Callable[[], None], *, times: int) -> float:
    """Requests per second of one reader who waits for the whole page, when the page was changed before every request.

    Only the request is timed. Raises TroubleError where a page does not show the change.
    """
    seconds = []
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=ANSWER_LIMIT)) as connection:
        before = _timed(connection, server, path)[1]
        for _ in range(times):
            write()
            took, body = _timed(connection, server, path)
            if body == before:
                raise TroubleError(f"{server.name} showed the page as it was before the write. Nothing is compared.")
            seconds.append(took)
            before = body
    return rate_of(seconds)


def _timed(connection: HTTPConnection, server: Server, path: str) -> tuple[float, bytes]:
    began = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException) as error:
        raise TroubleError(f"{server.name} did not answer: {error}.") from None
    took = time.perf_counter() - began
    if answer.status != 200:
        raise TroubleError(f"{server.name} answered {path} with status {answer.status}. Nothing can be compared.")
    return took, body
