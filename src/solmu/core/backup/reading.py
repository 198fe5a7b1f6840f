"""Reading a backup: every byte of it is checked before anything is done with it, and again while it is used."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from solmu import __version__
from solmu.core.backup.disk import PIECE
from solmu.core.backup.manifest import FORMAT, MANIFEST, Manifest, format_of, manifest_from
from solmu.core.errors import SolmuError

LARGEST_MANIFEST = 256 * 1024 * 1024
"""Bytes; room for a million files."""

GZIP_START = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""How every backup begins: gzip, deflated, no name and no time. Nothing but this says that these bytes are whole."""


@dataclass
class Member:
    """One member of a backup as it is read: its name, and its content once, in pieces or lines."""

    name: str
    size: int
    sha256: str
    _content: BinaryIO

    def pieces(self) -> Iterator[bytes]:
        """The content; at its end it is compared with what the manifest says, and SolmuError raised if it differs."""
        digest, read = hashlib.sha256(), 0
        while piece := self._content.read(PIECE):
            digest.update(piece)
            read += len(piece)
            yield piece
        if (read, digest.hexdigest()) != (self.size, self.sha256):
            raise _DamageError(f"{self.name} is not what it was")

    def lines(self) -> Iterator[bytes]:
        """The content line by line, compared in the same way."""
        rest = b""
        for piece in self.pieces():
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            raise _DamageError(f"{self.name} ends in the middle of a line")

    def content(self) -> bytes:
        return b"".join(self.pieces())


class _DamageError(Exception):
    """What is wrong with the file; told in one sentence."""


def verified(path: Path) -> Manifest:
    """Read a backup from beginning to end and return what it says of itself.

    Raises SolmuError, saying what is wrong, where a byte of it was changed or is missing, where anything in it is not
    named in its manifest, and where a newer Solmu wrote it.
    """
    with opened(path) as (manifest, members):
        for member in members:
            for _ in member.pieces():
                pass
    return manifest


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, Iterator[Member]]]:
    """A backup's manifest and its members, in their order, each to be read before the next is asked for."""
    try:
        with path.open("rb") as file:
            _check_beginning(file)
            with gzip.GzipFile(fileobj=file, mode="rb") as raw, tarfile.open(fileobj=raw, mode="r|") as tar:
                manifest = _manifest(tar)
                yield manifest, _members(tar, raw, manifest)
    except _DamageError as damage:
        raise SolmuError(f"{path} is damaged: {damage}. Nothing was changed; use another backup.") from damage
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SolmuError(
            f"{path} is damaged or no backup: {error}. Nothing was changed; use another backup."
        ) from error


def _check_beginning(file: BinaryIO) -> None:
    if file.read(len(GZIP_START)) != GZIP_START:
        raise _DamageError("it does not begin as a backup does")
    file.seek(0)


def _manifest(tar: tarfile.TarFile) -> Manifest:
    member = tar.next()
    if member is None or member.name != MANIFEST or not member.isreg() or member.size > LARGEST_MANIFEST:
        raise _DamageError("it does not begin with a manifest")
    content = _file_of(tar, member).read()
    try:
        number = format_of(content)
        if number > FORMAT:
            raise SolmuError(
                f"The backup is of format {number}, which Solmu {__version__} does not know. Install the Solmu that "
                "made it, or a newer one."
            )
        return manifest_from(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _DamageError(f"its manifest cannot be read ({error})") from error


def _file_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    content = tar.extractfile(member)
    if content is None:
        raise _DamageError(f"{member.name[:80]} is no file")
    return content  # type: ignore[return-value]


def _members(tar: tarfile.TarFile, raw: gzip.GzipFile, manifest: Manifest) -> Iterator[Member]:
    """The members the manifest names; nothing else may be there. No name in the file is ever a place on the disk."""
    for name, size, sha256 in manifest.members():
        member = tar.next()
        if member is None:
            raise _DamageError(f"{name} is missing")
        if member.name != name or not member.isreg():
            raise _DamageError(f"“{member.name[:80]}” stands where {name} should")
        yield Member(name, size, sha256, _file_of(tar, member))
    if (more := tar.next()) is not None:
        raise _DamageError(f"“{more.name[:80]}” is in it, which its manifest does not name")
    # To the end of the compressed bytes, where their checksum stands.
    while piece := raw.read(PIECE):
        if piece.strip(b"\0"):
            raise _DamageError("something stands after its end")
