"""A feed as text: Atom (RFC 4287), a function of its entries; no clock is asked."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

MEDIA_TYPE = "application/atom+xml; charset=utf-8"

NAMES = uuid.UUID("4f0dd5c8-5b3b-4e63-9a57-6cfd1e3a9b52")
"""The namespace of the ids of feeds and entries; changed, every entry would be new to every reader."""

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `key` names it for ever. `title_language` where that is not the feed's."""

    key: str
    title: str
    href: str
    at: datetime
    category: str
    category_word: str
    title_language: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself; addresses are whole, `begun` is its moment while it has no entries."""

    key: str
    language: str
    title: str
    subtitle: str
    author: str
    self_href: str
    page_href: str
    begun: datetime


@dataclass(frozen=True, slots=True)
class FeedText:
    content: bytes
    sha256: str
    changed_at: datetime


def feed_text(head: FeedHead, entries: Sequence[Entry]) -> FeedText:
    """The feed in UTF-8, its entries in the order given."""
    changed_at = max((entry.at for entry in entries), default=head.begun)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(head.language)}>\n',
        _element("id", stable_id(head.key)),
        _element("title", head.title),
        _element("subtitle", head.subtitle),
        _element("updated", _moment(changed_at)),
        f"<author>{_element('name', head.author).strip()}</author>\n",
        f'<link rel="self" type="application/atom+xml" href={_attribute(head.self_href)}/>\n',
        f'<link rel="alternate" type="text/html" href={_attribute(head.page_href)}/>\n',
        *(_entry(head, entry) for entry in entries),
        "</feed>\n",
    ]
    content = "".join(parts).encode()
    return FeedText(content, hashlib.sha256(content).hexdigest(), changed_at)


def stable_id(key: str) -> str:
    """A name for ever (RFC 9562, version 5), which no change of address touches."""
    return uuid.uuid5(NAMES, key).urn


def _entry(head: FeedHead, entry: Entry) -> str:
    language = f" xml:lang={_attribute(entry.title_language)}" if entry.title_language else ""
    category = f"<category term={_attribute(entry.category)} label={_attribute(entry.category_word)}/>\n"
    return "".join(
        (
            "<entry>\n",
            _element("id", stable_id(f"{head.key}:{entry.key}")),
            f"<title{language}>{_words(entry.title)}</title>\n",
            f'<link rel="alternate" type="text/html" href={_attribute(entry.href)}/>\n',
            _element("published", _moment(entry.at)),
            _element("updated", _moment(entry.at)),
            category,
            _element("summary", entry.summary) if entry.summary else "",
            "</entry>\n",
        )
    )


def _element(name: str, words: str) -> str:
    return f"<{name}>{_words(words)}</{name}>\n"


def _words(words: str) -> str:
    return escape(_NO_XML.sub("", words))


def _attribute(words: str) -> str:
    return f'"{escape(_NO_XML.sub("", words))}"'


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
