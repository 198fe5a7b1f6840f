"""When what is kept of a person needs somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from solmu.core.dates import PartialDate
from solmu.core.terms import Term, shift_day
from solmu.stewardship.rules.raised import Raised, day_after


def matters_of_contact(
    verified_on: date | None, keep_until: date | None, day: date, verified_for: Term
) -> Iterator[Raised]:
    """Nobody made sure for a set time that it is right; and it is kept beyond the day it was to be erased.

    Keeping personal data longer than its purpose needs is against the GDPR, article 5 (1) e.
    """
    if keep_until is not None and keep_until < day:
        told = {"until": PartialDate.from_day(keep_until)}
        yield Raised("contact_kept_too_long", "soon", keep_until.isoformat(), arose_on=day_after(keep_until), told=told)
    elif verified_on is None:
        yield Raised("contact_unverified", "tidy_up")
    elif day >= (arose := shift_day(verified_on, verified_for.months)):
        told = {"last": PartialDate.from_day(verified_on)}
        yield Raised("contact_unverified", "tidy_up", verified_on.isoformat(), arose_on=arose, told=told)
