"""Reads of decisions."""

from __future__ import annotations

from collections.abc import Collection

from solmu.registry.models import Decision


def decisions_by_id(ids: Collection[str]) -> dict[str, Decision]:
    """The published decisions among these; one query, none where none is asked for."""
    found: dict[str, Decision] = Decision.objects.published().select_related("record").in_bulk(list(ids)) if ids else {}
    return found
