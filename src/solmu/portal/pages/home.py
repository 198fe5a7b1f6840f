"""The home page."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.parts import AgreementLine, DatedLine, Frame, MapKey, PartnerRow
from solmu.portal.pages.stories import StoryLine


@dataclass(frozen=True)
class HomePage:
    frame: Frame
    heading: str
    lead: str
    world_svg: str
    near_svg: str
    map_key: tuple[MapKey, ...]
    partners: tuple[PartnerRow, ...]
    agreements: tuple[AgreementLine, ...]
    agreements_note: str = ""  # which partners have none recorded
    coverage: tuple[DatedLine, ...] = ()
    agreements_href: str = ""
    activities: tuple[DatedLine, ...] = ()  # the latest
    activities_href: str = ""
    stories: tuple[StoryLine, ...] = ()  # the latest
    stories_href: str = ""

    @property
    def shows_status(self) -> bool:
        return any(partner.status for partner in self.partners)

    @property
    def shows_numbers(self) -> bool:
        return any(partner.number for partner in self.partners)

    @property
    def lacks_since(self) -> bool:
        return any(not partner.since for partner in self.partners)
