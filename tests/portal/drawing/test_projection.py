"""The projection: true distances and bearings from any home."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.portal.drawing.projection import (
    EARTH_KM,
    FARTHEST_KM,
    Coordinates,
    at,
    bearing,
    compass_point,
    distance_km,
    polar,
    shown_km,
    turn,
)

COORDINATES = st.builds(Coordinates, st.floats(-90, 90), st.floats(-180, 180))


def chord_km(a: Coordinates, b: Coordinates) -> float:
    """The great-circle distance by another way: the angle between two vectors."""

    def vector(place: Coordinates) -> tuple[float, float, float]:
        lat, lon = math.radians(place.latitude), math.radians(place.longitude)
        return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)

    u, v = vector(a), vector(b)
    cross = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    return EARTH_KM * math.atan2(math.hypot(*cross), sum(x * y for x, y in zip(u, v, strict=True)))


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (Coordinates(0, 0), Coordinates(0, 0), 0),
        (Coordinates(0, 0), Coordinates(0, 180), FARTHEST_KM),
        (Coordinates(90, 0), Coordinates(-90, 0), FARTHEST_KM),
        (Coordinates(0, 0), Coordinates(0, 90), FARTHEST_KM / 2),
    ],
)
def test_distance_is_known_in_plain_cases(a: Coordinates, b: Coordinates, km: float) -> None:
    assert distance_km(a, b) == pytest.approx(km)


@given(COORDINATES, COORDINATES)
def test_distance_agrees_with_vectors(a: Coordinates, b: Coordinates) -> None:
    assert distance_km(a, b) == pytest.approx(chord_km(a, b), abs=1)


@given(COORDINATES, COORDINATES)
def test_a_tie_is_as_long_as_the_way(home: Coordinates, place: Coordinates) -> None:
    km, direction = polar(home, place.latitude, place.longitude)
    assert math.hypot(*at(km, direction, 0.032)) == pytest.approx(0.032 * distance_km(home, place))


@pytest.mark.parametrize(
    ("place", "degrees", "of_16", "of_8"),
    [
        (Coordinates(61, 25), 0, 0, 0),
        (Coordinates(60, 26), 89.57, 4, 2),
        (Coordinates(59, 25), 180, 8, 4),
        (Coordinates(60, 24), 270.43, 12, 6),
        (Coordinates(31.2304, 121.4737), 68.2, 3, 2),
    ],
)
def test_bearing_is_counted_clockwise_from_north(place: Coordinates, degrees: float, of_16: int, of_8: int) -> None:
    found = bearing(Coordinates(60, 25), place)
    assert found == pytest.approx(degrees, abs=0.5)
    assert (compass_point(found), compass_point(found, 8)) == (of_16, of_8)


def test_compass_point_goes_round() -> None:
    assert [compass_point(degrees) for degrees in (348.7, 348.8, 359.9, 0, 11.2, 11.3)] == [15, 0, 0, 0, 0, 1]


@pytest.mark.parametrize(
    ("km", "shown"), [(0.4, 0), (7.6, 8), (19.4, 19), (20, 20), (94, 90), (95.1, 100), (7391, 7390)]
)
def test_shown_distance_is_rounded_as_it_is_told(km: float, shown: int) -> None:
    assert shown_km(km) == shown


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_turn_is_the_short_way_round(a: float, b: float) -> None:
    assert -math.pi <= turn(a, b) <= math.pi
    assert math.cos(a + turn(a, b)) == pytest.approx(math.cos(b), abs=1e-6)
