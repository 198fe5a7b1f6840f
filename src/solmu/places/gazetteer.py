"""The gazetteer: what place a name may mean. Read-only, built by `solmu.places.build`, a few dozen µs a look-up.

The data are GeoNames' (geonames.org, CC BY 4.0) and our own list; the file's table `about` says so.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from solmu.core.errors import SolmuError
from solmu.places.names import fold

BUILT = Path(__file__).parent / "built" / "gazetteer.sqlite3"
BUILD_COMMANDS = "'python3 run setup' or 'python -m solmu.places.build'"
# Raised with every change of the tables; kept in the file as SQLite's user_version.
FORM = 1

# How much more a place counts that bears the name itself, and one that is spelt just so.
_NAME_COUNTS = 10
_SPELLING_COUNTS = 10
# GeoNames gives 0 where it does not know; what it lists has 1,000 inhabitants or is a seat.
_LEAST_POPULATION = 500
# A rival that counts less than this part of the first leaves the first sure.
_SURE = 1 / 8
_SAME_TOWN_KM = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    `matched`: whether the name is the gazetteer's main one or another. `weight`: the population (at least 500), times
    ten if the main name matched, times ten if a name is spelt so to the letter; it orders candidates. `names`: other
    names, without language. `time_zone`: of the IANA database, empty where not known. `language_names`: (language,
    name, is it official there), from our own list only, as are `kind`, `part_of` and the Wikidata ids.
    """

    geonames_id: int | None
    name: str
    country: str
    latitude: float
    longitude: float
    population: int
    admin1: str
    names: tuple[str, ...]
    matched: Literal["name", "alternate"]
    source: str
    weight: float
    time_zone: str = ""
    kind: str | None = None
    part_of: str | None = None
    wikidata_id: str = ""
    municipality_wikidata_id: str = ""
    language_names: tuple[tuple[str, str, bool], ...] = ()


class Gazetteer:
    """Look-ups in one built file. May be shared by threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def knows(self, name: str) -> bool:
        """Whether any place has this name, however its letters are marked."""
        found = self._connection.execute("SELECT 1 FROM place_key WHERE key = ? LIMIT 1", (fold(name),))
        return found.fetchone() is not None

    def find(self, name: str, country: str | None = None) -> list[Candidate]:
        """The places that bear the name, in the country if one is given (ISO alpha-2), best first."""
        rows = self._connection.execute(
            "SELECT place.*, is_name, kind, part_of, wikidata_id, municipality_wikidata_id"
            " FROM place_key JOIN place ON place.id = place_key.place"
            " LEFT JOIN place_entry ON place_entry.place = place.id"
            " WHERE key = ? AND (? IS NULL OR country = ?)",
            (fold(name), country, country),
        )
        candidates = [self._candidate(row, name) for row in rows]
        return sorted(candidates, key=lambda candidate: (-candidate.weight, candidate.geonames_id or 0))

    def _candidate(self, row: tuple[Any, ...], written: str) -> Candidate:
        place, geonames_id, name, country, admin1, latitude, longitude, population, others, time_zone, source = row[:11]
        is_name, kind, part_of, wikidata_id, municipality_wikidata_id = row[11:]
        names = tuple(others.split("\n")) if others else ()
        weight = float(max(population, _LEAST_POPULATION))
        if is_name:
            weight *= _NAME_COUNTS
        if written.casefold() in {spelling.casefold() for spelling in (name, *names)}:
            weight *= _SPELLING_COUNTS
        language_names: tuple[tuple[str, str, bool], ...] = ()
        if wikidata_id is not None:
            found = self._connection.execute(
                "SELECT language, name, is_official FROM place_language_name WHERE place = ? ORDER BY language",
                (place,),
            )
            language_names = tuple((language, text, bool(official)) for language, text, official in found)
        return Candidate(
            geonames_id=geonames_id,
            name=name,
            country=country,
            latitude=latitude,
            longitude=longitude,
            population=population,
            admin1=admin1,
            names=names,
            matched="name" if is_name else "alternate",
            time_zone=time_zone,
            source=source,
            weight=weight,
            kind=kind,
            part_of=part_of,
            wikidata_id=wikidata_id or "",
            municipality_wikidata_id=municipality_wikidata_id or "",
            language_names=language_names,
        )


def ambiguous(candidates: Sequence[Candidate]) -> bool:
    """Whether candidates, best first, leave the place unsure: a second one counts at least an eighth of the first.

    So Shanghai, Irving and London are sure though villages share the name, Brest (BY, FR) and Cambridge are not; a
    small town that bears the name itself yields to a city a hundred times its size known by it in other languages
    (Roma). Entries of one country within 30 km are one town and no rivals. No candidate is unknown, not ambiguous.
    """
    if not candidates:
        return False
    first = candidates[0]
    return any(rival.weight >= first.weight * _SURE and not _same_town(first, rival) for rival in candidates[1:])


def _same_town(one: Candidate, other: Candidate) -> bool:
    return one.country == other.country and distance_km(one, other) <= _SAME_TOWN_KM


def distance_km(one: Candidate, other: Candidate) -> float:
    """The great-circle distance on a sphere of 6,371 km (haversine)."""
    latitudes = math.radians(one.latitude), math.radians(other.latitude)
    between = math.radians(other.longitude - one.longitude)
    chord = (
        math.sin((latitudes[1] - latitudes[0]) / 2) ** 2
        + math.cos(latitudes[0]) * math.cos(latitudes[1]) * math.sin(between / 2) ** 2
    )
    return 2 * 6371 * math.asin(math.sqrt(chord))


@lru_cache(maxsize=4)
def open_built(path: Path) -> sqlite3.Connection:
    """One read-only connection per file and process. Raises SolmuError with the command that builds the file."""
    if not path.is_file():
        raise SolmuError(f"The gazetteer {path} has not been built; build it with {BUILD_COMMANDS}.")
    # SQLite is built serialised here (sqlite3.threadsafety 3), and nobody writes: threads may share the connection.
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    if connection.execute("PRAGMA user_version").fetchone() != (FORM,):
        connection.close()
        raise SolmuError(f"The gazetteer {path} is of another version of Solmu; build it anew with {BUILD_COMMANDS}.")
    return connection


def open_gazetteer(path: Path | None = None) -> Gazetteer:
    """The gazetteer of the file, by default the one built at set-up."""
    return Gazetteer(open_built(path or BUILT))
