"""What the two maps of a city show: how far the world reaches, whether neighbours get an inset, where each name stands."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from solmu.portal.drawing.labels import Label, Placed, Surroundings, Words, place, quiet_bearing
from solmu.portal.drawing.marks import text_width
from solmu.portal.drawing.projection import FARTHEST_KM, Coordinates, Point, at, polar

WORLD_R: Final = 320.0
WORLD_HALF: Final = 322.0
NEAR_R: Final = 192.0
NEAR_HALF: Final = 194.0
FIGURE: Final = 1184.0
"""Width of the two maps side by side, in units of the world map; both stand on one line, the near map at the left edge."""
NEAR_CENTRE: Final = (NEAR_HALF - FIGURE + WORLD_HALF, WORLD_HALF - NEAR_HALF)

WORLD_RADII: Final = (10_000.0, 15_000.0, 17_500.0, FARTHEST_KM)
NEAR_RADII: Final = (500, 1_000, 2_000)
WORLD_SIZES: Final = (15, 18, 22, 28, 31)
NEAR_SIZES: Final = (15, 18, 20)
"""The sizes of type, in units of each drawing, that the stylesheet `map.css` sets; names are placed for exactly these."""

CROWDED: Final = 36.0
"""A partner drawn nearer to home than this has no room for its name beside home's dot at the largest type."""
FIGURES_FROM: Final = 24.0
"""A ring smaller than this carries no figure: it would cover home."""


@dataclass(frozen=True)
class Named:
    """What placing needs to know of a tie."""

    name: str
    figure: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Ring:
    km: int
    radius: float
    figure_at: Point | None  # None: the ring carries no figure


@dataclass(frozen=True)
class MapPlan:
    radius_km: float
    scale: float
    ends: tuple[Point, ...]  # of every tie; on the rim where it goes on beyond
    beyond: tuple[bool, ...]
    placed: dict[int, Placed]  # by the tie's position in the list
    rings: tuple[Ring, ...]


@dataclass(frozen=True)
class Plan:
    world: MapPlan
    near: MapPlan | None

    @property
    def numbered(self) -> frozenset[int]:
        """The positions of the ties whose number shows on a map at some width."""
        plans = [self.world, self.near] if self.near else [self.world]
        return frozenset(i for plan in plans for i, placed in plan.placed.items() if placed.counted > placed.fits)


def radius_for(farthest_km: float) -> float:
    return next(radius for radius in WORLD_RADII if farthest_km <= radius or radius == FARTHEST_KM)


def figure_words(kilometres: str, middle: Point) -> Words:
    return Words(middle, 0.82 * text_width(kilometres) + 0.3, 1.1)


def world_rings(radius_km: float, scale: float, near_km: int | None, quiet: float) -> tuple[Ring, ...]:
    """The near ring first, then every 5,000 km, then the rim."""
    distances = [*([near_km] if near_km else []), *range(5_000, int(radius_km) - 400, 5_000), round(radius_km, -2)]
    rings = []
    for km in distances:
        r = min(km, radius_km) * scale
        rings.append(Ring(int(km), r, at(km, quiet, scale) if r >= FIGURES_FROM else None))
    return tuple(rings)


def lens(near_km: float, world_scale: float) -> list[tuple[Point, Point]]:
    """The two outer tangents from the near ring of the world to the rim of the near map, in units of the world map."""
    (cx, cy), r0, r1 = NEAR_CENTRE, near_km * world_scale, NEAR_R
    base, opening = math.atan2(cy, cx), math.acos((r0 - r1) / math.hypot(cx, cy))
    turns = [(math.cos(angle), math.sin(angle)) for angle in (base + opening, base - opening)]
    return [((r0 * c, r0 * s), (cx + r1 * c, cy + r1 * s)) for c, s in turns]


def home_words(home: str) -> Words:
    """Home's name, above and to the right of its dot."""
    width = text_width(home) + 0.2
    return Words((0, 0), width, 1.2, (0.45 + width / 2, -0.85))


