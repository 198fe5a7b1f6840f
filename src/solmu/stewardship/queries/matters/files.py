"""Matters about the files records refer to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from solmu.core.models import Source, StoredFile
from solmu.registry.models import AgreementDocument, RecordImage
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.files import matters_of_file

LIVE = {"record__removed_at__isnull": True, "record__merged_into__isnull": True}


def files_gone(asked: Asked) -> Iterator[Found]:
    """Documents, images and sources whose file is not there, or not of the size it was stored with."""
    folder = Path(settings.MEDIA_ROOT)
    referring: tuple[tuple[Any, str], ...] = (
        (
            AgreementDocument.objects.filter(**{f"agreement__{name}": value for name, value in LIVE.items()}),
            "agreement_id",
        ),
        (RecordImage.objects.filter(**LIVE), "record_id"),
        (Source.objects.filter(file__isnull=False), "pk"),
    )
    for rows, about in referring:
        for key, file_id, sha256, name, size in rows.values_list(
            about, "file_id", "file__sha256", "file__name", "file__size"
        ):
            path = folder / StoredFile(sha256=sha256).path
            for raised in matters_of_file(file_id, name, size, _size_of(path)):
                yield key, raised


def _size_of(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
