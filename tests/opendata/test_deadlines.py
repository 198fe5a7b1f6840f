"""The secret feed of deadlines, asked for as programs do."""

from __future__ import annotations

import io
import logging
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.city import City
from solmu.core.models import Account, AuditEntry, Source
from solmu.opendata.calendars.deadlines import deadline_event
from solmu.registry.actions.commitments import add_commitment
from solmu.registry.actions.ownership import set_owner
from solmu.registry.models import Agreement, Partnership
from solmu.stewardship.actions.calendars import follow_deadlines, revoke_calendar
from solmu.stewardship.queries.calendars import CalendarDeadline
from solmu.stewardship.vocabulary import CalendarScope, DeadlineKind
from tests.opendata.reading import content_of, days, events, faults, told
from tests.registry import founding

LANGUAGES = ("fi", "sv", "en")
BY = founding.BY
# So far ahead that what is told does not hang on the day the tests run.
END, DECIDE_BY, REMINDED = date(2199, 6, 30), date(2199, 6, 29), date(2198, 12, 30)


@pytest.fixture
def agreement(source: Source, tartu: Partnership) -> Agreement:
    return founding.agreement(source, tartu, signed="2020-01-01", valid_until=END.isoformat(), is_published=False)


@pytest.fixture
def officer(db: None) -> Account:
    return founding.account("officer")


@pytest.fixture
def secret(officer: Account) -> str:
    """Of the whole record."""
    return follow_deadlines(by=officer, scope=CalendarScope.ALL)[1]


def address(secret: str, language: str = "en") -> str:
    return f"/{language}/calendar/deadlines/{secret}.ics"


# --- what stands in it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fi", "Tartto: yhteisymmärryspöytäkirja, 2020–2199"),
        ("sv", "Dorpat: samförståndsavtal, 2020–2199"),
        ("en", "Tartu: memorandum of understanding, 2020–2199"),
    ],
)
def test_deadlines_are_events_in_the_language_of_the_address(
    client: Client, agreement: Agreement, secret: str, language: str, name: str
) -> None:
    entry = AuditEntry.objects.get(record_id=agreement.pk)
    decision, over = events(content_of(client.get(address(secret, language))))
    assert [days(event) for event in (decision, over)] == [
        (DECIDE_BY, date(2199, 6, 30)),
        (END, date(2199, 7, 1)),
    ]
    assert [str(event["SUMMARY"]).split(": ", 1)[1] for event in (decision, over)] == [name, name]
    said = told(decision)
    assert {key: said[key] for key in ("UID", "SEQUENCE", "CLASS", "TRANSP")} == {
        "UID": f"decision-{agreement.pk}",
        "SEQUENCE": entry.sequence,
        "CLASS": "PRIVATE",
        "TRANSP": "TRANSPARENT",
    }
    assert said["DTSTAMP"].isoformat() == f"{entry.at[:19]}+00:00"


def test_decision_rings_on_the_first_day_to_be_reminded(client: Client, agreement: Agreement, secret: str) -> None:
    decision, over = events(content_of(client.get(address(secret))))
    (alarm,) = decision.walk("VALARM")
    assert (alarm["TRIGGER"].dt, str(alarm["ACTION"])) == (datetime(2198, 12, 30, 9, tzinfo=UTC), "DISPLAY")
    assert list(over.walk("VALARM")) == []


@pytest.mark.parametrize(
    ("day", "rings"), [(date(2198, 12, 30), True), (date(2198, 12, 31), False), (date(2026, 1, 1), True)]
)
def test_nothing_rings_for_a_day_that_is_over(agreement: Agreement, day: date, rings: bool) -> None:
    city = City("Rantala", "FI", 60.1, 24.9, ("fi",), time_zone="Europe/Helsinki")
    due = CalendarDeadline(DeadlineKind.DECISION, agreement, founding.on("2199-06-29"), remind_from=REMINDED)
    event = deadline_event(due, day, city, "en")
    # Nine o'clock in the city is seven in UTC.
    assert event.alarm == (datetime(2198, 12, 30, 7, tzinfo=UTC) if rings else None)


def test_event_says_how_its_day_came_to_be(agreement: Agreement) -> None:
    city = City("Rantala", "FI", 60.1, 24.9, ("fi",))
    due = CalendarDeadline(
        DeadlineKind.REVIEW, agreement, founding.on("2199-06"), is_computed=True, certain=False,
        end=founding.on("2200"),
    )  # fmt: skip
    event = deadline_event(due, date(2026, 11, 24), city, "en")
    assert (event.first, event.last) == (date(2199, 6, 30), date(2199, 6, 30))
    assert event.description.split("\n") == [
        "It ends: 2200.",
        "The day is computed from the agreement's terms.",
        "As the source has it: June 2199.",
        "Not certain: a date it rests on is not known to the day.",
    ]


def test_long_commitment_is_cut_in_the_title(client: Client, source: Source, agreement: Agreement, secret: str) -> None:
    text = LazyI18nString({"en": "A report\n" + "on everything " * 30})
    add_commitment(by=BY, source=source, text=text, due_on=founding.on("2030-01-01"), agreement=agreement)
    (report,) = [each for each in events(content_of(client.get(address(secret)))) if "commitment" in each["UID"]]
    title = str(report["SUMMARY"])
    assert title.startswith("Due: A report on everything on")
    assert title.endswith("…")
    assert len(title) <= len("Due: ") + 200


