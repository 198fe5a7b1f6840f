from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from solmu.places.build import build
from solmu.places.gazetteer import Gazetteer, open_gazetteer

TOWN = {
    "geonameid": 1,
    "name": "Køge",
    "latitude": 55.5,
    "longitude": 12.2,
    "countrycode": "DK",
    "population": 38304,
    "timezone": "Europe/Copenhagen",
    "admin1code": "20",
    "alternatenames": ["KGE", "Køge", "Koge", "Kjøge", "Kege"],
}


def test_build_makes_a_gazetteer_of_the_towns_given(tmp_path: Path) -> None:
    gazetteer = Gazetteer(sqlite3.connect(build(tmp_path / "deep" / "built.sqlite3", towns=[TOWN])))

    (found,) = gazetteer.find("kjoge")

    assert (found.name, found.names, found.admin1) == ("Køge", ("Koge", "Kjøge", "Kege"), "20")


def test_build_names_its_sources_and_their_licences(tmp_path: Path) -> None:
    connection = sqlite3.connect(build(tmp_path / "built.sqlite3", towns=[]))

    about = dict(connection.execute("SELECT subject, words FROM about"))

    assert about["places"] == "GeoNames (geonames.org), licensed under CC BY 4.0"
    assert sorted(about) == ["countries", "places", "read from"]


def test_build_holds_our_own_places_without_any_town(tmp_path: Path) -> None:
    built = build(tmp_path / "built.sqlite3", towns=[])

    assert open_gazetteer(built).find("Skagafjord")[0].name == "Skagafjörður"


def test_build_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "built.sqlite3"
    target.write_text("as it was")

    with pytest.raises(KeyError):
        build(target, towns=[{"name": "no more than a name"}])

    assert ([path.name for path in tmp_path.iterdir()], target.read_text()) == (["built.sqlite3"], "as it was")
