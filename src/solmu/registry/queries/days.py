"""The days of which the record can tell something."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Min, Value

from solmu.registry.models import (
    Activity,
    Agreement,
    CoverageStatement,
    InstitutionLink,
    Membership,
    Partnership,
    Recognition,
    Story,
)

_BEGINNINGS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Partnership, ("since", "changes__on")),
    (Agreement, ("signed", "valid_from")),
    (Activity, ("starts",)),
    (InstitutionLink, ("linked_from",)),
    (CoverageStatement, ("stated_from",)),
    (Membership, ("member_from",)),
    (Recognition, ("awarded",)),
    (Story, ("written",)),
)


def first_day() -> date | None:
    """The earliest day on which a published fact may have begun; None where no day is recorded. One query."""
    firsts = [
        model.objects.published()
        .order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(first=Min(f"{name}_earliest"))
        for model, names in _BEGINNINGS
        for name in names
    ]
    found = firsts[0].values_list("first").union(*(each.values_list("first") for each in firsts[1:]))
    return min((first for (first,) in found if first is not None), default=None)
