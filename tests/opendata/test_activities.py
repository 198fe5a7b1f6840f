"""The public feed of activities, asked for as programs do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import http_date
from i18nfield.strings import LazyI18nString

from solmu.core.models import AuditEntry, Source
from solmu.places.actions import add_place_name
from solmu.places.rules import Name
from solmu.portal.addresses import calendar_address
from solmu.registry.actions.activities import add_activity
from solmu.registry.actions.publicity import publish_record, remove_record
from solmu.registry.actions.recording import recording
from solmu.registry.models import Activity, Organisation, Partnership
from solmu.registry.queries.known import published_versions
from solmu.registry.vocabulary import ActivityKind, Direction, RecordKind
from tests.opendata.reading import content_of, days, events, faults, told
from tests.registry import founding

pytestmark = pytest.mark.sqlite

LANGUAGES = ("fi", "sv", "en")
BY = founding.BY


def address(language: str = "en") -> str:
    return f"/{language}/calendar/activities.ics"


def activity(source: Source, *ties: Partnership, starts: str = "2026-05-04", **facts: Any) -> Activity:
    title = facts.pop("title", {"fi": "Vierailu", "sv": "Besök", "en": "A visit"})
    facts.setdefault("is_published", True)
    for name, text in (("starts", starts), ("ends", facts.pop("ends", ""))):
        if text:
            facts[name] = founding.end(text)
    return add_activity(
        by=BY, source=source, kind=facts.pop("kind", ActivityKind.VISIT), title=LazyI18nString(title),
        partnerships=ties, **facts,
    )  # fmt: skip


def change(source: Source, row: Activity, **values: object) -> None:
    with recording(by=BY, action="change", source=source) as journal:
        journal.update(row, **values)


def feed(client: Client, language: str = "en") -> bytes:
    return content_of(client.get(address(language)))


# --- what stands in it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "summary", "category", "partner"),
    [("fi", "Vierailu", "Vierailu", "Tartto"), ("sv", "Besök", "Besök", "Dorpat"), ("en", "A visit", "Visit", "Tartu")],
)
def test_activity_is_an_event_in_the_readers_language(
    client: Client, source: Source, tartu: Partnership, language: str, summary: str, category: str, partner: str
) -> None:
    made = activity(source, tartu, ends="2026-05-06")
    entry = AuditEntry.objects.get(record_id=made.pk)
    (event,) = events(feed(client, language))
    said = told(event)
    assert said["DTSTAMP"] == said["LAST-MODIFIED"]
    assert said["LAST-MODIFIED"].isoformat() == f"{entry.at[:19]}+00:00"
    assert partner in said.pop("DESCRIPTION")
    assert {name: said[name] for name in said if name not in ("DTSTAMP", "LAST-MODIFIED")} == {
        "UID": f"activity-{made.pk}",
        "SEQUENCE": entry.sequence,
        "DTSTART": date(2026, 5, 4),
        "DTEND": date(2026, 5, 7),
        "SUMMARY": summary,
        "CATEGORIES": [category],
        "CLASS": "PUBLIC",
        "TRANSP": "TRANSPARENT",
    }


def test_event_tells_partners_direction_and_number_of_people(
    client: Client, source: Source, tartu: Partnership
) -> None:
    visby = founding.partnership(source, founding.place(source, "Visby", "SE"))
    activity(source, tartu, visby, direction=Direction.IN, participants=12)
    (event,) = events(feed(client))
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Partners: Tartu, Visby",
        "From the partner",
        "Participants: 12",
    ]


@pytest.mark.parametrize(("language", "shown"), [("fi", "Tartto"), ("sv", "Dorpat"), ("en", "Tartu")])
def test_event_tells_where_in_the_readers_language_else_as_written(
    client: Client, source: Source, tartu: Partnership, language: str, shown: str
) -> None:
    activity(source, starts="2026-05-04", place=tartu.partner)
    activity(source, starts="2026-05-05", place_as_written="Town hall, Tartu")
    assert [str(event["LOCATION"]) for event in events(feed(client, language))] == [shown, "Town hall, Tartu"]


def test_event_without_anything_beside_its_title_has_no_description(client: Client, source: Source) -> None:
    activity(source)
    (event,) = events(feed(client))
    assert "DESCRIPTION" not in event


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        ("2026-05-04", "", (date(2026, 5, 4), date(2026, 5, 5))),
        ("2026-05-04", "2026-05-04", (date(2026, 5, 4), date(2026, 5, 5))),
        ("2026-12-30", "2027-01-02", (date(2026, 12, 30), date(2027, 1, 3))),
        ("2028-02-28", "2028-02-29", (date(2028, 2, 28), date(2028, 3, 1))),
        # Nobody knows on which day it ended: only the day it began stands in the calendar.
        ("2026-05-04", "2026-06", (date(2026, 5, 4), date(2026, 5, 5))),
        ("2026-05-04", "2027", (date(2026, 5, 4), date(2026, 5, 5))),
        ("2026-05-04", "..", (date(2026, 5, 4), date(2026, 5, 5))),
    ],
)
def test_days_of_an_event(client: Client, source: Source, starts: str, ends: str, expected: tuple[date, date]) -> None:
    activity(source, starts=starts, ends=ends)
    (event,) = events(feed(client))
    assert days(event) == expected


def test_activities_without_a_day_are_left_out_and_counted(client: Client, source: Source) -> None:
    kept = activity(source)
    for starts in ("2026", "2026-05", ""):
        activity(source, starts=starts)
    content = feed(client)
    assert [str(event["UID"]) for event in events(content)] == [f"activity-{kept.pk}"]
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert "X-WR-CALDESC:" in unfolded
    assert unfolded.count("3 activities are left out\\, as their days are not known.") == 2


def test_title_in_another_language_says_so(client: Client, source: Source) -> None:
    activity(source, title={"sv": "Besök"})
    (event,) = events(feed(client, "fi"))
    assert (str(event["SUMMARY"]), event["SUMMARY"].params) == ("Besök", {"LANGUAGE": "sv"})
    (event,) = events(feed(client, "sv"))
    assert event["SUMMARY"].params == {}


def test_events_stand_by_day(client: Client, source: Source) -> None:
    for starts in ("2026-05-04", "1999-12-31", "2027-01-01"):
        activity(source, starts=starts)
    assert [days(event)[0].year for event in events(feed(client))] == [1999, 2026, 2027]


def test_calendar_names_itself_and_how_often_to_look_again(client: Client, source: Source) -> None:
    activity(source)
    lines = feed(client, "sv").replace(b"\r\n ", b"").decode().split("\r\n")
    head = dict(line.split(":", 1) for line in lines[: lines.index("BEGIN:VEVENT")])
    assert head["NAME"] == head["X-WR-CALNAME"]
    assert head["NAME"].endswith("Rantala")
    assert (head["REFRESH-INTERVAL;VALUE=DURATION"], head["X-PUBLISHED-TTL"]) == ("PT6H", "PT6H")
    assert (head["VERSION"], head["CALSCALE"], head["COLOR"]) == ("2.0", "GREGORIAN", "royalblue")


# --- what never stands in it ------------------------------------------------------------------------------------------


def test_internal_removed_and_merged_activities_are_not_told_of(client: Client, source: Source) -> None:
    kept, gone, double = activity(source), activity(source), activity(source)
    activity(source, title={"en": "Canary one"}, is_published=False)
    remove_record(by=BY, source=source, record=gone.record, reason="It did not happen.")
    with recording(by=BY, action="merge", source=source) as journal:
        journal.update(double.record, merged_into=kept.record)
    content = feed(client)
    assert [str(event["UID"]) for event in events(content)] == [f"activity-{kept.pk}"]
    assert b"Canary" not in content


def test_partner_that_is_internal_is_not_named(client: Client, source: Source, tartu: Partnership) -> None:
    hidden = founding.partnership(source, founding.place(source, "Canaria", "ES"), is_published=False)
    activity(source, tartu, hidden)
    content = feed(client)
    assert b"Tartu" in content
    assert b"Canaria" not in content


# --- changes ----------------------------------------------------------------------------------------------------------


def test_changed_activity_keeps_its_uid_and_raises_its_sequence(client: Client, source: Source) -> None:
    made = activity(source)
    (before,) = map(told, events(feed(client)))
    change(source, made, starts=founding.on("2026-05-11"))
    (after,) = map(told, events(feed(client)))
    assert after["UID"] == before["UID"]
    assert after["DTSTART"] == date(2026, 5, 11)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"] >= before["LAST-MODIFIED"]


def test_change_that_shows_in_no_event_raises_no_sequence(client: Client, source: Source) -> None:
    activity(source)
    before = feed(client)
    activity(source, is_published=False)
    assert feed(client) == before


def test_new_name_of_a_partner_is_a_change(client: Client, source: Source, tartu: Partnership) -> None:
    activity(source, tartu)
    (before,) = map(told, events(feed(client)))
    add_place_name(by=BY, source=source, place=tartu.partner, name=Name("Dorpat", "de", "official"))
    (after,) = map(told, events(feed(client)))
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_published_later_it_appears(client: Client, source: Source) -> None:
    made = activity(source, is_published=False)
    assert events(feed(client)) == []
    publish_record(by=BY, source=source, record=made.record)
    assert len(events(feed(client))) == 1


# --- rules of the format ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_feed_keeps_the_rules(client: Client, source: Source, tartu: Partnership, language: str) -> None:
    for number in range(3):
        activity(source, tartu, title={language: "Ääkkösiä, pilkkuja; ja \\ merkkejä " * number + "x"})
    assert faults(feed(client, language)) == []


def test_empty_calendar_keeps_the_rules(client: Client, home: Organisation) -> None:
    content = feed(client)
    assert (events(content), faults(content)) == ([], [])


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("A\r\nBEGIN:VEVENT\r\nSUMMARY:B", "A\nBEGIN:VEVENT\nSUMMARY:B"),
        ("A\rEND:VCALENDAR", "A\nEND:VCALENDAR"),
        ("bell\x07 nel\x85 nul", "bell nel nul"),
        ('quotes "and" : ; , \\n', 'quotes "and" : ; , \\n'),
        ("ää" * 120, "ää" * 120),
        ("日本" * 60, "日本" * 60),
        ("tab\there", "tab\there"),
    ],
)
def test_hostile_titles_are_words(client: Client, source: Source, title: str, shown: str) -> None:
    activity(source, title={"en": title})
    content = feed(client)
    (event,) = events(content)
    assert str(event["SUMMARY"]) == shown
    assert faults(content) == []


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_portal_links_to_the_feed_in_its_language(client: Client, home: Organisation, language: str) -> None:
    linked = calendar_address(language)
    assert linked == reverse("opendata:activities", args=[language]) == address(language)
    assert f'href="{linked}"' in client.get(f"/{language}/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers(client: Client, source: Source, language: str) -> None:
    made = activity(source)
    response = client.get(address(language))
    changed = published_versions(RecordKind.ACTIVITY)[0]
    assert changed.record_id == made.pk
    assert {
        name: response[name] for name in ("Content-Type", "Content-Language", "Cache-Control", "Last-Modified")
    } == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Language": language,
        "Cache-Control": "public, no-cache",
        "Last-Modified": http_date(changed.at.timestamp()),
    }
    assert response["ETag"].startswith('"')
    assert not response.cookies


def test_program_that_has_it_already_is_told_so(client: Client, source: Source) -> None:
    activity(source)
    etag = client.get(address())["ETag"]
    for asked in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        response = client.get(address(), headers={"if-none-match": asked})
        assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
        assert response["Cache-Control"] == "public, no-cache"


def test_program_that_has_an_older_one_is_given_the_new_one(client: Client, source: Source) -> None:
    made = activity(source)
    etag = client.get(address())["ETag"]
    change(source, made, starts=founding.on("2026-05-11"))
    response = client.get(address(), headers={"if-none-match": etag})
    assert response.status_code == 200
    assert response["ETag"] != etag


def test_a_moment_alone_does_not_answer_for_what_was_withdrawn(client: Client, source: Source) -> None:
    activity(source)
    gone = activity(source)
    response = client.get(address())
    remove_record(by=BY, source=source, record=gone.record, reason="It did not happen.")
    asked = client.get(address(), headers={"if-modified-since": response["Last-Modified"]})
    assert asked.status_code == 200
    assert len(events(asked.content)) == 1


def test_languages_have_each_their_own_feed(client: Client, source: Source, tartu: Partnership) -> None:
    activity(source, tartu)
    assert len({client.get(address(language))["ETag"] for language in LANGUAGES}) == 3


def test_head_tells_what_get_would(client: Client, source: Source) -> None:
    activity(source)
    got, head = client.get(address()), client.head(address())
    assert (head.status_code, head.content) == (200, b"")
    assert {name: head[name] for name in ("ETag", "Content-Type", "Content-Length")} == {
        name: got[name] for name in ("ETag", "Content-Type", "Content-Length")
    }


@pytest.mark.parametrize("accept", ["text/calendar", "text/html", "*/*", "application/json"])
def test_address_gives_a_calendar_whatever_is_accepted(client: Client, source: Source, accept: str) -> None:
    assert client.get(address(), headers={"accept": accept})["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("language", ["de", "FI", "fi-FI", ""])
def test_no_feed_in_other_languages(client: Client, home: Organisation, language: str) -> None:
    assert client.get(address(language)).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_feed_is_read_only(client: Client, home: Organisation, method: str) -> None:
    response = getattr(client, method)(address())
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_the_same_whatever_the_number_of_activities(
    client: Client, source: Source, tartu: Partnership, number: int
) -> None:
    for _ in range(number):
        activity(source, tartu)
    with CaptureQueriesContext(connection) as first:
        assert len(events(feed(client))) == number
    with CaptureQueriesContext(connection) as again:
        feed(client)
    assert (len(first), len(again)) == (2, 1)
