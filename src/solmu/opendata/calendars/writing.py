"""A calendar as text: RFC 5545 with the properties of RFC 7986, written by the icalendar package.

The text is a function of its events: no clock is asked, so that the same record gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import icalendar

MEDIA_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Solmu//Calendar feeds//EN"
REFRESH_HOURS = 6
"""How long a program is asked to wait before it looks again; the address answers at any time."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

LARGEST_SEQUENCE = 2**31 - 1
"""The largest INTEGER of RFC 5545, 3.3.8."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day or on several, both included; it takes nobody's time.

    `uid` stays the same for as long as it is the same thing; `revision` rises whenever it may have changed, which was
    at `changed_at`. `language` is that of the summary where it is not the calendar's. An `alarm` is a moment.
    """

    uid: str
    first: date
    last: date
    summary: str
    revision: int
    changed_at: datetime
    language: str = ""
    description: str = ""
    place: str = ""
    category: str = ""
    alarm: datetime | None = None


@dataclass(frozen=True, slots=True)
class CalendarHead:
    """What a calendar says of itself: name, what is in it and what is not, a CSS colour, whether anybody may see it."""

    name: str
    description: str
    colour: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class CalendarText:
    """A calendar as it is sent, the hash of its bytes, and when the last of its events changed (None without any)."""

    content: bytes
    sha256: str
    changed_at: datetime | None


def calendar_text(head: CalendarHead, events: Iterable[Event]) -> CalendarText:
    """The calendar in UTF-8, its events by day, lines ending in CRLF and folded at 75 octets."""
    # Loading the package takes longer than most pages; a process that serves no calendar does without.
    import icalendar

    ordered = sorted(events, key=lambda event: (event.first, event.uid))
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # The names beginning with x- are what programs understood before RFC 7986.
    told = {"name": head.name, "x-wr-calname": head.name, "description": head.description}
    for name, words in (told | {"x-wr-caldesc": head.description}).items():
        calendar.add(name, icalendar.vText(plain(words)), encode=False)
    calendar.add("color", head.colour)
    calendar.add("refresh-interval", timedelta(hours=REFRESH_HOURS), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", f"PT{REFRESH_HOURS}H")
    changed_at = max((event.changed_at for event in ordered), default=None)
    if changed_at:
        calendar.add("last-modified", changed_at)
    else:
        # A calendar has at least one component (RFC 5545, 3.4), and there is no event.
        calendar.add_component(_utc())
    classification = "PUBLIC" if head.is_public else "PRIVATE"
    for event in ordered:
        calendar.add_component(_component(event, classification))
    content = bytes(calendar.to_ical())
    return CalendarText(content, hashlib.sha256(content).hexdigest(), changed_at)


def _utc() -> icalendar.Timezone:
    """The time zone UTC: a component that says nothing of anything."""
    import icalendar

    zone, always = icalendar.Timezone(), icalendar.TimezoneStandard()
    zone.add("tzid", "UTC")
    always.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # local time, as its rule asks (RFC 5545, 3.6.5)
    for name in ("tzoffsetfrom", "tzoffsetto"):
        always.add(name, timedelta(0))
    zone.add_component(always)
    return zone


def plain(words: str) -> str:
    """Words without the control characters that no TEXT may hold (RFC 5545, 3.3.11), each line break one ``\\n``."""
    return CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _component(event: Event, classification: str) -> icalendar.Event:
    import icalendar

    component = icalendar.Event()
    component.add("uid", event.uid)
    # In a calendar without METHOD, DTSTAMP says when the event was last revised (RFC 5545, 3.8.7.2).
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", min(event.revision, LARGEST_SEQUENCE))
    component.add("dtstart", event.first)
    # The end is the first day it is over (RFC 5545, 3.6.1); the calendar itself ends with year 9999.
    if event.last < date.max:
        component.add("dtend", event.last + timedelta(days=1))
    summary = plain(event.summary)
    component.add("summary", summary, parameters={"language": event.language} if event.language else {})
    for name, words in (("description", event.description), ("location", event.place)):
        if words:
            component.add(name, plain(words))
    if event.category:
        component.add("categories", [event.category])
    component.add("class", classification)
    component.add("transp", "TRANSPARENT")
    if event.alarm:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", event.alarm.astimezone(UTC))
        component.add_component(alarm)
    return component
