"""Matters as tests read them: what is promised of each, without what only its sentence needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from solmu.core.dates import OPEN, End, PartialDate
from solmu.stewardship.rules.raised import Raised


def day(text: str) -> date:
    return date.fromisoformat(text)


def on(text: str) -> PartialDate:
    return PartialDate.from_edtf(text)


def end(text: str) -> End:
    return OPEN if text == ".." else on(text) if text else None


def seen(raised: Iterable[Raised]) -> list[tuple[str, str, str, str, str]]:
    """Rule, severity, occurrence, due day and since when, as text."""
    return [
        (
            each.rule,
            each.severity,
            each.occurrence,
            each.due_on.isoformat() if each.due_on else "",
            each.arose_on.isoformat() if each.arose_on else "",
        )
        for each in raised
    ]
