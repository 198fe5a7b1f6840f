"""The land on the disc: what is land is filled, from every home, also where the antipode lies on land."""

from __future__ import annotations

import math
import re

import pytest

from solmu.portal.drawing.land import land_path
from solmu.portal.drawing.projection import FARTHEST_KM, Coordinates, Point, at, polar

LAND = {
    "Madrid": (40.4, -3.7),
    "Nairobi": (-1.3, 36.8),
    "Xi'an": (34.3, 108.9),
    "Denver": (39.7, -105.0),
    "Brasília": (-15.8, -47.9),
    "Alice Springs": (-23.7, 133.9),
    "inner Antarctica": (-80.0, 60.0),
    "Yakutsk": (62.0, 129.7),
}
SEA = {
    "North Atlantic": (45.0, -35.0),
    "South Pacific": (-40.0, -120.0),
    "North Pole": (89.9, 0.0),
    "Indian Ocean": (-20.0, 80.0),
    "Bay of Biscay": (45.5, -5.0),
}
HOMES = {
    "antipode in the sea": Coordinates(60.2, 24.66),
    "antipode in New Zealand": Coordinates(40.4, -3.7),
    "antipode in Spain": Coordinates(-40.6, 175.6),
    "antipode in China": Coordinates(-33.4, -70.6),
    "on the antimeridian": Coordinates(-17.8, 179.9),
    "near the pole": Coordinates(78.2, 15.6),
}


def outlines(data: str) -> list[list[Point]]:
    """The closed lines of path data made of M, L, l, A and Z; arcs around the middle as short pieces."""
    out: list[list[Point]] = []
    x = y = 0.0
    for command, text in re.findall(r"([MLlAZ])([^MLlAZ]*)", data):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        if command == "M":
            out.append([])
        if command in "ML":
            x, y = numbers
            out[-1].append((x, y))
        elif command == "l":
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                out[-1].append((x, y))
        elif command == "A":
            r, _, _, large, clockwise, end_x, end_y = numbers
            start, end = math.atan2(y, x), math.atan2(end_y, end_x)
            sweep = (end - start) % math.tau if clockwise else -((start - end) % math.tau)
            assert (abs(sweep) > math.pi + 0.01) <= bool(large)
            out[-1] += [
                (r * math.cos(start + sweep * k / 60), r * math.sin(start + sweep * k / 60)) for k in range(1, 61)
            ]
            x, y = end_x, end_y
    return out


def is_filled(data: str, point: Point) -> bool:
    """Whether the even-odd rule fills a point."""
    px, py = point
    crossings = 0
    for line in outlines(data):
        for (x0, y0), (x1, y1) in zip(line, [*line[1:], line[0]], strict=True):
            if (y0 > py) != (y1 > py) and px < x0 + (py - y0) / (y1 - y0) * (x1 - x0):
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES.keys())
@pytest.mark.parametrize("radius_km", [10_000.0, 17_500.0, FARTHEST_KM])
def test_land_is_filled_and_sea_is_not(home: Coordinates, radius_km: float) -> None:
    scale = 320 / radius_km
    data = land_path(home, radius_km, scale, "coarse")
    for expected, places in ((True, LAND), (False, SEA)):
        for name, (latitude, longitude) in places.items():
            km, direction = polar(home, latitude, longitude)
            if km < 0.95 * radius_km:  # the rim stretches a step of the outline into a long line
                assert (name, is_filled(data, at(km, direction, scale))) == (name, expected)


def test_a_disc_wholly_inland_is_filled() -> None:
    data = land_path(Coordinates(55.75, 37.6), 250, 0.6, "fine")
    assert is_filled(data, (10.0, 20.0))


def test_a_disc_wholly_at_sea_is_empty() -> None:
    assert land_path(Coordinates(-40, -120), 500, 0.3, "fine") == ""


def test_no_point_lies_outside_the_disc() -> None:
    data = land_path(Coordinates(40.4, -3.7), 2_000, 0.1, "fine")
    assert max(math.hypot(x, y) for line in outlines(data) for x, y in line) <= 200.2
