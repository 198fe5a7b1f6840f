"""Schools and institutions: who is tied to whom."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import Listing
from solmu.portal.pages.parts import DatedLine, Frame, SourceBlock, Text


@dataclass(frozen=True)
class InstitutionPair:
    """Two institutions tied; `partner` is the city of the other one, empty where it is not recorded."""

    home: Text
    other: Text
    level: str
    partner: str = ""
    partner_href: str = ""
    since: str = ""
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class InstitutionsPage:
    """The pairs that are asked for, and what sources say of how many there are (`coverage`)."""

    frame: Frame
    heading: str
    lead: str
    listing: Listing
    pairs: tuple[InstitutionPair, ...]
    coverage: tuple[DatedLine, ...] = ()
    sources: tuple[SourceBlock, ...] = ()
