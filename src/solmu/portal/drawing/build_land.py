"""Make the land the maps are drawn with: `python -m solmu.portal.drawing.build_land`.

Reads the two TopoJSON files of the npm package world-atlas (Natural Earth, public domain) and writes
`portal/built/land.json`: closed rings on the sphere, simplified, as whole hundredths of a degree, each as differences.
The rings are not cut at the antimeridian: a projection around a city needs none, it cuts at the rim of its own disc.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from solmu.core.errors import SolmuError
from solmu.portal.drawing.projection import Point

BUILT = Path(__file__).parent.parent / "built" / "land.json"
WORLD_ATLAS = Path("assets") / "node_modules" / "world-atlas"
UNITS_PER_DEGREE = 100

# file, tolerance in degrees, smallest width of a ring in degrees that is kept
COARSE = ("land-110m.json", 0.08, 0.0)
FINE = ("land-50m.json", 0.02, 0.06)


def rings(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The rings (longitude, latitude) of the object "land" of a quantised TopoJSON 1.0 file."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        arcs.append([((x := x + dx) * sx + tx, (y := y + dy) * sy + ty) for dx, dy in arc])

    def polygons(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
        if geometry["type"] == "GeometryCollection":
            for member in geometry["geometries"]:
                yield from polygons(member)
        else:
            yield from geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]

    for polygon in polygons(topology["objects"]["land"]):
        for numbers in polygon:
            ring: list[Point] = []
            for number in numbers:
                ring += (arcs[number] if number >= 0 else arcs[~number][::-1])[bool(ring) :]
            yield ring


def unwrapped(ring: list[Point]) -> list[Point]:
    """The ring with longitudes that go on past 180 degrees instead of jumping."""
    out = [ring[0]]
    for (lon0, _), (lon1, lat1) in pairwise(ring):
        out.append((out[-1][0] + (lon1 - lon0 + 180) % 360 - 180, lat1))
    return out


def simplified(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker (1973): the fewest of the points that stay within `tolerance` of all of them."""
    keep = [False] * len(points)
    keep[0] = keep[-1] = True
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        (x0, y0), (x1, y1) = points[first], points[last]
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        far, worst = first, 0.0
        for i in range(first + 1, last):
            x, y = points[i][0] - x0, points[i][1] - y0
            off = (dx * y - dy * x) ** 2 / length if length else x * x + y * y
            if off > worst:
                far, worst = i, off
        if worst > tolerance * tolerance:
            keep[far] = True
            todo += [(first, far), (far, last)]
    return [point for point, kept in zip(points, keep, strict=True) if kept]


def simplified_ring(ring: list[Point], tolerance: float) -> list[Point]:
    half = len(ring) // 2
    return simplified(ring[: half + 1], tolerance)[:-1] + simplified(ring[half:], tolerance)


def as_differences(ring: list[Point]) -> list[int]:
    """lon, lat, then differences, in units; points that fall together are one."""
    points = [(round(lon * UNITS_PER_DEGREE), round(lat * UNITS_PER_DEGREE)) for lon, lat in ring]
    out = list(points[0])
    for (x0, y0), (x1, y1) in pairwise(points):
        if (x0, y0) != (x1, y1):
            out += [x1 - x0, y1 - y0]
    return out


def land_of(file: Path, tolerance: float, smallest: float) -> list[list[int]]:
    try:
        topology = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SolmuError(f"The map's land is missing: there is no {file}. Run: python3 run setup") from None
    except ValueError:
        raise SolmuError(f"{file} is not the file of world-atlas it should be. Run: npm ci in assets") from None
    out = []
    for ring in rings(topology):
        points = unwrapped(ring)
        lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
        if max(max(lons) - min(lons), max(lats) - min(lats)) < smallest:
            continue
        differences = as_differences(simplified_ring(points, tolerance))
        if len(differences) >= 8:
            out.append(differences)
    return out


def build(world_atlas: Path, target: Path = BUILT) -> None:
    """Write `target` from the folder of world-atlas, whole or not at all. Raises SolmuError where it is missing."""
    land = {"coarse": land_of(world_atlas / COARSE[0], *COARSE[1:]), "fine": land_of(world_atlas / FINE[0], *FINE[1:])}
    target.parent.mkdir(parents=True, exist_ok=True)
    half_written = target.with_name(f"{target.name}.{os.getpid()}")
    half_written.write_text(json.dumps(land, separators=(",", ":")), encoding="utf-8")
    half_written.replace(target)


def main() -> int:
    try:
        build(Path(sys.argv[1]) if len(sys.argv) > 1 else WORLD_ATLAS)
    except SolmuError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
