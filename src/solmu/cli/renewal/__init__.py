"""`solmu renewal`: an agreement on its way to be renewed, from the plan to the successor in force."""

from __future__ import annotations

from solmu.cli.renewal.drafts import draft
from solmu.cli.renewal.group import renewal
from solmu.cli.renewal.stages import advance, assign, check, complete, decide, drop, note, plan, replan, sign
from solmu.cli.renewal.telling import list_renewals, show

for command in (plan, show, list_renewals, advance, check, note, draft, decide, sign, complete, drop, replan, assign):
    renewal.add_command(command)

__all__ = ["renewal"]
