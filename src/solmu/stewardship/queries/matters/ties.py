"""Matters about partnerships, and about agreements whose tie has ended."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.core.terms import Term
from solmu.registry.models import Partnership, PartnershipChange
from solmu.registry.queries.visits import last_activity_on
from solmu.registry.rules import PartnershipFact, PartnershipState, partnership_state
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.ties import dormancy


def dormant_ties(asked: Asked) -> Iterator[Found]:
    """Ties in which nothing is recorded to have happened for long."""
    since = dict(asked.rows(Partnership).order_by("pk").values_list("pk", "since"))
    states, last = tie_states(asked), last_activity_on(since, asked.day)
    after = Term(asked.city.dormant_after_months)
    for key, begun in since.items():
        if begun is not None and begun.earliest > asked.day:
            continue
        for raised in dormancy(states[key].status, begun, last.get(key), asked.day, after):
            yield key, raised


def tie_states(asked: Asked) -> dict[str, PartnershipState]:
    """What each partnership is on the day; two queries."""
    facts: dict[str, list[PartnershipFact]] = {key: [] for key in asked.rows(Partnership).values_list("pk", flat=True)}
    changes = PartnershipChange.objects.order_by("position", "pk")
    for key, on, relation, status in changes.values_list("partnership_id", "on", "relation", "status"):
        if key in facts:
            facts[key].append(PartnershipFact(on, relation, status))
    return {key: partnership_state(known, asked.day) for key, known in facts.items()}
