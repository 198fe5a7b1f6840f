"""The azimuthal equidistant projection: the world as a disc around one city, where a straight line is the true way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]

EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG, 1980)."""

FARTHEST_KM: Final = math.pi * EARTH_KM
"""The way to the antipode, the farthest any place can be."""


@dataclass(frozen=True)
class Coordinates:
    """Degrees north and east."""

    latitude: float
    longitude: float


def polar(home: Coordinates, latitude: float, longitude: float) -> Point:
    """Great-circle distance (km) and bearing (radians clockwise from north) of a place seen from home."""
    a, b, turned = math.radians(home.latitude), math.radians(latitude), math.radians(longitude - home.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turned / 2) ** 2
    east = math.sin(turned) * math.cos(b)
    north = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turned)
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half))), math.atan2(east, north)


def distance_km(a: Coordinates, b: Coordinates) -> float:
    return polar(a, b.latitude, b.longitude)[0]


def bearing(a: Coordinates, b: Coordinates) -> float:
    """The direction of the shortest way from a to b at its beginning, in degrees clockwise from north, 0 up to 360."""
    return math.degrees(polar(a, b.latitude, b.longitude)[1]) % 360


def compass_point(degrees: float, points: int = 16) -> int:
    """Which of 8 or 16 points of the compass a bearing lies nearest to: 0 is north, counted clockwise."""
    return round(degrees / (360 / points)) % points


def at(km: float, radians: float, scale: float) -> Point:
    """Where a place at that distance and bearing is drawn: x to the right, y down, home in the middle."""
    return km * scale * math.sin(radians), -km * scale * math.cos(radians)


def turn(a: float, b: float) -> float:
    """The signed angle from a to b, the short way round."""
    return (b - a + math.pi) % (2 * math.pi) - math.pi


def shown_km(km: float) -> int:
    """A distance as it is told: to the nearest 10 km, nearer than 20 km to the nearest kilometre."""
    return round(km) if km < 20 else round(km / 10) * 10
