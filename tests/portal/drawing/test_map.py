"""The maps of a city: everybody on them, true lengths, nothing a page's policy or a screen reader would stumble on."""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from html import escape
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from solmu.portal.drawing.labels import meet
from solmu.portal.drawing.map import MapWords, Tie, map_numbers, near_map, one_tie_map, plan_of, reach, world_map
from solmu.portal.drawing.plan import NEAR_HALF, NEAR_SIZES, WORLD_HALF, WORLD_SIZES, MapPlan, radius_for
from solmu.portal.drawing.projection import FARTHEST_KM, Coordinates, distance_km
from tests.portal.drawing.cities import most_partners

HOME = Coordinates(60.2, 24.7)
CITIES = most_partners()
WORDS = MapWords(
    home="Home",
    world_title="The world from Home",
    world_description="Rings at {rings}. Partners: {partners}.",
    near_title="Neighbours",
    near_description="Within {radius}: {partners}.",
    one_title="{partner} from Home",
    one_description="{partner} is {distance} away.",
    statuses={"suspended": "suspended", "ended": "ended"},
)
FAR = (
    Tie("a", "Arden", "Aland", 31.2, 121.5, "", "/en/partners/a"),
    Tie("b", "Bern", "Bland", 43.6, 39.7, "suspended", "/en/partners/b"),
    Tie("c", "Cork", "Cland", 32.8, -97.0, "ended", "/en/partners/c"),
)
NEIGHBOURS = (
    Tie("d", "Dorn", "Dland", 59.4, 24.7, "", "/en/partners/d"),
    Tie("e", "Elm", "Eland", 59.6, 30.1, "", "/en/partners/e"),
    Tie("f", "Fern", "Fland", 56.0, 14.2, "", "/en/partners/f"),
)
ALL = FAR + NEIGHBOURS


def at_place(tie: Tie) -> Coordinates:
    return Coordinates(tie.latitude, tie.longitude)


def every_drawing(home: Coordinates, ties: tuple[Tie, ...], words: MapWords) -> list[str]:
    farthest = max(distance_km(home, Coordinates(tie.latitude, tie.longitude)) for tie in ties)
    drawings = [world_map(home, ties, words), near_map(home, ties, words)]
    drawings += [one_tie_map(home, tie, words) for tie in ties]
    drawings += [reach(home, tie, farthest) for tie in ties]
    return [drawing for drawing in drawings if drawing]


def overlaps(plan: MapPlan, ties: tuple[Tie, ...], home: Coordinates) -> list[tuple[str, str, float]]:
    """Pairs of names or numbers that meet at some type size."""
    is_world = plan.radius_km >= 10_000
    sizes, half = (WORLD_SIZES, WORLD_HALF) if is_world else (NEAR_SIZES, NEAR_HALF)
    found: list[tuple[str, str, float]] = []
    for k, em in enumerate(sizes):
        boxes = []
        for i, label in zip(plan.chosen, plan.names.work.labels, strict=True):
            place = plan.placed[i]
            assert (label.name, label.number) == (ties[i].name, i + 1)
            if k < place.fits:
                boxes.append((ties[i].name, label.box(place.side, em)))
            elif k < place.counted:
                boxes.append((ties[i].name, label.number_box(place.number_shift, em)))
        found += [(a, b, em) for (a, box_a), (b, box_b) in combinations(boxes, 2) if meet(box_a, box_b)]
        found += [(name, "the edge", em) for name, box in boxes if max(map(abs, box)) > half]
    return found


def check_everybody_is_on_the_maps(home: Coordinates, ties: tuple[Tie, ...]) -> None:
    plan, seen = plan_of(home, ties, WORDS)
    maps = [plan.world, plan.near] if plan.near else [plan.world]
    assert sorted(i for one in maps for i in one.placed) == list(range(len(ties)))
    for one, sizes in zip(maps, (WORLD_SIZES, NEAR_SIZES), strict=False):
        assert overlaps(one, ties, home) == []
        assert {place.counted for place in one.placed.values()} <= {len(sizes)}
        for i, (km, _) in enumerate(seen):
            assert math.hypot(*one.ends[i]) == pytest.approx(min(km, one.radius_km) * one.scale)


