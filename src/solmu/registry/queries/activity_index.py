"""Reads of the activity index, per partnership and year."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from solmu.registry.models import ActivityParticipants, Partnership
from solmu.registry.queries.visits import activities_by_partnership, last_activity_on
from solmu.registry.rules import activity_index as rules
from solmu.registry.rules.activity_index import (
    POINTS_OF_KIND,
    ActivityFact,
    ActivityIndex,
    Participants,
    total_participants,
)
from solmu.registry.vocabulary import ActivityKind

__all__ = ["activity_index", "index_definition", "last_activity_on"]


def activity_index(
    year: int, day: date, *, public_only: bool, partnership_id: str | None = None
) -> dict[str, ActivityIndex]:
    """The index of a year for each partnership, as it is known on the day; four queries whatever their number.

    With `public_only` from published activities alone. An activity of several partners counts whole for each. Raises
    BrokenRule for a year that has not begun on the day.
    """
    partnerships = Partnership.objects.published() if public_only else Partnership.objects.live()
    if partnership_id is not None:
        partnerships = partnerships.filter(pk=partnership_id)
    ties = activities_by_partnership(
        "kind", "starts", "ends",
        public_only=public_only,
        partnership_ids=None if partnership_id is None else [partnership_id],
        starts_earliest__lte=day,
    )  # fmt: skip
    people = ActivityParticipants.objects.all()
    if partnership_id is not None:
        people = people.filter(activity__in=list(ties[partnership_id]))
    counts: dict[str, list[Participants]] = {}
    for activity, number, group, country in people.values_list("activity_id", "number", "group", "country"):
        counts.setdefault(activity, []).append(Participants(number, group, country))
    return {
        key: rules.activity_index(
            [
                ActivityFact(kind, starts, ends, total_participants(counts.get(activity, ())))
                for activity, (kind, starts, ends) in sorted(ties.get(key, {}).items())
            ],
            year,
            day,
        )
        for key in partnerships.order_by("pk").values_list("pk", flat=True)
    }


def index_definition(language: str) -> str:
    """What the index counts and how, in a language: it stands beside every figure that is published."""
    with override(language):
        kinds = "; ".join(f"{ActivityKind(kind).label} {points}" for kind, points in POINTS_OF_KIND.items())
        return _(
            "The activity index of a year counts the recorded activities of that year in full, those of the year "
            "before by a half and those of the year before that by a quarter. An activity counts by its kind "
            "(%(kinds)s), multiplied by 1 + the base-10 logarithm of the number of participants; where the number is "
            "not known, by 1. An activity of several partners counts whole for each. The running year is counted so "
            "far."
        ) % {"kinds": kinds}
