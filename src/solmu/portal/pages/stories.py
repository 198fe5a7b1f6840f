"""Stories: the list and a story's page."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import Listing
from solmu.portal.pages.parts import Frame, Image, NavigationItem, SourceBlock, Text


@dataclass(frozen=True)
class StoryLine:
    """A story among others, with the words it begins with."""

    title: Text
    href: str
    when: str = ""
    opening: Text | None = None
    partner: NavigationItem | None = None
    image: Image | None = None


@dataclass(frozen=True)
class StoriesPage:
    frame: Frame
    heading: str
    lead: str
    listing: Listing
    stories: tuple[StoryLine, ...]


@dataclass(frozen=True)
class StoryPage:
    """One story; `text_html` is safe to stand in a page as it is, `text_lang` its language where that is another."""

    frame: Frame
    title: Text
    text_html: str
    stories_href: str
    text_lang: str = ""
    text_note: str = ""
    when: str = ""
    partner: NavigationItem | None = None
    image: Image | None = None
    sources: tuple[SourceBlock, ...] = ()
