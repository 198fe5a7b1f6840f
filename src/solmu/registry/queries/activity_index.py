"""Reads of the activity index, per partnership and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from solmu.core.dates import End, PartialDate
from solmu.core.wording import lower_first
from solmu.registry.models import Activity, ActivityParticipants, Partnership
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

__all__ = ["ActivityRecord", "activity_index", "activity_record", "index_definition", "last_activity_on"]


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


@dataclass(frozen=True)
class ActivityRecord:
    """What is recorded of activities by a day: each by its id, and those of each partnership that has any."""

    day: date
    activities: Mapping[str, ActivityFact]
    of_partnership: Mapping[str, Sequence[str]]

    def index(self, partnership_id: str, year: int) -> ActivityIndex:
        """The index of a partnership for a year; BrokenRule for one that has not begun on the day."""
        own = self.of_partnership.get(partnership_id, ())
        return rules.activity_index([self.activities[each] for each in own], year, self.day)


def activity_record(day: date, *, public_only: bool) -> ActivityRecord:
    """Every activity that has begun by the day, for figures over many years; three queries whatever their number."""
    rows = Activity.objects.published() if public_only else Activity.objects.live()
    rows = rows.filter(starts_earliest__lte=day).order_by("pk")
    counts: dict[str, list[Participants]] = {}
    told: dict[str, tuple[str, PartialDate, End]] = {}
    of_people = [f"participants__{name}" for name in ("number", "group", "country")]
    for key, kind, starts, ends, number, group, country in rows.values_list("pk", "kind", "starts", "ends", *of_people):
        told[key] = kind, starts, ends
        if number is not None:
            counts.setdefault(key, []).append(Participants(number, group, country))
    ties = activities_by_partnership(public_only=public_only, starts_earliest__lte=day)
    return ActivityRecord(
        day,
        {key: ActivityFact(*facts, total_participants(counts.get(key, ()))) for key, facts in told.items()},
        {key: sorted(activities) for key, activities in ties.items()},
    )


def index_definition(language: str) -> str:
    """What the index counts and how, in a language: it stands beside every figure that is published."""
    with override(language):
        words = {kind: lower_first(str(ActivityKind(kind).label)) for kind in POINTS_OF_KIND}
        kinds = "; ".join(f"{words[kind]} {points}" for kind, points in POINTS_OF_KIND.items())
        return _(
            "The activity index of a year counts the recorded activities of that year in full, those of the year "
            "before by a half and those of the year before that by a quarter. An activity counts by its kind "
            "(%(kinds)s), multiplied by 1 + the base-10 logarithm of the number of participants; where the number is "
            "not known, by 1. An activity of several partners counts whole for each. The running year is counted so "
            "far."
        ) % {"kinds": kinds}
