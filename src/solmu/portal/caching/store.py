"""Whole answers in this process's memory, compressed once: a bounded number of bytes, the longest unused go first."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from solmu.portal.caching.versions import Version

Headers = list[tuple[str, str]]
Address = tuple[str, ...]

_OVERHEAD = 4096  # bytes that an answer takes besides its bodies, roughly
_ON_304 = frozenset({"cache-control", "content-location", "date", "etag", "expires", "vary"})  # RFC 9110, 15.4.5


@dataclass(frozen=True, slots=True)
class Variant:
    """An answer in one encoding, with a strong ETag of its own."""

    etag: str
    headers: Headers
    body: bytes
    headers_unmodified: Headers


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answers as of a version.

    It is compressed when somebody first asks for that: `zipped` is None until then, and the plain answer itself where
    compressing gains nothing.
    """

    version: Version
    digest: str
    headers: Headers
    plain: Variant
    zipped: Variant | None = None

    @property
    def size(self) -> int:
        return _OVERHEAD + len(self.plain.body) + (len(self.zipped.body) if self.zipped else 0)

    def compressed(self) -> Answer:
        """The same answer with its compressed form."""
        body = compressed(self.plain.body)
        if len(body) >= len(self.plain.body):
            return replace(self, zipped=self.plain)
        return replace(self, zipped=_variant(self.headers, body, f'"{self.digest}-gzip"', "gzip"))


def answer_of(version: Version, headers: Sequence[tuple[str, str]], body: bytes) -> Answer:
    """An answer from what was answered once; its ETag says what the body is, not when it was made."""
    digest = hashlib.blake2b(body, digest_size=16).hexdigest()
    return Answer(version, digest, list(headers), _variant(headers, body, f'"{digest}"', ""))


def compressed(body: bytes) -> bytes:
    """The same bytes for the same body, whenever they are made."""
    return gzip.compress(body, 9, mtime=0)


def _variant(headers: Sequence[tuple[str, str]], body: bytes, etag: str, encoding: str) -> Variant:
    own = {"content-length", "content-encoding", "etag", "vary"}
    whole = [(name, value) for name, value in headers if name.lower() not in own]
    if not any(name.lower() == "cache-control" for name, _value in whole):
        whole.append(("Cache-Control", "no-cache"))  # may be kept, must be asked about: the answer to that is a 304
    whole += [("ETag", etag), ("Vary", "Accept-Encoding"), ("Content-Length", str(len(body)))]
    if encoding:
        whole.append(("Content-Encoding", encoding))
    return Variant(etag, whole, body, [each for each in whole if each[0].lower() in _ON_304])


class Store:
    """Answers by address, at most `most_bytes` of them. Every method may be called by several threads."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._answers: OrderedDict[Address, Answer] = OrderedDict()
        self._bytes = 0

    def get(self, address: Address) -> Answer | None:
        with self._lock:
            answer = self._answers.get(address)
            if answer is not None:
                self._answers.move_to_end(address)
            return answer

    def put(self, address: Address, answer: Answer) -> None:
        """Keep an answer in the place of the one that was kept for its address."""
        with self._lock:
            before = self._answers.pop(address, None)
            self._bytes -= before.size if before else 0
            if answer.size > self._most_bytes:
                return
            self._answers[address] = answer
            self._bytes += answer.size
            while self._bytes > self._most_bytes:
                self._bytes -= self._answers.popitem(last=False)[1].size

    def __len__(self) -> int:
        return len(self._answers)

    @property
    def bytes(self) -> int:
        return self._bytes
