"""Matters about contacts."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.core.terms import Term
from solmu.registry.models import Contact
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.contacts import matters_of_contact


def contacts(asked: Asked) -> Iterator[Found]:
    """Contacts nobody verified for long, and those kept longer than was said."""
    verified_for = Term(asked.city.contact_verified_for_months)
    for key, verified_on, keep_until in asked.rows(Contact).values_list("pk", "verified_on", "keep_until"):
        for raised in matters_of_contact(verified_on, keep_until, asked.day, verified_for):
            yield key, raised
