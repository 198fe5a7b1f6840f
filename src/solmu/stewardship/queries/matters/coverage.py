"""Matters about what sources say of the coverage of institutions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Q

from solmu.registry.models import CoverageStatement, InstitutionLink, Organisation
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.coverage import coverage_gap


def coverage_gaps(asked: Asked) -> Iterator[Found]:
    """Statements that more institutions have a link than are recorded to have one on the day."""
    homes = Organisation.objects.filter(is_home=True).values("place")
    institutions = Counter(Organisation.objects.live().filter(place__in=homes).values_list("kind", flat=True))
    links = set(
        asked.rows(InstitutionLink)
        .filter(
            Q(linked_from_earliest__isnull=True) | Q(linked_from_earliest__lte=asked.day),
            Q(linked_until_latest__isnull=True) | Q(linked_until_latest__gte=asked.day),
        )
        .values_list("level", "home_institution_id", "partnership__partner_id", "partner_institution__place_id")
    )
    statements = asked.rows(CoverageStatement).filter(
        Q(stated_from_earliest__isnull=True) | Q(stated_from_earliest__lte=asked.day),
        Q(stated_until_latest__isnull=True) | Q(stated_until_latest__gte=asked.day),
    )
    for key, level, extent, number, since, partner, tie in statements.values_list(
        "pk", "level", "extent", "number", "stated_from", "partner_id", "partnership__partner_id"
    ):
        to = partner or tie
        paired = {
            home for of_level, home, by_tie, place in links if of_level == level and to in (None, by_tie or place)
        }
        for raised in coverage_gap(extent, number, since, len(paired), institutions[level]):
            yield key, raised
