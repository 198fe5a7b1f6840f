"""Running other programs, and saying in one sentence what is missing when they cannot do their work."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# What pip, uv and npm write when nothing answers at the other end.
UNREACHED = re.compile(
    r"error sending request|dns error|Connection refused|Temporary failure in name resolution|Name or service not known"
    r"|Failed to establish a new connection|Network is unreachable|operation timed out|ReadTimeoutError"
    r"|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|No route to host",
    re.IGNORECASE,
)


class TroubleError(Exception):
    """Something is missing or failed; its text is a sentence that names what, and what to do."""


def environment(**more: str) -> dict[str, str]:
    """The environment for other programs: the caller's own, which wins, and what uv and Node need to trust the
    machine's certificates."""
    ours = {"UV_SYSTEM_CERTS": "1", "UV_COMPILE_BYTECODE": "1", "UV_NO_PROGRESS": "1", "NODE_USE_SYSTEM_CA": "1"}
    return ours | dict(os.environ) | more


def run_quietly(
    command: Sequence[str | Path], *, doing: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> str:
    """Run a command and return what it printed. Raises TroubleError, with the command's own words, when it fails.

    `doing` completes the sentence "… failed": "Installing the packages".
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=dict(env or environment()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise TroubleError(f"{doing} failed: there is no program {words[0]}.") from None
    if done.returncode == 0:
        return done.stdout
    if UNREACHED.search(done.stdout):
        raise TroubleError(
            f"{doing} failed: the package index could not be reached. Check the network, or point PIP_INDEX_URL "
            "(and for npm the registry setting) to a mirror you can reach, and run this again."
        )
    raise TroubleError(
        f"{done.stdout.rstrip()}\n{doing} failed with status {done.returncode}; its own words are above."
    )
