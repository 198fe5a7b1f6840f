"""When what somebody asked of the city needs somebody."""

from __future__ import annotations

from datetime import date

from solmu.stewardship.rules.raised import Raised, day_after


def matter_of_enquiry(reference: str, received_on: date, due_on: date, day: date) -> Raised:
    """An enquiry waits for its answer from the day it came, and is overdue after the last day to answer."""
    is_overdue = due_on < day
    return Raised(
        rule="enquiry_due",
        severity="overdue" if is_overdue else "soon",
        occurrence=reference,
        due_on=due_on,
        arose_on=day_after(due_on) if is_overdue else received_on,
        told={"reference": reference, "received": received_on},
    )