def test_own_feed_holds_what_the_account_looks_after(
    client: Client, source: Source, agreement: Agreement, tartu: Partnership, officer: Account
) -> None:
    _, own = follow_deadlines(by=officer)
    assert events(content_of(client.get(address(own)))) == []
    set_owner(by=BY, source=source, record=tartu.record, account=officer)
    assert len(events(content_of(client.get(address(own))))) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_feed_keeps_the_rules(client: Client, source: Source, agreement: Agreement, secret: str, language: str) -> None:
    text = LazyI18nString({"fi": "Väliraportti; liite, ja muuta\r\nBEGIN:VEVENT"})
    add_commitment(
        by=BY, source=source, text=text, due_on=founding.on("2026-01-31"), agreement=agreement, every_months=6
    )
    content = content_of(client.get(address(secret, language)))
    assert len(events(content)) > 2
    assert faults(content) == []


def test_empty_feed_keeps_the_rules(client: Client, source: Source, secret: str) -> None:
    content = content_of(client.get(address(secret)))
    assert (events(content), faults(content)) == ([], [])


def test_a_guessed_address_is_logged_without_the_guess(client: Client, db: None, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        answer = client.get(address("guess"))

    assert answer.status_code == 404
    assert [record.getMessage() for record in caplog.records if record.name == "solmu.security"] == [
        "calendar-unknown account=- from=127.0.0.0/24"
    ]


# --- whose it is ------------------------------------------------------------------------------------------------------


def answered(client: Client, path: str, method: str = "get") -> tuple[int, bytes, dict[str, str]]:
    response = getattr(client, method)(path)
    return response.status_code, response.content, {name: response[name] for name in response.headers if name != NONCE}


# Its directives stand in no fixed order.
NONCE = "Content-Security-Policy"


@pytest.mark.parametrize("method", ["get", "head"])
def test_unknown_revoked_and_left_answer_alike(
    client: Client, agreement: Agreement, officer: Account, method: str
) -> None:
    revoked, revoked_secret = follow_deadlines(by=officer)
    revoke_calendar(by=officer, subscription=revoked)
    left = founding.account("reader")
    _, left_secret = follow_deadlines(by=left)
    Account.objects.filter(pk=left.pk).update(is_active=False)

    answers = [
        answered(client, address(each), method)
        for each in (revoked_secret, left_secret, "0" * 43, "short", "letters-of-Tartu-ä")
    ]

    assert {status for status, _, _ in answers} == {404}
    assert all(each == answers[0] for each in answers)
    assert answers[0][2]["Cache-Control"] == "private, no-cache"


def test_etag_of_before_opens_nothing_once_revoked(client: Client, agreement: Agreement, officer: Account) -> None:
    subscription, secret = follow_deadlines(by=officer, scope=CalendarScope.ALL)
    etag = client.get(address(secret))["ETag"]
    revoke_calendar(by=officer, subscription=subscription)
    response = client.get(address(secret), headers={"if-none-match": etag})
    assert (response.status_code, "ETag" in response.headers) == (404, False)


def test_digest_of_a_secret_is_no_secret(client: Client, agreement: Agreement, officer: Account) -> None:
    subscription, _ = follow_deadlines(by=officer)
    assert client.get(address(subscription.secret_sha256)).status_code == 404


def test_asking_leaves_no_trace(client: Client, agreement: Agreement, secret: str) -> None:
    before = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        client.get(address(secret))
    assert AuditEntry.objects.count() == before
    assert [query["sql"] for query in asked if not query["sql"].lstrip("(").startswith("SELECT")] == []


# --- asking -----------------------------------------------------------------------------------------------------------


def test_headers(client: Client, agreement: Agreement, secret: str) -> None:
    response = client.get(address(secret, "sv"))
    names = ("Content-Type", "Content-Language", "Cache-Control", "X-Robots-Tag", "Referrer-Policy")
    assert {name: response[name] for name in names} == {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Language": "sv",
        "Cache-Control": "private, no-cache",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }


def test_program_that_has_it_already_is_told_so(client: Client, agreement: Agreement, secret: str) -> None:
    first = client.get(address(secret))
    response = client.get(address(secret), headers={"if-none-match": first["ETag"]})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "private, no-cache"


def test_head_tells_what_get_would(client: Client, agreement: Agreement, secret: str) -> None:
    got, head = client.get(address(secret)), client.head(address(secret))
    assert (head.status_code, head.content, head["ETag"], head["Content-Length"]) == (
        200,
        b"",
        got["ETag"],
        got["Content-Length"],
    )


def test_no_feed_in_other_languages(client: Client, agreement: Agreement, secret: str) -> None:
    assert client.get(address(secret, "de")).status_code == 404


# --- logs -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the server's own handler writes. What it wrote to before may be closed: a command's test had lent it."""
    (handler,) = [each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler]
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.parametrize("end", [".ics", "", ".ics/", ".ics?x=1", "/more.ics"])
def test_secret_stands_in_no_log(client: Client, home: object, console: io.StringIO, end: str) -> None:
    secret = "0" * 43
    assert client.get(f"/fi/calendar/deadlines/{secret}{end}").status_code == 404
    assert "Not Found: /fi/calendar/deadlines/…" in console.getvalue()
    assert secret not in console.getvalue()


def test_secret_stands_in_no_log_of_a_failure(
    client: Client, agreement: Agreement, secret: str, console: io.StringIO, instance
) -> None:
    client.raise_request_exception = False
    (instance / "config.toml").unlink()
    assert client.get(address(secret)).status_code == 500
    assert "Internal Server Error" in console.getvalue()
    assert secret not in console.getvalue()


def test_other_addresses_stand_in_the_log_as_they_are(client: Client, home: object, console: io.StringIO) -> None:
    client.get("/fi/no/such/page")
    assert "Not Found: /fi/no/such/page" in console.getvalue()
