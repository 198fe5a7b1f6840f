"""Slow steps that run again only when their inputs have changed."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from house.processes import ROOT


@dataclass(frozen=True)
class Stage:
    """One step of set-up.

    `inputs` are patterns below the root; `outputs` are files or folders that must exist when it is done; `also` is
    whatever else the result rests on, such as a version; `stamps` is the folder that remembers the last run, and goes
    away together with what the step made.
    """

    name: str
    inputs: Sequence[str]
    outputs: Sequence[Path]
    work: Callable[[], None]
    also: str = ""
    stamps: Path = ROOT / ".stamps"


def matching(patterns: Iterable[str], root: Path = ROOT) -> Iterator[Path]:
    """The files that patterns match, in a fixed order, without what Python itself writes beside its sources."""
    files = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return (path for path in sorted(files) if "__pycache__" not in path.parts and "node_modules" not in path.parts)


def fingerprint(stage: Stage, root: Path = ROOT) -> str:
    """Changes when a file that the stage reads appears, goes, or holds other bytes."""
    digest = hashlib.sha256(stage.also.encode())
    for path in matching(stage.inputs, root):
        digest.update(b"\0" + path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_done(stage: Stage, root: Path = ROOT) -> bool:
    stamp = stage.stamps / stage.name
    if not stamp.is_file() or not all(output.exists() for output in stage.outputs):
        return False
    return stamp.read_text(encoding="ascii") == fingerprint(stage, root)


def carry_out(stages: Iterable[Stage], root: Path = ROOT) -> int:
    """Run the stages that are not done, in order, each leaving a line with its time; returns how many ran.

    The stamp is written after the work, so an interrupted stage runs again.
    """
    ran = 0
    for stage in stages:
        if is_done(stage, root):
            continue
        began = time.monotonic()
        print(f"  {stage.name} …", end="", flush=True)
        before = fingerprint(stage, root)
        try:
            stage.work()
        except BaseException:
            print(flush=True)
            raise
        stage.stamps.mkdir(parents=True, exist_ok=True)
        (stage.stamps / stage.name).write_text(before, encoding="ascii")
        print(f" {time.monotonic() - began:.1f} s", flush=True)
        ran += 1
    return ran
