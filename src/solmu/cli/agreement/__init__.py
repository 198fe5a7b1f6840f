"""`solmu agreement`: what happens to agreements, from the draft to what follows them."""

from __future__ import annotations

from solmu.cli.agreement import documents, ending, making, running, showing
from solmu.cli.agreement.group import agreement

__all__ = ["agreement", "documents", "ending", "making", "running", "showing"]
