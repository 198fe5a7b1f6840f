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
    Text,
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
class DocumentLine:
    """A file to download: what it is (*PDF, 120 kB, in Finnish, signed*) and what stands in it."""

    title: str
    href: str
    about: str
    lang: str = ""  # the language of the file
    summary: Text | None = None


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
    documents: tuple[DocumentLine, ...] = ()
    sources: tuple[SourceBlock, ...] = ()
