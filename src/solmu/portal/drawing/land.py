"""The land inside a disc around a city, as one SVG path."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final, Literal

from solmu.core.errors import SolmuError
from solmu.portal.drawing.build_land import BUILT, UNITS_PER_DEGREE, simplified
from solmu.portal.drawing.projection import FARTHEST_KM, Coordinates, Point, at, polar, turn

Detail = Literal["coarse", "fine"]
Ring = tuple[Point, ...]

LONGEST_STEP: Final = {"coarse": 2.0, "fine": 1.0}
"""An edge of a ring is cut so that no piece is longer, in degrees; a straight piece of map is then straight enough."""


FAR_SIDE_KM: Final = 15_000
WIDEST_TURN: Final = 0.1


@functools.lru_cache(maxsize=2)
def rings(detail: Detail, file: Path = BUILT) -> tuple[tuple[Ring, Coordinates, float], ...]:
    """Closed rings (longitude, latitude), land on their right, each with a middle and a reach (km) from it."""
    try:
        land = json.loads(file.read_text(encoding="utf-8"))[detail]
    except FileNotFoundError:
        raise SolmuError(f"The map's land is not built: there is no {file}. Run: python3 run setup") from None
    out = []
    for differences in land:
        x = y = 0
        ring = []
        for i in range(0, len(differences), 2):
            x, y = x + differences[i], y + differences[i + 1]
            ring.append((x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE))
        lons, lats = [lon for lon, _ in ring], [lat for _, lat in ring]
        middle = Coordinates((min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2)
        out.append((tuple(ring), middle, max(polar(middle, lat, lon)[0] for lon, lat in ring)))
    return tuple(out)


def seen_from(home: Coordinates, ring: Ring, step: float) -> list[Point]:
    """The ring in polar coordinates around home, its long edges cut."""
    out: list[Point] = []
    before = ring[0]
    for (lon0, lat0), (lon1, lat1) in pairwise(ring):
        dlon, dlat = lon1 - lon0, lat1 - lat0
        pieces = max(1, math.ceil(max(abs(dlon) * math.cos(math.radians(lat0)), abs(dlat)) / step))
        for k in range(pieces):
            point = polar(home, lat0 + dlat * k / pieces, lon0 + dlon * k / pieces)
            if point[0] > FAR_SIDE_KM and out and abs(turn(out[-1][1], point[1])) > WIDEST_TURN:
                out += between(home, before, (lon0 + dlon * k / pieces, lat0 + dlat * k / pieces))
            before = (lon0 + dlon * k / pieces, lat0 + dlat * k / pieces)
            out.append(point)
    return out


def between(home: Coordinates, a: Point, b: Point) -> list[Point]:
    """More points of an edge near the antipode, where a short way on the ground is a long one on the disc."""
    pieces = 64
    return [polar(home, a[1] + (b[1] - a[1]) * k / pieces, a[0] + (b[0] - a[0]) * k / pieces) for k in range(1, pieces)]


def encloses_antipode(points: list[Point]) -> bool:
    """Whether the land of this ring, which lies on its right, holds the point opposite to home.

    Seen from home such a ring runs the other way round: what is inside it on the sphere is outside it on the disc.
    """
    drawn = [at(km, direction, 1) for km, direction in points]
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*drawn, drawn[0]]))
    return area < 0  # y grows downwards, so land on the right makes the area positive


def goes_round(points: list[Point], radius_km: float) -> bool:
    """Whether the ring runs all the way round the disc without entering it."""
    if any(km <= radius_km for km, _ in points):
        return False
    return abs(sum(turn(a, b) for (_, a), (_, b) in pairwise([*points, points[0]]))) > math.pi


def path_numbers(points: list[Point]) -> str:
    """SVG path data: the first point absolute, the others relative, rounded without drift."""
    x, y = (round(v, 1) for v in points[0])
    out = f"L{x:g} {y:g}" + ("l" if len(points) > 1 else "")
    first = True
    for px, py in points[1:]:
        dx, dy = round(px - x, 1) + 0.0, round(py - y, 1) + 0.0
        x, y = round(x + dx, 1), round(y + dy, 1)
        out += f"{'' if first or dx < 0 else ' '}{short(dx)}{'' if dy < 0 else ' '}{short(dy)}"
        first = False
    return out


def short(number: float) -> str:
    return f"{number:g}".replace("0.", ".", 1) if -1 < number < 1 and number else f"{number:g}"


def smoothed(run: list[Point], tolerance: float) -> list[Point]:
    if len(run) < 3:
        return run
    half = len(run) // 2
    return simplified(run[: half + 1], tolerance)[:-1] + simplified(run[half:], tolerance)


def clipped(points: list[Point], radius_km: float, scale: float, tolerance: float) -> str:
    """One ring as path data; what lies outside the disc is drawn back to the rim along its bearing.

    That moves nothing across a point inside the disc, so every inner point is enclosed as often as before and the
    filling is exact; each run outside becomes one arc along the rim.
    """
    inside = [km <= radius_km for km, _ in points]
    if not any(inside):
        return ""
    r = radius_km * scale

    def crossing(a: Point, b: Point) -> float:
        return a[1] + (radius_km - a[0]) / (b[0] - a[0]) * turn(a[1], b[1])

    if not all(inside):  # begin where the ring comes in
        first = next(i for i, now in enumerate(inside) if now and not inside[i - 1])
        points, inside = points[first:] + points[:first], inside[first:] + inside[:first]
    data, run, i = "", list[Point](), 0
    while i < len(points):
        if inside[i]:
            run.append(at(*points[i], scale))
            i += 1
            continue
        leaves = crossing(points[i - 1], points[i])
        swept, last = 0.0, leaves
        while i < len(points) and not inside[i]:
            swept, last, i = swept + turn(last, points[i][1]), points[i][1], i + 1
        enters = crossing(points[i - 1], points[i % len(points)])
        swept += turn(last, enters)
        data += path_numbers(smoothed([*run, at(radius_km, leaves, scale)], tolerance))
        run = [at(radius_km, enters, scale)]
        data += f"A{r:g} {r:g} 0 {int(abs(swept) > math.pi)} {int(swept > 0)} {run[0][0]:.1f} {run[0][1]:.1f}"
    if not data and is_speck(run, tolerance):
        return ""
    return f"M{(data + path_numbers(smoothed(run, tolerance)))[1:]}Z"


def is_speck(run: list[Point], tolerance: float) -> bool:
    xs, ys = [x for x, _ in run], [y for _, y in run]
    return max(max(xs) - min(xs), max(ys) - min(ys)) <= 4 * tolerance


def pieces(home: Coordinates, radius_km: float, scale: float, detail: Detail, tolerance: float) -> Iterator[str]:
    whole_disc = False
    for ring, middle, reach in rings(detail):
        away = polar(home, middle.latitude, middle.longitude)[0]
        may_enclose = away + reach >= FARTHEST_KM
        if away - reach > radius_km and not may_enclose:
            continue
        points = seen_from(home, ring, LONGEST_STEP[detail])
        whole_disc ^= may_enclose and encloses_antipode(points)
        whole_disc ^= goes_round(points, radius_km)
        yield clipped(points, radius_km, scale, tolerance)
    if whole_disc:  # the rim becomes one more shore, land inwards from it
        r = radius_km * scale
        yield f"M0 {-r:g}A{r:g} {r:g} 0 1 1 0 {r:g}A{r:g} {r:g} 0 1 1 0 {-r:g}Z"


@functools.lru_cache(maxsize=64)
def land_path(home: Coordinates, radius_km: float, scale: float, detail: Detail, tolerance: float = 0.35) -> str:
    """The land within `radius_km` of home as SVG path data, to be filled by the even-odd rule."""
    return "".join(pieces(home, radius_km, scale, detail, tolerance))
