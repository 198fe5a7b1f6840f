"""Matters, computed from the record for a day."""

from __future__ import annotations

from solmu.stewardship.queries.matters.finding import first_matters, matters_on
from solmu.stewardship.queries.matters.matter import Identity, Matter
from solmu.stewardship.queries.matters.remembering import remembered_matters

__all__ = ["Identity", "Matter", "first_matters", "matters_on", "remembered_matters"]
