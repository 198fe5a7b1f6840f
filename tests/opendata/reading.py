"""Reading a feed as a calendar program does, and as RFC 5545 asks for it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import icalendar
from django.http import HttpResponse

# RFC 5545, 3.1: name, parameters, colon, value; what is folded was put together before.
LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*:(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)'
)
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "CLASS", "TRANSP", "DESCRIPTION"}


def content_of(response: HttpResponse) -> bytes:
    assert response.status_code == 200
    return response.content


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def told(event: icalendar.Event) -> dict[str, Any]:
    """What an event says, as plain values."""
    return {name: plain(value) for name, value in event.property_items(recursive=False) if name not in ("BEGIN", "END")}


def plain(value: Any) -> Any:
    if hasattr(value, "dt"):
        return value.dt
    if hasattr(value, "cats"):
        return [str(each) for each in value.cats]
    return int(value) if isinstance(value, int) else str(value)


def days(event: icalendar.Event) -> tuple[date, date]:
    return event["DTSTART"].dt, event["DTEND"].dt


def faults(content: bytes) -> list[str]:
    """What RFC 5545 and RFC 7986 do not allow; nothing for a calendar that is right."""
    found = []
    if (
        not content.endswith(b"\r\n")
        or b"\n" in content.replace(b"\r\n", b"")
        or b"\r" in content.replace(b"\r\n", b"")
    ):
        found.append("a line does not end in CRLF")
    folded = content.removesuffix(b"\r\n").split(b"\r\n")
    found += [f"more than 75 octets: {line!r}" for line in folded if len(line) > 75]
    for line in folded:
        try:
            line.decode()
        except UnicodeDecodeError:
            found.append(f"folded inside a letter: {line!r}")
    lines = content.decode(errors="replace").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found += [f"no content line: {line!r}" for line in lines if not LINE.fullmatch(line)]
    calendar = icalendar.Calendar.from_ical(content)
    found += [f"not understood: {error}" for each in calendar.walk() for error in each.errors]
    found += [f"{name} is missing" for name in ("PRODID", "VERSION") if name not in calendar]
    if "METHOD" in calendar:
        found.append("a feed is no message and has no METHOD")
    if not calendar.subcomponents:
        found.append("no component")
    found += _faults_of_events(list(calendar.walk("VEVENT")))
    return found


def _faults_of_events(found: list[icalendar.Event]) -> list[str]:
    faults = []
    uids = [str(event.get("UID", "")) for event in found]
    if len(set(uids)) < len(uids):
        faults.append("a UID stands twice")
    for event, uid in zip(found, uids, strict=True):
        faults += [f"{uid}: {name} is missing" for name in ("UID", "DTSTAMP", "DTSTART") if name not in event]
        faults += [f"{uid}: {name} stands twice" for name in ONCE if isinstance(event.get(name), list)]
        start, end = days(event)
        if isinstance(start, datetime) or isinstance(end, datetime) or end <= start:
            faults.append(f"{uid}: the end of an all-day event is the day after its last")
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            if event[name].dt.utcoffset().total_seconds() != 0:
                faults.append(f"{uid}: {name} is not in UTC")
        for alarm in event.walk("VALARM"):
            faults += [
                f"{uid}: an alarm has no {name}" for name in ("ACTION", "TRIGGER", "DESCRIPTION") if name not in alarm
            ]
    return faults
