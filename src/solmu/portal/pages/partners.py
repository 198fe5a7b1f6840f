"""Partners: a partner's page."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.parts import (
    AgreementRow,
    DatedLine,
    Fact,
    Frame,
    PlaceName,
    SourceBlock,
    Statement,
    StatusWord,
    Text,
    ThemeList,
    TimelineView,
)


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
    sources: tuple[SourceBlock, ...] = ()
