"""A calendar as text: whatever its events say, it keeps the rules and reads back as it was meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.opendata.calendars.writing import LARGEST_SEQUENCE, CalendarHead, Event, calendar_text, plain
from tests.opendata.reading import days, events, faults, told

HEAD = CalendarHead("Tapahtumat", "Kaikki, mitä on", "teal", is_public=True)
AT = datetime(2026, 11, 24, 8, 30, 15, 123456, tzinfo=UTC)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 30))


def event(**facts: object) -> Event:
    values: dict[str, object] = {
        "uid": "a", "first": date(2026, 5, 4), "last": date(2026, 5, 4), "summary": "A visit", "revision": 7,
        "changed_at": AT,
    }  # fmt: skip
    return Event(**(values | facts))  # type: ignore[arg-type]


@given(WORDS, WORDS, WORDS, WORDS)
def test_whatever_words_come_back(summary: str, description: str, place: str, name: str) -> None:
    head = CalendarHead(name, description, "teal", is_public=False)
    content = calendar_text(head, [event(summary=summary, description=description, place=place)]).content
    assert faults(content) == []
    (found,) = events(content)
    said = told(found)
    assert said["SUMMARY"] == plain(summary)
    assert said.get("DESCRIPTION", "") == plain(description)
    assert said.get("LOCATION", "") == plain(place)


@given(DAYS, st.integers(0, 400))
def test_whatever_days_come_back(first: date, length: int) -> None:
    last = min(date(9999, 12, 30), first + timedelta(days=min(length, (date(9999, 12, 30) - first).days)))
    content = calendar_text(HEAD, [event(first=first, last=last)]).content
    assert faults(content) == []
    (found,) = events(content)
    assert days(found) == (first, last + timedelta(days=1))


def test_last_day_of_the_calendar_has_no_day_after_it() -> None:
    (found,) = events(calendar_text(HEAD, [event(first=date.max, last=date.max)]).content)
    assert (found["DTSTART"].dt, "DTEND" in found) == (date.max, False)


def test_same_events_in_any_order_give_the_same_bytes() -> None:
    one, other, third = event(), event(uid="b"), event(uid="c", first=date(2025, 1, 1))
    text = calendar_text(HEAD, [one, other, third])
    assert calendar_text(HEAD, [third, other, one]) == text
    assert [str(found["UID"]) for found in events(text.content)] == ["c", "a", "b"]


def test_calendar_changed_when_the_last_of_its_events_did() -> None:
    later = AT + timedelta(days=1)
    assert calendar_text(HEAD, [event(), event(uid="b", changed_at=later)]).changed_at == later
    assert calendar_text(HEAD, []).changed_at is None


def test_number_larger_than_the_format_allows_is_its_largest() -> None:
    (found,) = events(calendar_text(HEAD, [event(revision=2**40)]).content)
    assert found["SEQUENCE"] == LARGEST_SEQUENCE


@pytest.mark.parametrize(("is_public", "word"), [(True, "PUBLIC"), (False, "PRIVATE")])
def test_events_are_classed_as_their_calendar(*, is_public: bool, word: str) -> None:
    head = CalendarHead("A", "B", "teal", is_public=is_public)
    (found,) = events(calendar_text(head, [event()]).content)
    assert str(found["CLASS"]) == word


def test_alarm_rings_at_a_moment_in_utc() -> None:
    (found,) = events(calendar_text(HEAD, [event(alarm=AT.replace(microsecond=0))]).content)
    (alarm,) = found.walk("VALARM")
    assert (alarm["TRIGGER"].dt, str(alarm["DESCRIPTION"])) == (AT.replace(microsecond=0), "A visit")
