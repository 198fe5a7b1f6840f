"""Matters about renewals: a stage that should be done."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.stewardship.models import Renewal
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.queries.renewals import due_days_of
from solmu.stewardship.rules.renewals import late_renewal


def late(asked: Asked) -> Iterator[Found]:
    """Renewals under way whose stage should be done, each about the agreement it renews; one query."""
    for row in Renewal.objects.filter(ended_on=None, **asked.live("agreement")):
        if raised := late_renewal(row.stage, due_days_of(row, asked.city), asked.day, row.owner_id or ""):
            yield row.agreement_id, raised
