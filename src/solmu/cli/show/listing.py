"""What is asked for and what is answered: a table for people, the same as objects for programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from solmu.core.city import City


@dataclass(frozen=True)
class Asked:
    """What is asked for: of which day, in which language."""

    city: City
    day: date
    language: str

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language, *(other for other in self.city.languages if other != self.language))


@dataclass(frozen=True)
class Listing:
    """One table for people, and the same as objects in the claims format."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[str, ...]]
    shapes: list[dict[str, Any]]
    empty: str


def shown(value: str | None) -> str:
    """An EDTF date as the reader writes it."""
    from solmu.core.dates import PartialDate
    from solmu.core.wording import shown_date

    return shown_date(PartialDate.from_edtf(value)) if value else "–"


def label(choices: Any, value: str | None) -> str:
    return str(choices(value).label) if value else "–"


def joined(value: Any, between: str = ", ") -> str:
    return between.join(str(item) for item in value) if value else "–"
