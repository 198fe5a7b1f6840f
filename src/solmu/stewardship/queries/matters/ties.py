"""Matters about partnerships."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.core.terms import Term
from solmu.registry.models import Partnership
from solmu.registry.queries.visits import last_activity_on
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.ties import dormancy


def dormant_ties(asked: Asked) -> Iterator[Found]:
    """Ties in which nothing is recorded to have happened for long."""
    since = dict(asked.rows(Partnership).order_by("pk").values_list("pk", "since"))
    states, last = asked.tie_states, last_activity_on(since, asked.day)
    after = Term(asked.city.dormant_after_months)
    for key, begun in since.items():
        if begun is not None and begun.earliest > asked.day:
            continue
        for raised in dormancy(states[key].status, begun, last.get(key), asked.day, after):
            yield key, raised
