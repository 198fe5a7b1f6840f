"""Whether a password is known from a leak, asked of a service that speaks the protocol of Pwned Passwords' ranges.

Five of the forty characters of the password's SHA-1 are sent; the service answers with the rest of every known figure
that begins so, padded so that the length of the answer tells nothing (haveibeenpwned.com/API/v3, *Searching by range*).
"""

from __future__ import annotations

import hashlib
import http.client
import re
import threading
import time
import urllib.error
import urllib.request
from typing import Any

from solmu.core.sign_in import is_safe_issuer

PREFIX = 5
LARGEST = 1024 * 1024
"""Bytes of an answer that are read; a padded one has some fifty thousand."""

REST_FOR = 60
"""Seconds for which a service that gave no answer is not asked again, so that nobody else waits for it."""

LINE = re.compile(rf"([0-9A-F]{{{40 - PREFIX}}}):(\d{{1,12}})", re.IGNORECASE)


class NoAnswer(Exception):
    """The service did not say; `why` is a word of ours for the log."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        return None  # nobody else is told


_opener = urllib.request.build_opener(_NoRedirect)
_resting: dict[str, float] = {}


def forget() -> None:
    """Forget which services gave no answer."""
    _resting.clear()


def is_leaked(password: str, *, address: str, seconds: float) -> bool:
    """Whether the service at the address knows the password; raises NoAnswer, at the latest after so many seconds."""
    figure = hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper()
    if time.monotonic() < _resting.get(address, 0):
        raise NoAnswer("resting")
    try:
        known = _range(address, figure[:PREFIX], seconds)
    except NoAnswer:
        _resting[address] = time.monotonic() + REST_FOR
        raise
    return known.get(figure[PREFIX:], 0) > 0


def _range(address: str, prefix: str, seconds: float) -> dict[str, int]:
    """How often each figure with this beginning was seen, by the rest of it; padding has been seen never."""
    answers: list[dict[str, int] | str] = []

    def ask() -> None:
        try:
            answers.append(_known(_asked(f"{address.rstrip('/')}/range/{prefix}", seconds)))
        except NoAnswer as trouble:
            answers.append(trouble.why)
        except urllib.error.HTTPError as error:
            answers.append(f"status-{error.code}")
            error.close()
        except (OSError, ValueError, http.client.HTTPException):
            answers.append("unreachable")

    # A socket's own limit starts again with each byte, and looking up a name has none: one waits for the whole.
    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(seconds)
    answer = answers[0] if answers else "late"
    if isinstance(answer, str):
        raise NoAnswer(answer)
    return answer


def _asked(address: str, seconds: float) -> bytes:
    if not is_safe_issuer(address):
        raise NoAnswer("not-encrypted")
    # The service refuses who does not say what it is.
    request = urllib.request.Request(address, headers={"Add-Padding": "true", "User-Agent": "Solmu"})
    with _opener.open(request, timeout=seconds) as answer:
        text: bytes = answer.read(LARGEST + 1)
        is_whole = len(text) <= LARGEST and not answer.length
    if not is_whole:
        raise NoAnswer("wrong-answer")
    return text


def _known(text: bytes) -> dict[str, int]:
    lines = [LINE.fullmatch(line) for line in text.decode("ascii", "replace").split()]
    found = [(line[1].upper(), int(line[2])) for line in lines if line]
    if not found or len(found) < len(lines):
        raise NoAnswer("wrong-answer")
    return dict(found)
