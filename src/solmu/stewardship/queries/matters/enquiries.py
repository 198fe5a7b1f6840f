"""Matters about enquiries."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.participation.queries import open_enquiries
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.enquiries import matter_of_enquiry


def enquiries_waiting(asked: Asked) -> Iterator[Found]:
    """Enquiries nobody has answered. Nothing of what somebody wrote is told, but its reference number."""
    for reference, received_on, due_on in open_enquiries():
        if received_on <= asked.day:
            yield "", matter_of_enquiry(reference, received_on, due_on, asked.day)
