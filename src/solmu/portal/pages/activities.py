"""Activities: the calendar with the archive, and an activity's page."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import Listing
from solmu.portal.pages.parts import DatedLine, Fact, Frame, NavigationItem, SourceBlock, Text


@dataclass(frozen=True)
class ActivityGroup:
    """Activities of a month to come or of a past year; `note` says which of the two where that is not plain."""

    key: str  # for the heading's id
    heading: str
    note: str
    activities: tuple[DatedLine, ...]


@dataclass(frozen=True)
class ActivitiesPage:
    frame: Frame
    heading: str
    lead: str
    listing: Listing
    groups: tuple[ActivityGroup, ...]
    calendar_href: str


@dataclass(frozen=True)
class ActivityPage:
    """One activity; `outcome` is in paragraphs as it was written down, and missed only of what has begun."""

    frame: Frame
    title: Text
    lead: str
    activities_href: str
    partners: tuple[NavigationItem, ...] = ()
    facts: tuple[Fact, ...] = ()
    outcome: Text | None = None
    has_begun: bool = True
    sources: tuple[SourceBlock, ...] = ()
