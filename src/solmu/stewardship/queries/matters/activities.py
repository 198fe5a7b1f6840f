"""Matters about activities that are over."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from solmu.registry.models import Activity, ActivityParticipants
from solmu.registry.records import by_language
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.activities import ActivityFacts, matters_of_activity


def told_of_activities(asked: Asked) -> Iterator[Found]:
    """Activities over for some time of which nobody said what came of them, or how many took part."""
    people = Exists(ActivityParticipants.objects.filter(activity=OuterRef("pk")))
    rows = asked.rows(Activity).filter(starts_earliest__lt=asked.day).annotate(has_participants=people)
    for key, starts, ends, outcome, has_participants in rows.values_list(
        "pk", "starts", "ends", "outcome", "has_participants"
    ):
        facts = ActivityFacts(starts, ends, bool(by_language(outcome)), has_participants)
        for raised in matters_of_activity(facts, asked.day, asked.city.outcome_after_days):
            yield key, raised