def test_neighbours_move_to_the_inset_and_the_rest_stays() -> None:
    plan, _ = plan_of(HOME, ALL, WORDS)
    assert plan.near is not None
    assert (sorted(plan.world.placed), sorted(plan.near.placed), plan.near.radius_km) == ([0, 1, 2], [3, 4, 5], 1_000)


def test_without_neighbours_there_is_no_inset() -> None:
    assert near_map(HOME, FAR, WORDS) == ""
    assert '<text class="home"' in world_map(HOME, FAR, WORDS)


@pytest.mark.parametrize(
    ("farthest", "radius"),
    [(0, 10_000), (10_000, 10_000), (10_001, 15_000), (15_001, 17_500), (17_501, FARTHEST_KM), (20_020, FARTHEST_KM)],
)
def test_the_world_reaches_as_far_as_the_farthest_partner(farthest: float, radius: float) -> None:
    assert radius_for(farthest) == radius


def test_length_of_a_line_is_the_distance() -> None:
    lines = re.findall(r'<path class="tie[^"]*" d="M0 0L(-?[\d.]+) (-?[\d.]+)"', world_map(HOME, ALL, WORDS))
    scale = 320 / 10_000
    drawn = [math.hypot(float(x), float(y)) for x, y in lines]
    true = [scale * distance_km(HOME, Coordinates(tie.latitude, tie.longitude)) for tie in ALL]
    assert drawn == pytest.approx(true, abs=0.1)


def test_a_status_has_a_line_style_of_its_own() -> None:
    drawing = world_map(HOME, FAR, WORDS)
    assert re.findall(r'<path class="(tie[^"]*)"', drawing) == ["tie", "tie suspended", "tie ended"]
    heard = re.findall(r'aria-label="([^"]*)"', drawing)
    assert [label.rsplit(", ", 1)[1] for label in heard] == ["Aland", "suspended", "ended"]


def test_drawings_of_an_empty_record_are_whole() -> None:
    ElementTree.fromstring(world_map(HOME, (), WORDS))
    assert near_map(HOME, (), WORDS) == ""
    assert map_numbers(HOME, (), WORDS) == {}


def test_hostile_names_stay_text() -> None:
    hostile = "\"><script>alert(1)</script> & 'x'"
    ties = (Tie(hostile, hostile, hostile, 50, 10, hostile, hostile), *ALL)
    words = MapWords(
        hostile, hostile, hostile, hostile, hostile, hostile, hostile, {hostile: hostile}, lambda _: hostile
    )
    for drawing in every_drawing(HOME, ties, words):
        tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()}
        assert "script" not in tags


def test_no_drawing_has_a_style_attribute_or_an_id_twice() -> None:
    drawings = [world_map(HOME, ALL, WORDS), near_map(HOME, ALL, WORDS), one_tie_map(HOME, ALL[0], WORDS)]
    ids = []
    for drawing in drawings:
        for element in ElementTree.fromstring(drawing).iter():
            assert "style" not in element.attrib
            ids += [element.attrib["id"]] if "id" in element.attrib else []
    assert len(ids) == len(set(ids)) == 6


def test_drawings_are_the_same_every_time() -> None:
    first = every_drawing(HOME, ALL, WORDS)
    plan_of.__globals__["planned"].cache_clear()
    assert every_drawing(HOME, ALL, WORDS) == first


def test_a_name_without_room_becomes_the_number_of_its_row() -> None:
    crowd = tuple(Tie(str(i), f"Municipality {i}", "Land", 50 + i % 5 / 10, 10 + i / 40, "", "/") for i in range(30))
    numbers = map_numbers(HOME, crowd, WORDS)
    drawn = set(
        re.findall(r'class="count">.*?>(\d+)</text>', world_map(HOME, crowd, WORDS) + near_map(HOME, crowd, WORDS))
    )
    assert drawn == {str(number) for number in numbers.values()}
    assert numbers
    assert all(number == int(key) + 1 for key, number in numbers.items())
    check_everybody_is_on_the_maps(HOME, crowd)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 20, 60])
