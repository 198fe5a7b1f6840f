"""Reads of core: whether the stored files are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from solmu.core.models import StoredFile


def file_faults() -> Iterator[str]:
    """Every stored file that is missing or not what it was, as a sentence; each is read once, in pieces."""
    folder = Path(settings.MEDIA_ROOT)
    for stored in StoredFile.objects.order_by("pk").iterator():
        path = folder / stored.path
        if not path.is_file():
            yield f"The file {stored.name} ({stored.path}) is missing."
            continue
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            yield f"The file {stored.name} ({stored.path}) cannot be read: {error.strerror}."
            continue
        if digest != stored.sha256:
            yield f"The file {stored.name} ({stored.path}) was changed: its SHA-256 differs."


def files_left_over() -> list[str]:
    """Files that no record refers to, left by an interrupted run; they do no harm and may be deleted."""
    folder = Path(settings.MEDIA_ROOT)
    known = {stored.path for stored in StoredFile.objects.only("sha256")}
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path not in known)
