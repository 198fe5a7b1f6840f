"""Everything about one partner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solmu.cli.show.facts import activities, institutions, recognitions
from solmu.cli.show.keeping import going_on, shared
from solmu.cli.show.listing import Asked, Listing
from solmu.cli.show.ties import agreements, partnership_table
from solmu.core.errors import SolmuError

if TYPE_CHECKING:
    from solmu.registry.models import Partnership


def partner(asked: Asked, name: str | None) -> list[Listing]:
    """Everything about one partner, or about each where cities share the name; raises SolmuError where none has it."""
    from solmu.registry.queries.partnerships import partnerships_named

    found = partnerships_named(name or "")
    if not found:
        raise SolmuError(f"No partner called “{name}” is recorded. See them all with: solmu show partnerships")
    return [listing for each in found for listing in _everything_about(asked, each)]


def _everything_about(asked: Asked, partnership: Partnership) -> list[Listing]:
    from solmu.registry.queries.on_day import partnership_objects

    key = partnership.pk
    return [
        partnership_table(partnership_objects(asked.day, asked.languages, public_only=False, record_id=key), asked),
        *agreements(asked, None, key),
        *institutions(asked, None, key),
        *recognitions(asked, None, partnership.partner_id),
        *shared(asked, partnership),
        *going_on(asked, key),
        *activities(asked, None, key),
    ]
