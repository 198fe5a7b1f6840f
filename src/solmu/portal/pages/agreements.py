"""Agreements: the register and an agreement's page."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import Listing
from solmu.portal.pages.parts import (
    AgreementRow,
    Fact,
    Frame,
    SourceBlock,
    Statement,
    StatusWord,
    ThemeList,
    TimelineView,
)


@dataclass(frozen=True)
class AgreementRegisterPage:
    frame: Frame
    heading: str
    lead: str
    listing: Listing
    agreements: tuple[AgreementRow, ...]


@dataclass(frozen=True)
class AgreementPage:
    frame: Frame
    title: str
    lead: str
    status: StatusWord
    register_href: str
    statement: Statement | None = None
    facts: tuple[Fact, ...] = ()
    themes: tuple[ThemeList, ...] = ()
    series_title: str = ""
    timeline: TimelineView | None = None
    series: tuple[AgreementRow, ...] = ()  # the line this agreement belongs to, itself included
    sources: tuple[SourceBlock, ...] = ()
