from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from pathlib import Path
from threading import Thread

import pytest

from solmu.core.errors import SolmuError
from solmu.places.gazetteer import Candidate, Gazetteer, ambiguous, distance_km, open_gazetteer


def candidate(name: str, country: str, weight: float, at: tuple[float, float] = (0, 0)) -> Candidate:
    return Candidate(
        geonames_id=None,
        name=name,
        country=country,
        latitude=at[0],
        longitude=at[1],
        population=int(weight),
        admin1="",
        names=(),
        matched="name",
        source="test",
        weight=weight,
    )


@pytest.mark.parametrize(
    ("name", "found", "country", "matched"),
    [
        ("Esztergom", "Esztergom", "HU", "name"),
        ("Hatsina", "Gatchina", "RU", "alternate"),
        ("Irving", "Irving", "US", "name"),
        ("Kongsberg", "Kongsberg", "NO", "name"),
        ("Kristianstad", "Kristianstad", "SE", "name"),
        ("Køge", "Køge", "DK", "name"),
        ("Nõmme", "Nõmme", "EE", "name"),
        ("Shanghai", "Shanghai", "CN", "name"),
        ("Skagafjörður", "Skagafjörður", "IS", "name"),
        ("Sotši", "Sochi", "RU", "alternate"),
        ("Åbo", "Turku", "FI", "alternate"),
        ("Roma", "Rome", "IT", "alternate"),
        ("Гатчина", "Gatchina", "RU", "alternate"),
        ("上海", "Shanghai", "CN", "alternate"),
        ("Most", "Most", "CZ", "name"),
        ("Solt", "Solt", "HU", "name"),
        ("Vladimir", "Vladimir", "RU", "name"),
        ("KERAVA", "Kerava", "FI", "name"),
    ],
)
def test_find_is_sure_of_the_place(gazetteer: Gazetteer, name: str, found: str, country: str, matched: str) -> None:
    candidates = gazetteer.find(name)

    best = candidates[0]
    assert (best.name, best.country, best.matched, ambiguous(candidates)) == (found, country, matched, False)


@pytest.mark.parametrize("name", ["Brest", "Cambridge", "Córdoba", "Springfield", "Valencia"])
def test_find_leaves_a_shared_name_ambiguous(gazetteer: Gazetteer, name: str) -> None:
    assert ambiguous(gazetteer.find(name))


def test_find_within_a_country_is_sure(gazetteer: Gazetteer) -> None:
    candidates = gazetteer.find("Brest", country="FR")

    assert ([place.country for place in candidates], ambiguous(candidates)) == (["FR"], False)


def test_find_knows_no_place_for_an_airport_code(gazetteer: Gazetteer) -> None:
    assert [place.name for place in gazetteer.find("BQT")] == []


def test_find_of_nothing_finds_nothing(gazetteer: Gazetteer) -> None:
    assert (gazetteer.find("Atlantiksen kaupunki"), gazetteer.find(""), gazetteer.find("–")) == ([], [], [])


def test_find_gives_where_the_place_is(gazetteer: Gazetteer) -> None:
    (espoo,) = gazetteer.find("Espoo")

    assert (espoo.geonames_id, round(espoo.latitude, 1), round(espoo.longitude, 1), espoo.source) == (
        660158, 60.2, 24.7, "GeoNames",
    )  # fmt: skip
    assert espoo.time_zone == "Europe/Helsinki"
    assert "Esbo" in espoo.names


def test_find_gives_names_by_language_of_our_own_list(gazetteer: Gazetteer) -> None:
    best = gazetteer.find("Skagafjörður")[0]

    assert (best.geonames_id, best.source, best.kind) == (None, "Solmu", "municipality")
    assert ("is", "Skagafjörður", True) in best.language_names


def test_find_gives_a_district_its_city(gazetteer: Gazetteer) -> None:
    best = gazetteer.find("Nõmme")[0]

    assert (best.source, best.kind, best.part_of) == ("GeoNames", "district", "Tallinn")


def test_find_is_right_where_it_is_sure(gazetteer: Gazetteer, shared: Path) -> None:
    """Of twin towns with coordinates, asked by name alone, the sure answers lie within 60 km of the truth."""
    with (shared / "data" / "twinnings-europe-2017.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    asked = {
        (row["sistercityLabel"], row["destination_countryLabel"]): (row["destinationlat"], row["destinationlong"])
        for row in rows
        if row["destinationlat"].lstrip("-").replace(".", "").isdigit()
    }
    outcomes: Counter[str] = Counter()
    for (name, _country), (latitude, longitude) in asked.items():
        found = gazetteer.find(name)
        if not found or ambiguous(found):
            outcomes["ambiguous" if found else "unknown"] += 1
            continue
        truth = candidate(name, "", 1, (float(latitude), float(longitude)))
        outcomes["right" if distance_km(found[0], truth) < 60 else "wrong"] += 1

    assert outcomes["right"] / len(asked) > 0.78
    assert outcomes["right"] / (outcomes["right"] + outcomes["wrong"]) > 0.98


def test_knows_a_name_however_it_is_marked(gazetteer: Gazetteer) -> None:
    assert [gazetteer.knows(name) for name in ("sotsi", "SOTŠI", "Sotšissa", "")] == [True, True, False, False]


def test_gazetteer_serves_several_threads(gazetteer: Gazetteer) -> None:
    found: list[str] = []
    threads = [Thread(target=lambda: found.append(gazetteer.find("Espoo")[0].country)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["FI"] * 8


def test_ambiguous_needs_a_rival_of_an_eighth() -> None:
    first = candidate("A", "FI", 8000)

    assert [ambiguous([first, candidate("A", "SE", weight)]) for weight in (1000, 999)] == [True, False]


def test_ambiguous_counts_rivals_in_the_same_country_far_away() -> None:
    first, far = candidate("A", "FI", 1000, at=(60, 24)), candidate("A", "FI", 1000, at=(65, 24))

    assert ambiguous([first, far])


def test_ambiguous_takes_neighbours_of_one_country_for_one_town() -> None:
    first, near, abroad = (
        candidate("A", "FI", 1000, at=(60, 24)),
        candidate("A", "FI", 900, at=(60.1, 24)),
        candidate("A", "EE", 900, at=(60.1, 24)),
    )

    assert [ambiguous([first, near]), ambiguous([first, abroad])] == [False, True]


def test_ambiguous_is_not_what_unknown_is() -> None:
    assert not ambiguous([])


def test_distance_is_a_quarter_of_the_meridian_from_equator_to_pole() -> None:
    assert round(distance_km(candidate("A", "FI", 1, (0, 0)), candidate("B", "FI", 1, (90, 0)))) == 10008


def test_open_gazetteer_refuses_a_file_of_another_form(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "old.sqlite3").execute("CREATE TABLE place (id INTEGER)")

    with pytest.raises(SolmuError, match="is of another version of Solmu; build it anew with 'python3 run setup'"):
        open_gazetteer(tmp_path / "old.sqlite3")


def test_open_gazetteer_says_how_to_build_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SolmuError, match=r"has not been built; build it with 'python3 run setup'"):
        open_gazetteer(tmp_path / "none.sqlite3")
