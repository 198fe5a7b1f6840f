"""A change that needs a reason and has none."""

from __future__ import annotations

from solmu.core.dates import PartialDate
from solmu.stewardship.rules.raised import Raised


def reason_not_stated(what: str, occurrence: str, on: PartialDate | None) -> Raised:
    """A tie was suspended or ended, an agreement suspended or terminated, and the source states no reason.

    `what` is one of tie_suspended, tie_ended, suspended, terminated.
    """
    told = {"what": what, "on": on.edtf if on else ""}
    return Raised("reason_not_stated", "tidy_up", occurrence, arose_on=on.latest if on else None, told=told)
