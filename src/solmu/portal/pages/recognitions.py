"""Recognitions: the list."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.listing import Listing
from solmu.portal.pages.parts import DatedLine, Frame, SourceBlock


@dataclass(frozen=True)
class RecognitionsPage:
    frame: Frame
    heading: str
    lead: str
    listing: Listing
    recognitions: tuple[DatedLine, ...]
    sources: tuple[SourceBlock, ...] = ()
