"""The folder of a static copy, changed so that whoever reads it meanwhile, or after an interruption, finds whole files.

What changed is first written beside, into `.solmu-new`. Then the list of files, `.solmu-copy.json`, says which files
may be there from now on; then each new file takes the place of the old one by a rename; then what is no longer there
goes; last the list says what is there. Interrupted before the renames, the copy is the old one; later, each file is
the old one or the new one, and the next run finishes.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from solmu.core.errors import SolmuError
from solmu.portal.caching.store import compressed

LIST = ".solmu-copy.json"
STAGE = ".solmu-new"
FORM = 1
COMPRESSED = frozenset({".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"})
TWIN = ".gz"

Kept = dict[str, tuple[str, int]]
"""Files by their path in the folder: SHA-256, and size in bytes. An empty hash: it may be an old one or a new one."""


@dataclass
class CopyFolder:
    """A copy that is being made anew."""

    path: Path
    before: Kept
    now: Kept = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    def put(self, name: str, body: bytes) -> None:
        """A file of the new copy; written only where it is not there yet as it is. Raises SolmuError for a bad name."""
        if name in self.now:
            return
        if any(part in ("", ".", "..") or "\0" in part or part in (LIST, STAGE) for part in name.split("/")):
            raise SolmuError(f"“{name}” cannot be a file of a static copy. Correct the address that leads there.")
        self.now[name] = hashlib.sha256(body).hexdigest(), len(body)
        if self.before.get(name) == self.now[name] and self._is_there(name):
            return
        self.changed.append(name)
        _write(self.path / STAGE / name, body)
        if _has_twin(name):
            _write(self.path / STAGE / f"{name}{TWIN}", compressed(body))

    def keep(self, name: str) -> bool:
        """Whether a file of the copy before is there, and is of the new copy as it is."""
        known = self.before.get(name)
        if not known or not known[0]:
            return False
        self.now[name] = known
        if self._is_there(name):
            return True
        del self.now[name]
        return False

    def begin_again(self) -> None:
        """Forget what was put."""
        self.now, self.changed = {}, []
        shutil.rmtree(self.path / STAGE, ignore_errors=True)

    def finish(self, about: Mapping[str, Any]) -> list[str]:
        """Put the new files in the place of the old ones; the names of those that went. `about` goes into the list."""
        gone = sorted(self.before.keys() - self.now.keys())
        if not gone and not self.changed:
            _write_list(self.path, self.now, about)
            return []
        os.sync()  # a name never stands for bytes that are not on the disk
        unsure: Kept = dict.fromkeys([*self.changed, *gone], ("", 0))
        _write_list(self.path, self.before | self.now | unsure, about)
        for name in self.changed:
            for part in (name, f"{name}{TWIN}") if _has_twin(name) else (name,):
                self._take_place(part)
        for name in gone:
            self._remove(name)
        _write_list(self.path, self.now, about)
        shutil.rmtree(self.path / STAGE, ignore_errors=True)
        return gone

    def _is_there(self, name: str) -> bool:
        try:
            size = (self.path / name).stat().st_size
        except OSError:
            return False
        return size == self.now[name][1] and (not _has_twin(name) or (self.path / f"{name}{TWIN}").is_file())

    def _take_place(self, name: str) -> None:
        target = self.path / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            _make_way(self.path, target.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            shutil.rmtree(target)
        (self.path / STAGE / name).replace(target)

    def _remove(self, name: str) -> None:
        for part in (name, f"{name}{TWIN}"):
            # It may have been removed by hand, or be a folder of the new copy.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
                (self.path / part).unlink()
        for folder in (self.path / name).parents:
            if folder == self.path:
                break
            try:
                folder.rmdir()
            except OSError:
                break


@contextmanager
def opened(path: Path) -> Iterator[CopyFolder]:
    """The folder, made where there is none, for one writer at a time.

    Raises SolmuError where the folder holds something else than a copy, or another run is writing it.
    """
    if path.exists() and not path.is_dir():
        raise SolmuError(f"{path} is a file. Name a folder that does not exist yet, or one that holds a copy.")
    path.mkdir(parents=True, exist_ok=True)
    list_file = path / LIST
    if not list_file.exists():
        if any(path.iterdir()):
            raise SolmuError(f"{path} holds something else than a static copy, so nothing is written. Name another.")
        _write_list(path, {}, {})
    with list_file_locked(path):
        shutil.rmtree(path / STAGE, ignore_errors=True)
        yield CopyFolder(path, _read_list(list_file))


@contextmanager
def list_file_locked(path: Path) -> Iterator[None]:
    """The folder itself is locked, as the list is replaced and not changed."""
    held = os.open(path, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SolmuError(f"Another run is publishing to {path}. Wait until it is done.") from None
        yield
    finally:
        os.close(held)


def _read_list(path: Path) -> Kept:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if said["form"] != FORM:
            raise SolmuError(f"{path} was written by another version of Solmu. Publish to a new folder.")
        return {name: (sha256, size) for name, (sha256, size) in said["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SolmuError(f"{path} cannot be read. Publish to a new folder.") from None


def _write_list(folder: Path, files: Kept, about: Mapping[str, Any]) -> None:
    said = {"form": FORM, **about, "files": dict(sorted(files.items()))}
    making = folder / f"{LIST}.making"
    making.write_text(f"{json.dumps(said, ensure_ascii=False, indent=0)}\n", encoding="utf-8")
    making.replace(folder / LIST)


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _has_twin(name: str) -> bool:
    return Path(name).suffix in COMPRESSED


def _make_way(root: Path, folder: Path) -> None:
    """A file of the old copy stands where the new one has a folder."""
    while folder != root:
        if folder.is_file():
            folder.unlink()
            return
        folder = folder.parent
