"""Reads of the templates of drafts: which are used and where each comes from, and whether they are whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from solmu.core.models import StoredFile
from solmu.stewardship.drafting.templates import NAMES, own_template, template
from solmu.stewardship.models import DraftTemplate


@dataclass(frozen=True)
class TemplateInUse:
    """What drafts are made with: `file` where it was set at the desk; `is_own` also where the city's folder has it."""

    name: str
    path: Path
    is_own: bool
    file: StoredFile | None


def templates_in_use() -> list[TemplateInUse]:
    """Every template a draft is made with; one query."""
    rows = {row.name: row.file for row in DraftTemplate.objects.select_related("file")}
    return [TemplateInUse(name, template(name), own_template(name).is_file(), rows.get(name)) for name in NAMES]


def kept_bytes(file: StoredFile) -> bytes:
    """What a stored file holds; raises OSError where it is missing."""
    return (Path(settings.MEDIA_ROOT) / file.path).read_bytes()


def template_faults() -> Iterator[str]:
    """Every template that was set at the desk and is not what drafts are made with, as a sentence."""
    for row in DraftTemplate.objects.select_related("file").order_by("name"):
        own = own_template(row.name)
        try:
            is_same = own.read_bytes() == kept_bytes(row.file)
        except OSError:
            is_same = False
        if not is_same:
            yield f"templates/{row.name} is not the template that was set at the desk. Run solmu init."
