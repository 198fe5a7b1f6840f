"""Asking the portal for an address as a web server does, for a page of a static copy."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from solmu.portal.composing.reader import Profile
from solmu.portal.views.answering import PROFILE


@dataclass(frozen=True)
class Answered:
    """What an address answers; headers by their name in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is asked inside uses the connection that is there, and nobody is warned of what was asked in vain.

    Django would close a connection whose transaction is open.
    """
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        log.setLevel(level)
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


class Portal:
    """The portal of this process, under a profile."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._handler = WSGIHandler()
        self._host = next((host for host in settings.ALLOWED_HOSTS if host.strip(".*")), "localhost").lstrip(".")

    def ask(self, address: str) -> Answered:
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            started[:] = [status, headers]

        answer = self._handler(self._environ(address), start)  # type: ignore[arg-type]
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        status, headers = started
        return Answered(int(status[:3]), {name.lower(): value for name, value in headers}, body)

    def _environ(self, address: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": address.encode().decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": self._host,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self._host,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            PROFILE: self._profile,
        }
