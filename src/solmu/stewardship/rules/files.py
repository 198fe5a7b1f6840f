"""Whether the files that records refer to are there and whole."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.stewardship.rules.raised import Raised


def matters_of_file(file_id: str, name: str, size: int, size_on_disk: int | None) -> Iterator[Raised]:
    """The file is gone, or has another size than it was stored with; `size_on_disk` is None where it is gone.

    A file of the right size may still be another; `solmu doctor` reads each and compares its SHA-256.
    """
    if size_on_disk is None:
        yield Raised("document_missing", "soon", file_id, told={"file": name})
    elif size_on_disk != size:
        yield Raised("document_damaged", "soon", file_id, told={"file": name})
