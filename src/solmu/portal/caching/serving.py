"""The layer in front of Django that answers with pages it keeps.

Which addresses those are the views say, by making a page `made_as_of_one_version`. Only whole pages (200) without a
cookie are kept, so that addresses somebody makes up fill nothing.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import Error

from solmu.core.errors import SolmuError
from solmu.portal.caching.store import Address, Answer, Headers, Store, answer_of
from solmu.portal.caching.versions import ASKED, MADE_AS_OF, Version, present_version

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_LONGEST_WAIT = 30.0  # seconds for a page that another thread is making


class Keeping:
    """A WSGI application that keeps what another answers."""

    def __init__(self, application: Application, store: Store) -> None:
        self._application, self._store = application, store
        self._lock = threading.Lock()
        self._making: dict[Address, threading.Event] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        address = _address(environ)
        if address is None:
            return self._application(environ, start_response)
        answer = self._store.get(address)
        if answer is None:
            # Most addresses that were never kept never will be (files, feeds, other days): nobody waits for those.
            return self._made(address, environ, start_response)
        if answer.version == _version():
            return self._answered(address, answer, environ, start_response)
        return self._made_once(address, environ, start_response)

    def _kept(self, address: Address) -> Answer | None:
        answer = self._store.get(address)
        return answer if answer is not None and answer.version == _version() else None

    def _made_once(self, address: Address, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A page that was kept, made anew by the first who asks for it; others wait, and make it if that failed."""
        mine = threading.Event()
        with self._lock:
            others = self._making.setdefault(address, mine)
        if others is not mine:
            others.wait(_LONGEST_WAIT)
            if (answer := self._kept(address)) is not None:
                return self._answered(address, answer, environ, start_response)
            return self._made(address, environ, start_response)
        try:
            return self._made(address, environ, start_response)
        finally:
            with self._lock:
                del self._making[address]
            mine.set()

    def _made(self, address: Address, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # Conditions go along: feeds, documents and static files, which are not kept, answer them with 304 themselves.
        asked = {**environ, ASKED: True, "REQUEST_METHOD": "GET"}
        started: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> None:
            started[:] = [status, headers, exc_info]

        body = self._application(asked, start)
        status, headers, exc_info = started
        version = asked.get(MADE_AS_OF)
        if version is None or not _may_be_kept(status, headers):
            start_response(status, headers, exc_info) if exc_info else start_response(status, headers)
            return _without_body(body) if environ["REQUEST_METHOD"] == "HEAD" else body
        answer = answer_of(version, headers, _whole(body))
        self._store.put(address, answer)
        return self._answered(address, answer, environ, start_response)

    def _answered(
        self, address: Address, answer: Answer, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        variant = answer.plain
        if accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            if answer.zipped is None:
                answer = answer.compressed()
                self._store.put(address, answer)
            variant = answer.zipped or variant
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and is_among(variant.etag, known):
            start_response("304 Not Modified", list(variant.headers_unmodified))
            return []
        start_response("200 OK", list(variant.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]


def keeping(application: Application) -> Application:
    """The application, with pages kept as the settings allow; not while developing, when templates change under it."""
    if settings.DEBUG or not settings.PAGES_KEPT:
        return application
    return Keeping(application, Store(settings.PAGES_KEPT))


def _address(environ: Environ) -> Address | None:
    """What a kept page is found by; None for a request that asks for no page. Filters stand in the path."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
        return None
    # The host is checked, and may be named on the page, when it is made.
    parts = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")
    return tuple(str(environ.get(name, "")) for name in parts)


def _version() -> Version | None:
    try:
        return present_version()
    except (SolmuError, OSError, Error):
        return None  # Django says what is wrong


def _may_be_kept(status: str, headers: Headers) -> bool:
    names = {name.lower() for name, _value in headers}
    return status.startswith("200 ") and not names & {"set-cookie", "vary", "content-encoding"}


@functools.lru_cache(maxsize=256)
def accepts_gzip(header: str) -> bool:
    """Whether `Accept-Encoding` allows gzip (RFC 9110, 12.5.3): named, or by `*`, and not with a weight of nought."""
    weights = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = parameter.strip().removeprefix("q=") or "1"
    try:
        return float(weights.get("gzip", weights.get("*", "0"))) > 0
    except ValueError:
        return False


def is_among(etag: str, header: str) -> bool:
    """Whether `If-None-Match` names the tag, compared weakly (RFC 9110, 13.1.2)."""
    return header.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in header.split(","))


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        _close(body)


def _without_body(body: Iterable[bytes]) -> list[bytes]:
    _close(body)
    return []


def _close(body: Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()
