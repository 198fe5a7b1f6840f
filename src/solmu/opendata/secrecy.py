"""Keeping secret addresses out of logs. It is loaded before Django is, and imports nothing of it."""

from __future__ import annotations

import logging
import re

DEADLINES = "deadlines"
"""The word in an address after which its secret stands."""

SECRET = re.compile(rf"(/{DEADLINES}/)[^/\s?]+")


def without_secrets(text: str) -> str:
    return SECRET.sub(r"\1…", text)


class LineWithoutSecrets(logging.Formatter):
    """Writes what is logged, whoever logs it, without the secrets of addresses: Django logs each that is not found."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
