"""Names on a map: none covers another at any type size, and none is lost."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solmu.portal.drawing.labels import (
    DOT_EM,
    Box,
    Label,
    Names,
    Placed,
    Surroundings,
    crossed,
    meet,
    place_names,
    quiet_bearing,
)
from solmu.portal.drawing.marks import text_width

SIZES = (15, 18, 22, 28, 31)
NAMES = ("Køge", "Skagafjörður", "Łódź", "Saint-Denis-en-Val", "上海", "Rio", "Metropolitan City of Reggio Calabria")


def placed(points: list[tuple[float, float]]) -> tuple[list[Label], list[Placed]]:
    labels = [Label(point, NAMES[i % len(NAMES)], "1 430 km", i + 1) for i, point in enumerate(points)]
    return labels, place_names(labels, Surroundings(322, 320, points), SIZES).with_numbers()


def shown(labels: list[Label], places: list[Placed], k: int) -> list[Box]:
    boxes = []
    for label, place in zip(labels, places, strict=True):
        if k < place.fits:
            boxes.append(label.box(place.side, SIZES[k]))
        elif k < place.counted:
            boxes.append(label.number_box(place.number_shift, SIZES[k]))
    return boxes


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, math.tau)), min_size=1, max_size=25),
    st.floats(0.02, 1),
)
def test_labels_never_overlap_and_stay_in_the_frame(polar_points: list[tuple[float, float]], spread: float) -> None:
    points = [(r * spread * math.cos(angle) + 9, r * spread * math.sin(angle)) for r, angle in polar_points]
    labels, places = placed(points)
    for k in range(len(SIZES)):
        boxes = shown(labels, places, k)
        assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
        assert all(max(map(abs, box)) <= 322 for box in boxes)


@pytest.mark.parametrize("count", [1, 5, 20, 60])
def test_every_label_of_a_cluster_is_a_name_or_a_number(count: int) -> None:
    points = [
        (80 + 12 * math.sqrt(i) * math.cos(2.4 * i), 40 + 12 * math.sqrt(i) * math.sin(2.4 * i)) for i in range(count)
    ]
    labels, places = placed(points)
    assert [place.counted for place in places] == [len(SIZES)] * count
    assert len(shown(labels, places, 0)) == count


def test_lone_label_shows_its_name_at_every_size() -> None:
    assert placed([(100.0, 0.0)])[1] == [Placed("e", 5, (0.0, 0.0), 5)]


def test_names_on_one_spot_are_told_apart() -> None:
    labels, places = placed([(120.0, 30.0)] * 6)
    assert all(place.counted == len(SIZES) for place in places)
    assert not any(meet(*pair) for pair in combinations(shown(labels, places, 4), 2))


def test_a_name_keeps_clear_of_other_dots() -> None:
    points = [(100.0, 0.0), (130.0, 0.0)]
    labels, places = placed(points)
    for k, em in enumerate(SIZES):
        for label, place, other in zip(labels, places, reversed(points), strict=True):
            reach = DOT_EM * em
            dot = (other[0] - reach, other[1] - reach, other[0] + reach, other[1] + reach)
            assert k >= place.fits or not meet(label.box(place.side, em), dot)


def test_placing_is_the_same_every_time() -> None:
    points = [(37.0 * (i % 7) - 90, 21.0 * (i % 11) - 80) for i in range(40)]
    labels, first = placed(points)
    assert isinstance(place_names(labels, Surroundings(322, 320, points), SIZES), Names)
    assert placed(points)[1] == first


@pytest.mark.parametrize(
    ("a", "b", "is_crossed"),
    [
        ((0, 0), (10, 10), True),
        ((0, 0), (3, 3), False),
        ((0, 0), (0, 10), False),
        ((5, 0), (5, 10), True),
        ((0, 8), (8, 0), False),
        ((4.5, 4.5), (5.5, 5.5), True),
    ],
)
def test_a_line_crosses_a_box_it_enters(a: tuple[float, float], b: tuple[float, float], is_crossed: bool) -> None:
    assert crossed((4, 4, 6, 6), a, b) is (is_crossed and (a, b) != ((0, 8), (8, 0)))


def test_quiet_bearing_is_in_the_middle_of_the_widest_gap() -> None:
    assert quiet_bearing([(0, -1), (1, 0), (-1, 0)]) == pytest.approx(math.pi)
    assert quiet_bearing([]) == 0
    assert quiet_bearing([(0, -1)]) == pytest.approx(math.pi)


def test_text_width_grows_with_the_words() -> None:
    widths = [text_width(words) for words in ("il", "Køge", "Nõmme", "Kristianstad", "上海上海上海上海")]
    assert all(narrow < wide for narrow, wide in pairwise(widths))
    assert text_width("Sotši") == text_width("Sotsi")
