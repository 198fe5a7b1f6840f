"""The city this instance belongs to: its name, languages, clock and texts, as `config.toml` in the instance says.

A city is data: nothing here or elsewhere in the code knows which one it is.
"""

from __future__ import annotations

import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from solmu.core.errors import SolmuError

CONFIG = "config.toml"


@dataclass(frozen=True)
class CityName:
    """The city's name in one language, with the cases that sentences need; no rule guesses a case."""

    nominative: str
    genitive: str = ""
    inessive: str = ""


@dataclass(frozen=True)
class City:
    """What one installation knows of its city before any record is read."""

    name: str
    country: str
    latitude: float
    longitude: float
    languages: tuple[str, ...]
    time_zone: str = "UTC"
    names: Mapping[str, CityName] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    publish_on_acceptance: bool = True
    lead_months: int = 6

    def name_in(self, language: str) -> CityName:
        return self.names.get(language) or CityName(self.name)

    def text(self, key: str, language: str) -> str:
        """One of the city's own texts, empty where it has none in that language."""
        return self.texts.get(key, {}).get(language, "")

    def today(self) -> date:
        """The day it is now in the city; pages, jobs and commands ask this and pass it on."""
        return datetime.now(ZoneInfo(self.time_zone)).date()


def instance_folder() -> Path:
    """The folder one instance lives in: SOLMU_DIR, else ./var."""
    return Path(os.environ.get("SOLMU_DIR") or "var").resolve()


def city_from(data: Mapping[str, Any], origin: Path) -> City:
    """A City from the tables of a `config.toml` or `city.toml`; raises SolmuError naming what is missing or wrong."""
    city = data.get("city", {})
    missing = [key for key in ("name", "country", "latitude", "longitude", "languages") if key not in city]
    if missing:
        raise SolmuError(f"{origin} lacks {', '.join(missing)} under [city]. Add it, or run solmu init again.")
    try:
        ZoneInfo(city.get("time_zone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError):
        raise SolmuError(
            f"{origin} names an unknown time zone, {city['time_zone']!r}. Write for example UTC."
        ) from None
    settings = data.get("settings", {})
    return City(
        name=city["name"],
        country=city["country"],
        latitude=float(city["latitude"]),
        longitude=float(city["longitude"]),
        languages=tuple(city["languages"]),
        time_zone=city.get("time_zone", "UTC"),
        names={language: CityName(**forms) for language, forms in data.get("names", {}).items()},
        texts=data.get("texts", {}),
        publish_on_acceptance=settings.get("publish_on_acceptance", True),
        lead_months=settings.get("lead_months", 6),
    )


@functools.cache
def _city_at(path: Path, _stamp: int) -> City:
    try:
        with path.open("rb") as file:
            return city_from(tomllib.load(file), path)
    except tomllib.TOMLDecodeError as error:
        raise SolmuError(f"{path} cannot be read: {error}. Mend that line, or run solmu init again.") from None


def current_city() -> City:
    """The city of the instance; raises SolmuError where there is no instance yet."""
    path = instance_folder() / CONFIG
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError:
        raise SolmuError(f"There is no instance in {path.parent}. Make one with: solmu init --city NAME") from None
    return _city_at(path, stamp)
