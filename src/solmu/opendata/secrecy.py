"""Keeping secret addresses out of logs. It is loaded before Django is, and imports nothing of it."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

DEADLINES = "deadlines"
"""The word in an address after which its secret stands."""

SECRET = re.compile(rf"(/{DEADLINES}/|/password/forgotten/[0-9A-Za-z]+-)[^/\s?]+")
"""An address that opens something to whoever has it: a calendar, a new password."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Characters that would end a line, or move what is shown of it."""


def without_secrets(text: str) -> str:
    return SECRET.sub(r"\1…", text)


class LineWithoutSecrets(logging.Formatter):
    """Writes what is logged, whoever logs it, without the secrets of addresses: Django logs each that is not found.

    Each line begins with its moment in UTC; what would make a line look like two is written as `\\x0a`. What follows
    an unexpected error (its traceback) stands on lines of its own.
    """

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", super().formatMessage(record))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
