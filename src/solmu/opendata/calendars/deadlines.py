"""The calendar of deadlines that a person follows at a secret address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from solmu.core.city import City
from solmu.core.wording import shown_date
from solmu.opendata.calendars.writing import CalendarHead, CalendarText, Event, calendar_text
from solmu.registry.models import Agreement, Membership
from solmu.registry.naming import agreement_name, text_in
from solmu.stewardship.models import CalendarSubscription
from solmu.stewardship.queries.calendars import CalendarDeadline, deadlines_followed
from solmu.stewardship.vocabulary import CalendarScope, DeadlineKind

COLOUR = "crimson"
REMINDED_AT = time(9)
"""When an alarm rings, in the city."""

LONGEST_NAME = 200
"""Characters of a commitment's text that stand in its event's title."""


def deadlines_calendar(subscription: CalendarSubscription, day: date, city: City, language: str) -> CalendarText:
    """The deadlines of a subscription as they stand on a day, each on the last day to act."""
    with override(language):
        events = [
            deadline_event(each, day, city, language) for each in deadlines_followed(subscription, day, city=city)
        ]
        name = _("Deadlines: %(city)s") % {"city": city.name_in(language).nominative}
        is_own = subscription.scope == CalendarScope.OWN
        whose = _("Of what you look after or were asked to see to.") if is_own else _("Of the whole record.")
        return calendar_text(CalendarHead(name, whose, COLOUR, is_public=False), events)


def deadline_event(each: CalendarDeadline, day: date, city: City, language: str) -> Event:
    """A deadline as an event in the active language; it rings on the first day to be reminded, if that is to come."""
    alarm = None
    if each.remind_from and day <= each.remind_from < each.on.latest:
        alarm = datetime.combine(each.remind_from, REMINDED_AT, ZoneInfo(city.time_zone))
    return Event(
        uid=each.uid,
        first=each.on.latest,
        last=each.on.latest,
        summary=_title(each.kind) % {"name": _name(each, language)},
        revision=each.revision,
        changed_at=each.changed_at,
        description="\n".join(_told(each)),
        category=str(each.kind.label),
        alarm=alarm,
    )


def _title(kind: DeadlineKind) -> str:
    return {
        DeadlineKind.DECISION: _("Decide by this day: %(name)s"),
        DeadlineKind.END: _("Ends: %(name)s"),
        DeadlineKind.REVIEW: _("Review: %(name)s"),
        DeadlineKind.COMMITMENT: _("Due: %(name)s"),
        DeadlineKind.FEE_REVIEW: _("Review the fee: %(name)s"),
        DeadlineKind.BENEFIT_REVIEW: _("Review the benefit: %(name)s"),
    }[kind]


def _name(each: CalendarDeadline, language: str) -> str:
    if isinstance(each.record, Agreement):
        return agreement_name(each.record, language)
    text = each.record.network.name if isinstance(each.record, Membership) else each.record.text
    words = " ".join(text_in(text, language).split())
    return words if len(words) <= LONGEST_NAME else f"{words[: LONGEST_NAME - 1].rstrip()}…"


def _told(each: CalendarDeadline) -> Iterator[str]:
    """What is told beside the title, a line each."""
    if each.end:
        yield _("It ends: %(day)s.") % {"day": shown_date(each.end)}
    if each.is_computed:
        yield _("The day is computed from the agreement's terms.")
    if each.on.precision != "day":
        yield _("As the source has it: %(day)s.") % {"day": shown_date(each.on)}
    if not each.certain:
        yield _("Not certain: a date it rests on is not known to the day.")
