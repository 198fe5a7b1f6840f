"""Pages about the service itself: about, accessibility statement, privacy."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.parts import Fact, Frame, Text


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class NoticeItem:
    """One of a list: what it is called, where it leads, and more words about it."""

    name: Text
    href: str = ""
    more: Text | None = None


@dataclass(frozen=True)
class NoticeSection:
    """A part of the page: sentences, then facts, a list and links, each where there are any."""

    key: str
    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    items: tuple[NoticeItem, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class NoticePage:
    frame: Frame
    heading: str
    lead: str
    sections: tuple[NoticeSection, ...]
