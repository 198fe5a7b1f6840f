"""Networks: the list and each network's page."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import FilterChoice, Listing
from solmu.portal.pages.parts import DatedLine, Fact, Frame, NavigationItem, SourceBlock, Text


@dataclass(frozen=True)
class NetworkLine:
    """A network among others; what is empty is not recorded."""

    name: Text
    href: str
    abbreviation: str = ""
    purposes: str = ""
    since: str = ""
    role: str = ""
    partners: str = ""  # those of our partners that belong to it


@dataclass(frozen=True)
class NetworksPage:
    """The networks that are asked for; `left` leads to those the city has left, where they are not what is shown."""

    frame: Frame
    heading: str
    lead: str
    listing: Listing
    networks: tuple[NetworkLine, ...]
    left: FilterChoice | None = None


@dataclass(frozen=True)
class NetworkPage:
    """One network. `partners` are those of our partners that belong to it on the day, as links."""

    frame: Frame
    name: Text
    lead: str
    networks_href: str
    abbreviation: str = ""
    facts: tuple[Fact, ...] = ()
    activities: tuple[DatedLine, ...] = ()
    partners: tuple[NavigationItem, ...] = ()
    sources: tuple[SourceBlock, ...] = ()
