"""Reads of stories."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from solmu.registry.models import Story


def stories_on(
    day: date, *, public_only: bool, partnership_id: str | None = None, record_id: str | None = None
) -> list[Story]:
    """Stories written by the day, with their images, newest first; those of no known time last; one query.

    Of one partnership, or one story, where asked.
    """
    rows = Story.objects.published() if public_only else Story.objects.live()
    rows = rows.filter(Q(written_earliest__isnull=True) | Q(written_earliest__lte=day))
    if partnership_id is not None:
        rows = rows.filter(partnership=partnership_id)
    if record_id is not None:
        rows = rows.filter(pk=record_id)
    found = rows.select_related("record__image__file")
    return sorted(found, key=lambda row: (row.written is None, -(row.written_earliest or day).toordinal(), row.pk))
