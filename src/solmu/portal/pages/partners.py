"""Partners: the list and a partner's page."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import FilterChoice, Listing
from solmu.portal.pages.parts import (
    AgreementRow,
    DatedLine,
    Fact,
    Frame,
    Image,
    NavigationItem,
    PlaceName,
    SourceBlock,
    Statement,
    StatusWord,
    Text,
    ThemeList,
    TimelineView,
)


@dataclass(frozen=True)
class PartnerLine:
    """A partner among others; what is empty is not recorded."""

    name: Text
    href: str
    country: str
    local_name: PlaceName | None = None
    relation: str = ""
    since: str = ""
    status: StatusWord | None = None
    last_activity: str = ""


@dataclass(frozen=True)
class PartnersPage:
    """The partners that are asked for; `ended` leads to ties that are no more, where they are not what is shown."""

    frame: Frame
    heading: str
    lead: str
    listing: Listing
    partners: tuple[PartnerLine, ...]
    ended: FilterChoice | None = None

    @property
    def shows_status(self) -> bool:
        return any(partner.status for partner in self.partners)

    @property
    def shows_activity(self) -> bool:
        return any(partner.last_activity for partner in self.partners)


@dataclass(frozen=True)
class Asked:
    """Whom to ask: a unit of the city, or somebody at the partner who agreed to be named."""

    name: Text
    about: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class PartnerPage:
    frame: Frame
    name: Text
    lead: str
    map_svg: str
    partners_href: str
    names: tuple[PlaceName, ...] = ()
    status: StatusWord | None = None
    status_sentence: str = ""
    statements: tuple[Statement, ...] = ()
    facts: tuple[Fact, ...] = ()
    timeline: TimelineView | None = None
    agreements: tuple[AgreementRow, ...] = ()
    themes: tuple[ThemeList, ...] = ()
    institutions: tuple[DatedLine, ...] = ()
    recognitions: tuple[DatedLine, ...] = ()
    networks: tuple[NavigationItem, ...] = ()  # those that home belongs to as well
    image: Image | None = None
    visits: tuple[Fact, ...] = ()  # the last and the next in each direction
    activities: tuple[DatedLine, ...] = ()  # the latest
    index: NavigationItem | None = None  # the activity index as a sentence; leads to what it counts
    activities_link: NavigationItem | None = None  # to all of them
    stories: tuple[DatedLine, ...] = ()
    asked: tuple[Asked, ...] = ()  # whom to ask
    sources: tuple[SourceBlock, ...] = ()
