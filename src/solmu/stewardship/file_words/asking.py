"""Asking the process that reads files, and ending it where it takes too long."""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from solmu.stewardship.file_words.bounds import LARGEST_HEADER, LARGEST_WORDS, SECONDS_A_FILE, SECONDS_IN_ALL
from solmu.stewardship.vocabulary import Unread

_READER = "solmu.stewardship.file_words.reading"


@dataclass(frozen=True)
class FileWords:
    """The words of a file as far as they were read. `unread` says why not all were; None where all were."""

    text: str = ""
    unread: Unread | None = None


class _Reader:
    """A process that reads one file after the other. It is begun with the first, and anew after one that ended it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, media_type: str, seconds: float) -> FileWords:
        process = self._process or self._begun()
        self._process = process
        assert process.stdin is not None
        assert process.stdout is not None
        late = threading.Event()

        def end_late() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end_late)
        timer.start()
        try:
            process.stdin.write(json.dumps({"path": str(path), "media_type": media_type}).encode() + b"\n")
            process.stdin.flush()
            header = json.loads(process.stdout.readline(LARGEST_HEADER))
            size, why = int(header["bytes"]), header["unread"]
            if not 0 <= size <= LARGEST_WORDS:
                raise ValueError(size)
            text = process.stdout.read(size)
            if len(text) != size:
                raise ValueError(size)
            return FileWords(text.decode("utf-8", "replace"), Unread(why) if why else None)
        except (OSError, ValueError, KeyError, TypeError):
            # It was ended: by the clock, or by the system as it took more than it may.
            self.end()
            return FileWords(unread=Unread.TOO_SLOW if late.is_set() else Unread.TOO_LARGE)
        finally:
            timer.cancel()

    def _begun(self) -> subprocess.Popen[bytes]:
        # Of the environment it is given nothing but where Python finds its modules: no key, no password.
        # One command without a value in it, and no shell.
        return subprocess.Popen(  # nosec B603
            [sys.executable, "-m", _READER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        )

    def end(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        process.wait()


def read_files(
    files: Iterable[tuple[Path, str]], *, seconds: float = SECONDS_IN_ALL, seconds_a_file: float = SECONDS_A_FILE
) -> Iterator[FileWords]:
    """The words of each file, given by path and media type, in their order.

    It never raises for a file and ends in about `seconds`; what it had no time for is told as TOO_SLOW.
    """
    reader, until = _Reader(), time.monotonic() + seconds
    try:
        for path, media_type in files:
            left = until - time.monotonic()
            if not path.is_file():
                yield FileWords(unread=Unread.MISSING)
            elif left <= 0:
                yield FileWords(unread=Unread.TOO_SLOW)
            else:
                yield reader.read(path, media_type, min(left, seconds_a_file))
    finally:
        reader.end()
