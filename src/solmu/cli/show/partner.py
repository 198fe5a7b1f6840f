"""Everything about one partner."""

from __future__ import annotations

from solmu.cli.show.facts import activities, institutions, recognitions
from solmu.cli.show.listing import Asked, Listing
from solmu.cli.show.ties import agreements, partnership_table
from solmu.core.errors import SolmuError


def partner(asked: Asked, name: str | None) -> list[Listing]:
    """Everything about one partner, or about each where cities share the name; raises SolmuError where none has it."""
    from solmu.registry.queries.partnerships import partnerships_named

    found = partnerships_named(name or "")
    if not found:
        raise SolmuError(f"No partner called “{name}” is recorded. See them all with: solmu show partnerships")
    return [listing for each in found for listing in _everything_about(asked, each.pk, each.partner_id)]


def _everything_about(asked: Asked, key: str, place_id: str) -> list[Listing]:
    from solmu.registry.queries.on_day import partnership_objects

    return [
        partnership_table(partnership_objects(asked.day, asked.languages, public_only=False, record_id=key), asked),
        *agreements(asked, None, key),
        *institutions(asked, None, key),
        *recognitions(asked, None, place_id),
        *activities(asked, None, key),
    ]