@pytest.mark.parametrize("spread", [0.3, 5.0, 40.0])
def test_everybody_of_a_made_up_cluster_is_on_the_maps(count: int, spread: float) -> None:
    ties = tuple(
        Tie(
            str(i),
            f"Town {'x' * (i % 9)}{i}",
            "Land",
            48 + spread * math.sin(i),
            11 + spread * math.cos(1.7 * i),
            "",
            "/",
        )
        for i in range(count)
    )
    check_everybody_is_on_the_maps(Coordinates(47.0, 9.0), ties)


@pytest.mark.parametrize("city", CITIES)
def test_everybody_of_the_cities_with_most_partners_is_on_the_maps(city: str) -> None:
    home, ties = CITIES[city]
    assert len(ties) >= 38
    check_everybody_is_on_the_maps(home, ties)
    plan, seen = plan_of(home, ties, WORDS)
    assert plan.near is not None
    drawn = world_map(home, ties, WORDS) + near_map(home, ties, WORDS)
    numbers = map_numbers(home, ties, WORDS)
    for i, tie in enumerate(ties):
        assert len(re.findall(f'<a href="{tie.href}"', drawn)) == 1
        name_stands = f">{escape(tie.name)}<" in drawn or f">{escape(tie.name)} <" in drawn
        assert name_stands or numbers[tie.key] == i + 1
    assert {i for i, (km, _) in enumerate(seen) if km <= plan.near.radius_km} == set(plan.near.placed)


@pytest.mark.parametrize("city", CITIES)
def test_an_inset_names_its_scale(city: str) -> None:
    home, ties = CITIES[city]
    plan, _ = plan_of(home, ties, WORDS)
    assert plan.near is not None
    radius = round(plan.near.radius_km)
    assert f"{radius}\u00a0km</text>" in near_map(home, ties, WORDS)
    assert f"Within {radius}\u00a0km" in near_map(home, ties, WORDS)


def test_crowded_maps_leave_distances_to_the_list() -> None:
    terse = {city for city, (home, ties) in CITIES.items() if plan_of(home, ties, WORDS)[0].world.is_terse}
    assert terse
    assert not plan_of(HOME, ALL, WORDS)[0].world.is_terse
    for city in terse:
        home, ties = CITIES[city]
        drawn = world_map(home, ties, WORDS) + near_map(home, ties, WORDS)
        assert 'class="km"' not in drawn
        assert f"{ties[0].name} {WORDS.distance(distance_km(home, at_place(ties[0])))}" in drawn


def test_everybody_of_a_real_city_is_on_the_maps(shared: Path) -> None:
    """A city for every number of partners there is in the data, from 1 to 49."""
    partners: dict[str, dict[str, Tie]] = defaultdict(dict)
    homes: dict[str, Coordinates] = {}
    with (shared / "data" / "twinnings-europe-2017.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            try:
                home = Coordinates(float(row["originlat"]), float(row["originlong"]))
                latitude, longitude = float(row["destinationlat"]), float(row["destinationlong"])
            except ValueError:
                continue
            name = row["sistercityLabel"]
            homes[row["origincityLabel"]] = home
            tie = Tie(name, name, row["destination_countryLabel"], latitude, longitude, "", "/")
            partners[row["origincityLabel"]][name] = tie
    by_count = {len(ties): city for city, ties in sorted(partners.items(), reverse=True)}
    assert max(by_count) == 49
    for city in by_count.values():
        check_everybody_is_on_the_maps(homes[city], tuple(sorted(partners[city].values(), key=lambda tie: tie.name)))


def test_one_tie_is_drawn_in_a_disc_it_lies_well_inside_of() -> None:
    near = one_tie_map(HOME, NEIGHBOURS[0], WORDS)
    x, y = map(float, re.findall(r'<path class="tie" d="M0 0L(-?[\d.]+) (-?[\d.]+)"', near)[0])
    km = distance_km(HOME, Coordinates(59.4, 24.7))
    assert math.hypot(x, y) == pytest.approx(150 / 250 * km, abs=0.1)
    assert "125\u00a0km</text>" in near


def test_reach_is_to_the_scale_of_its_list() -> None:
    km = distance_km(HOME, Coordinates(FAR[0].latitude, FAR[0].longitude))
    assert 'd="M4 8H230"' in reach(HOME, FAR[0], km)
    assert 'd="M4 8H117"' in reach(HOME, FAR[0], 2 * km)
