"""Merging two records of one thing, and taking that back. What belongs here: the two actions and what they note."""

from __future__ import annotations

from solmu.registry.actions.merging.merging import merge_records
from solmu.registry.actions.merging.undoing import undo_merge

__all__ = ["merge_records", "undo_merge"]
