"""Matters, computed from the record for a day."""

from __future__ import annotations

from solmu.stewardship.queries.matters.finding import matters_on
from solmu.stewardship.queries.matters.matter import Identity, Matter

__all__ = ["Identity", "Matter", "matters_on"]
