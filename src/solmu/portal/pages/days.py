"""Choosing another day."""

from __future__ import annotations

from dataclasses import dataclass

from solmu.portal.pages.parts import DayForm, Frame


@dataclass(frozen=True)
class DaysPage:
    frame: Frame
    heading: str
    lead: str
    form: DayForm
    trouble: str = ""  # what is wrong with the day that was asked for
