"""Matters, computed from the record for a day."""

from __future__ import annotations

from solmu.stewardship.queries.matters.finding import first_matters, matters_on
from solmu.stewardship.queries.matters.keeping import kept_matters
from solmu.stewardship.queries.matters.matter import Identity, Matter

__all__ = ["Identity", "Matter", "first_matters", "kept_matters", "matters_on"]
