"""Places written down by hand: what the gazetteer lacks, and names by language.

One file format for our own list (`data/places.toml`) and for a city's own file of places.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solmu.core.errors import SolmuError

KINDS = ("municipality", "district", "region", "country_part", "other")
_KEYS = {
    "name", "country", "kind", "latitude", "longitude", "population", "geonames_id", "wikidata_id",
    "municipality_wikidata_id", "names", "official", "also", "part_of",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """One place of a hand-written file.

    With a `geonames_id` it adds to that place of the gazetteer and may leave out what stands there; without one it is a
    place of its own and has coordinates. `names` are by language (BCP 47), `official` are the languages among them in
    which the name is the place's own, `also` are further ways it is written, `part_of` is the name of the place of the
    same country that it belongs to.
    """

    name: str
    country: str
    kind: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    geonames_id: int | None = None
    wikidata_id: str = ""
    municipality_wikidata_id: str = ""
    names: tuple[tuple[str, str], ...] = ()
    official: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    part_of: str | None = None


def read_place_entries(path: Path) -> tuple[PlaceEntry, ...]:
    """The places of a TOML file of `[[place]]` tables, in its order.

    Raises SolmuError naming the file, the place and what was expected.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SolmuError(f"{path}: the file of places cannot be read ({error}).") from error
    return tuple(_entry(table, f"{path}, place {number}") for number, table in enumerate(content.get("place", ()), 1))


def _entry(table: dict[str, Any], where: str) -> PlaceEntry:
    if unknown := sorted(set(table) - _KEYS):
        raise SolmuError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}.")
    missing = [key for key in ("name", "country") if not table.get(key)]
    if "geonames_id" not in table:
        missing += [key for key in ("latitude", "longitude", "kind") if key not in table]
    if missing:
        raise SolmuError(f"{where}: {missing[0]!r} is missing.")
    if table.get("kind") not in (None, *KINDS):
        raise SolmuError(f"{where}: kind {table['kind']!r} is none of {', '.join(KINDS)}.")
    names = dict(table.get("names", {}))
    if strangers := [language for language in table.get("official", ()) if language not in names]:
        raise SolmuError(f"{where}: the official language {strangers[0]!r} has no name in 'names'.")
    fields = {key: value for key, value in table.items() if key not in ("names", "official", "also")}
    return PlaceEntry(
        **fields,
        names=tuple(names.items()),
        official=tuple(table.get("official", ())),
        also=tuple(table.get("also", ())),
    )
