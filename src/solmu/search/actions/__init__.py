"""Writes of the index; they follow from the record and need no entry in the audit."""

from __future__ import annotations

from solmu.search.actions.catching_up import catch_up, catch_up_if_free, rebuild

__all__ = ["catch_up", "catch_up_if_free", "rebuild"]
