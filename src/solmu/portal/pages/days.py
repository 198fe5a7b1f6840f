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
    known_heading: str
    known_lead: str
    known_form: DayForm | None = None  # none while nothing is recorded
    trouble: str = ""  # what is wrong with the day that was asked for
