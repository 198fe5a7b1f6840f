"""Whether the terms of an agreement go together: its period, its notice, how it renews itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.errors import Phrase
from solmu.core.terms import shift_day

TACIT = "tacit"


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says of its end; lengths in months. `renewal` is the term a tacit one renews itself for."""

    valid_from: PartialDate | None = None
    valid_until: End = None
    renewal_mode: str = ""
    renewal: int | None = None
    most_renewals: int | None = None
    notice: int = 0
    review_on: PartialDate | None = None
    review_every: int | None = None


def terms_fault(terms: Terms) -> Phrase | None:
    """Why the terms do not go together, as a sentence naming field and remedy; None where they do."""
    start, end = terms.valid_from, terms.valid_until
    if start and isinstance(end, PartialDate) and end.latest < start.earliest:
        return Phrase("The end (%(end)s) lies before the start (%(start)s). Check the two dates.", end=end, start=start)
    return _renewal_fault(terms) or _notice_fault(terms) or _review_fault(terms)


def _renewal_fault(terms: Terms) -> Phrase | None:
    if terms.renewal_mode != TACIT:
        if terms.renewal is not None or terms.most_renewals is not None:
            return Phrase(
                "Only an agreement that renews itself has a term it renews itself for and a most of renewals. "
                "Leave them out, or say that it renews itself."
            )
        return None
    if not terms.renewal or terms.renewal < 1:
        return Phrase("An agreement that renews itself does so for a term. Give its length in months, at least 1.")
    if terms.most_renewals is not None and terms.most_renewals < 1:
        return Phrase("An agreement that renews itself does so at least once. Give the most of renewals as 1 or more.")
    if terms.valid_until is OPEN:
        return Phrase("An agreement that renews itself has an end to renew at. Give the end of its first term.")
    return None


def _notice_fault(terms: Terms) -> Phrase | None:
    if terms.notice < 0:
        return Phrase("A notice period has no less than 0 months. Give 0 where there is none.")
    start, end = terms.valid_from, terms.valid_until
    if start and isinstance(end, PartialDate) and shift_day(_next_day(end), -terms.notice) < start.earliest:
        return Phrase(
            "The notice period (%(notice)s months) is longer than the term of the agreement (%(start)s–%(end)s). "
            "Check the notice period and the two dates.",
            notice=terms.notice,
            start=start,
            end=end,
        )
    if terms.renewal and terms.notice > terms.renewal:
        return Phrase(
            "The notice period (%(notice)s months) is longer than the term it renews itself for "
            "(%(renewal)s months). Check the two.",
            notice=terms.notice,
            renewal=terms.renewal,
        )
    return None


def _next_day(end: PartialDate) -> date:
    """The day the agreement no longer binds: a year's notice of a whole year begins with it."""
    latest = end.latest
    return latest + timedelta(days=1) if latest < latest.max else latest


def _review_fault(terms: Terms) -> Phrase | None:
    if terms.review_every is not None and terms.review_every < 1:
        return Phrase("Reviews come every so many months, at least 1. Give the number, or leave it out.")
    review, start = terms.review_on, terms.valid_from
    if review and start and review.latest < start.earliest:
        return Phrase(
            "The review (%(review)s) lies before the start (%(start)s). Check the two dates.",
            review=review,
            start=start,
        )
    return None


def last_day_before(on: PartialDate, begun: PartialDate | None = None) -> PartialDate:
    """What holds until the change of a day: the day before, as precisely as the change is known.

    Of a year or month it is the same one: what ended within it held into it. Nothing ends before it began (`begun`),
    so that of a change on the first day it is that day.
    """
    if on.precision != "day" or on.earliest == on.earliest.min:
        return on
    before = PartialDate.from_day(on.earliest - timedelta(days=1))
    return on if begun and before.latest < begun.earliest else before