def labels_for(ties: Sequence[Named], ends: Sequence[Point], chosen: Sequence[int]) -> list[Label]:
    return [Label(ends[i], ties[i].name, ties[i].figure, i + 1) for i in chosen]


def world_plan(
    seen: Sequence[Point], ties: Sequence[Named], home: str, kilometres: Sequence[str], near_km: int | None
) -> MapPlan:
    radius = radius_for(max((km for km, _ in seen), default=0.0))
    scale = WORLD_R / radius
    ends = [at(km, direction, scale) for km, direction in seen]
    rings = world_rings(radius, scale, near_km, quiet_bearing(ends))
    words = [figure_words(kilometres[0], ring.figure_at) for ring in rings if ring.figure_at]
    if near_km is None:
        words.append(home_words(home))
    lines = lens(near_km, scale) if near_km else []
    chosen = [i for i, (km, _) in enumerate(seen) if not near_km or km > near_km]
    around = Surroundings(WORLD_HALF, WORLD_R, ends, words=words, lines=lines)
    placed = place(labels_for(ties, ends, chosen), around, WORLD_SIZES)
    return MapPlan(
        radius, scale, tuple(ends), (False,) * len(ends), dict(zip(chosen, placed, strict=True)), rings
    )


def near_plan(seen: Sequence[Point], ties: Sequence[Named], home: str, kilometres: Sequence[str], near_km: int) -> MapPlan:
    scale = NEAR_R / near_km
    ends = [at(min(km, near_km), direction, scale) for km, direction in seen]
    quiet = quiet_bearing(ends)
    half = near_km // 2
    rings = (Ring(half, half * scale, at(half, quiet, scale)), Ring(near_km, NEAR_R, None))
    words = [home_words(home), figure_words(kilometres[0], at(half, quiet, scale))]
    chosen = [i for i, (km, _) in enumerate(seen) if km <= near_km]
    beyond = tuple(km > near_km for km, _ in seen)
    passing = [end for end, goes_on in zip(ends, beyond, strict=True) if goes_on]
    around = Surroundings(NEAR_HALF, NEAR_R, [ends[i] for i in chosen], passing, words)
    placed = place(labels_for(ties, ends, chosen), around, NEAR_SIZES)
    return MapPlan(near_km, scale, tuple(ends), beyond, dict(zip(chosen, placed, strict=True)), rings)


def missing_names(*plans: MapPlan) -> float:
    """How much is left unsaid: each name counts for every type size it has no room at, the smallest sizes most."""
    total = 0.0
    for plan in plans:
        sizes = len(WORLD_SIZES) if plan.radius_km >= WORLD_RADII[0] else len(NEAR_SIZES)
        total += sum((1.0 - placed.fits / sizes) + 2.0 * (placed.fits == 0) for placed in plan.placed.values())
    return total


@functools.lru_cache(maxsize=64)
def planned(home: Coordinates, home_name: str, ties: tuple[Named, ...], kilometres: tuple[str, ...]) -> Plan:
    """The plan for these ties, in the order of the list beside the map.

    An inset is drawn only where partners crowd around home on the world map; of its possible radii the one that leaves
    fewest names unsaid, the smaller one first. `kilometres` holds the widest figure a ring carries.
    """
    seen = [polar(home, tie.latitude, tie.longitude) for tie in ties]
    alone = world_plan(seen, ties, home_name, kilometres, None)
    crowded = any(math.hypot(x, y) < CROWDED for x, y in alone.ends)
    if not crowded and not missing_names(alone):
        return Plan(alone, None)
    choices = []
    for near_km in NEAR_RADII:
        if any(km <= near_km for km, _ in seen):
            world = world_plan(seen, ties, home_name, kilometres, near_km)
            near = near_plan(seen, ties, home_name, kilometres, near_km)
            choices.append((missing_names(world, near), abs(near_km - 1_000), near_km, Plan(world, near)))
    if not choices:
        return Plan(alone, None)
    return min(choices, key=lambda choice: choice[:3])[3]
