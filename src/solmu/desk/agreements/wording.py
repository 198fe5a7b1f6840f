"""How an agreement is told at the desk: its end, its status, and what is next to be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext as _

from solmu.core.dates import OPEN, End, PartialDate
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.desk.listing import Cell
from solmu.registry.queries.agreements import AgreementOnDay
from solmu.registry.vocabulary import AgreementStatus, RenewalMode
from solmu.stewardship.rules.deadlines import deadline


@dataclass(frozen=True)
class Next:
    """What is to be done next about an agreement, and on which day; without a day: what is missing."""

    on: date | None
    words: str


class Keyed(Protocol):
    """What has an agreement's key: the agreement, or what a page holds of it."""

    @property
    def pk(self) -> str: ...


def address_of(row: Keyed) -> str:
    return reverse("desk:agreement", args=[row.pk])


def renewal_address(row: Keyed) -> str:
    return reverse("desk:renewal", args=[row.pk])


def end_words(end: End) -> str:
    if end is OPEN:
        return _("until further notice")
    return shown_date(end) if isinstance(end, PartialDate) else _("not known")


def validity_words(start: PartialDate | None, end: End) -> str:
    """*1.3.2024–28.2.2027*, *2019–, until further notice*, *until 2019*; a dash where nothing is known."""
    if isinstance(end, PartialDate):
        return f"{shown_date(start)}–{shown_date(end)}" if start else _("until %(date)s") % {"date": shown_date(end)}
    began = f"{shown_date(start)}–" if start else ""
    if end is OPEN:
        return ", ".join(filter(None, (began, _("until further notice"))))
    return began or "–"


def status_cell(row: AgreementOnDay | None) -> Cell:
    """The status with its line; an agreement that had not been made by the day has none."""
    if row is None:
        return Cell(_("not made yet"))
    return Cell(str(AgreementStatus(row.status.status).label), mark=f"status-{row.status.status}")


def next_of(row: AgreementOnDay, day: date, lead: Term) -> Next:
    """The next day somebody is needed, and for what: a decision, a review, or an end nobody is asked about."""
    if row.ended_without_successor:
        decided = row.agreement.no_successor_on
        return Next(None, _("no successor is planned") if decided else _("no successor is recorded"))
    found = deadline(row.facts, day, lead=lead)
    days = []
    if found.decide_by:
        is_tacit = row.agreement.renewal_mode == RenewalMode.TACIT
        days.append(Next(found.decide_by, _("last day for notice") if is_tacit else _("decision on what follows")))
    if found.next_review:
        days.append(Next(found.next_review.earliest, _("review")))
    end = row.end.end
    if isinstance(end, PartialDate) and end.latest >= day and not row.agreement.stage and not days:
        days.append(Next(end.latest, _("end")))
    return min(days, key=lambda each: each.on or date.max, default=Next(None, ""))


def coming_decisions(row: AgreementOnDay, day: date, last: date) -> list[tuple[date, date | None]]:
    """Each last day to decide up to `last`, with the latest day of its end: of a tacit one term by term."""
    days: list[tuple[date, date | None]] = []
    at = day
    while at <= last:
        found = deadline(row.facts, at, lead=Term(0))
        if found.decide_by is None or found.decide_by > last:
            break
        end = found.end.latest if isinstance(found.end, PartialDate) else None
        if (found.decide_by, end) in days:
            break
        days.append((found.decide_by, end))
        at = max(found.decide_by, at) + timedelta(days=1)
    return days
