"""Writes of the ledger: fixing what is told to whom, and handing it over.

The ledger is no part of the record: it tells no fact of the city, is never shown to the public, and is its own proof.
So it raises no revision and writes no audit entries.
"""

from __future__ import annotations

from solmu.stewardship.actions.reminders.fixing import remind_people
from solmu.stewardship.actions.reminders.handing_over import hand_over

__all__ = ["hand_over", "remind_people"]
