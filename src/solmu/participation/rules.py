"""By when an enquiry is answered and until when it is kept."""

from __future__ import annotations

from datetime import date, timedelta

from solmu.core.terms import Term, shift_day

ANSWER_DAYS = 14
"""The law gives as long for feedback on accessibility (laki digitaalisten palvelujen tarjoamisesta 306/2019)."""


def answer_due(received_on: date) -> date:
    """The last day to answer what was received on the day."""
    return received_on + timedelta(days=ANSWER_DAYS)


def kept_until(received_on: date, keep_for: Term) -> date:
    """The last day on which what was received on the day is kept."""
    return shift_day(received_on, keep_for.months)
