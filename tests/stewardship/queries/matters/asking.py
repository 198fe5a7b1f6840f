"""Matters of a day as tests ask for them."""

from __future__ import annotations

from typing import Any

from solmu.core.city import City
from solmu.stewardship.queries.matters import Matter, matters_on
from tests.registry.founding import on

CITY = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi", "sv", "en"))
TODAY = "2026-11-24"


def matters(*rules: str, day: str = TODAY, **asked: Any) -> list[Matter]:
    """Those of some rules (none: of all) on the day."""
    return matters_on(on(day).earliest, city=CITY, rules=rules or None, **asked)


def told(*rules: str, day: str = TODAY, **asked: Any) -> list[tuple[str, str, str]]:
    """Their identities: rule, what it is about, occurrence."""
    return [matter.identity for matter in matters(*rules, day=day, **asked)]
