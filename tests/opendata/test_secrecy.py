"""Lines of the log: when in UTC, one line for one thing, and no address that opens something."""

from __future__ import annotations

import logging

import pytest

from solmu.opendata.secrecy import LineWithoutSecrets


def line(message: str, *args: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    record.created = 1_795_000_000.25
    return LineWithoutSecrets("%(asctime)s %(levelname)s %(name)s %(message)s").format(record)


def test_a_line_begins_with_its_moment_in_utc() -> None:
    assert line("Not Found: /fi/") == "2026-11-18T11:06:40.250+00:00 WARNING django.request Not Found: /fi/"


@pytest.mark.parametrize("control", ["\n", "\r", "\x00", "\x1b", "\x85", "\u2028"])
def test_what_is_logged_stays_one_line(control: str) -> None:
    told = line("Not Found: %s", f"/fi/{control}2026 signed-in")

    assert told.endswith(f"/fi/\\x{ord(control):02x}2026 signed-in")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/fi/calendar/deadlines/k3y.ics", "/fi/calendar/deadlines/…"),
        ("/desk/password/forgotten/2-c9x-abc/", "/desk/password/forgotten/2-…/"),
    ],
)
def test_an_address_that_opens_something_is_not_told(path: str, told: str) -> None:
    assert line("Not Found: %s", path).endswith(f"Not Found: {told}")
