"""Which process holds a claim, and whether it is gone: known for processes of this machine, since it started."""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
from pathlib import Path


@functools.cache
def _place() -> str:
    """One name for all processes that see each other by number; where the system does not tell, this one's alone."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        numbers = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return secrets.token_hex(6)
    return hashlib.sha256(f"{boot} {numbers}".encode()).hexdigest()[:12]


def process_name() -> str:
    """A name for what this process claims: where it runs, its number, and what no other of that number has."""
    return f"{_place()}:{os.getpid()}:{_nonce(os.getpid())}"


@functools.cache
def _nonce(_process: int) -> str:
    return secrets.token_hex(4)


def is_gone(name: str) -> bool:
    """Whether the process of that name is surely gone. Of another machine's nothing is sure: a claim runs out there."""
    place, _, rest = name.partition(":")
    number, _, _ = rest.partition(":")
    if place != _place() or not number.isdecimal() or name == process_name():
        return False
    if int(number) == os.getpid():
        return True  # another process had our number before us
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
