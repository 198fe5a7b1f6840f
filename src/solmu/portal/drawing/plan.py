"""What a city's two maps show: how far the world reaches, whether neighbours get an inset, where each name stands."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from solmu.portal.drawing.labels import (
    Box,
    Label,
    Names,
    Placed,
    Surroundings,
    Words,
    crossed,
    meet,
    place_names,
    quiet_bearing,
)
from solmu.portal.drawing.marks import text_width
from solmu.portal.drawing.projection import FARTHEST_KM, Coordinates, Point, at, polar

WORLD_R: Final = 320.0
WORLD_HALF: Final = 322.0
NEAR_R: Final = 192.0
NEAR_HALF: Final = 194.0
FIGURE: Final = 1184.0
"""Width of the two maps side by side, in units of the world map; the near map stands at the left edge."""
NEAR_CENTRE: Final = (NEAR_HALF - FIGURE + WORLD_HALF, WORLD_HALF - NEAR_HALF)

WORLD_RADII: Final = (10_000.0, 15_000.0, 17_500.0, FARTHEST_KM)
NEAR_RADII: Final = (500, 1_000, 2_000)
WORLD_SIZES: Final = (15, 18, 22, 28, 31)
NEAR_SIZES: Final = (15, 18, 20)
"""The sizes of type, in units of each drawing, that `map.css` sets; names are placed for exactly these."""

CROWDED: Final = 36.0
"""A partner drawn nearer to home than this has no room for its name beside home's dot at the largest type."""
TOO_MANY: Final = 0.25
"""Where more than this share of the names is left unsaid, names stand without their distances."""
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
    rings: tuple[Ring, ...]
    chosen: tuple[int, ...]  # the positions of the ties that are named on this map
    names: Names
    is_terse: bool = False  # names stand without their distances

    @functools.cached_property
    def placed(self) -> dict[int, Placed]:
        """By a tie's position in the list, where its name or number stands."""
        return dict(zip(self.chosen, self.names.with_numbers(), strict=True))

    @property
    def names_missing(self) -> float:
        """How much is left unsaid: a name counts for every type size without room for it, most where no size has."""
        sizes = len(self.names.work.sizes)
        return sum((1.0 - fits / sizes) + 2.0 * (fits == 0) for fits in self.names.fits)


@dataclass(frozen=True)
class Plan:
    world: MapPlan
    near: MapPlan | None

    @property
    def names_missing(self) -> float:
        return self.world.names_missing + (self.near.names_missing if self.near else 0.0)

    @property
    def numbered(self) -> frozenset[int]:
        """The positions of the ties whose number shows on a map at some width."""
        plans = [self.world, self.near] if self.near else [self.world]
        return frozenset(i for plan in plans for i, placed in plan.placed.items() if placed.counted > placed.fits)


def radius_for(farthest_km: float) -> float:
    return next(radius for radius in WORLD_RADII if farthest_km <= radius or radius == FARTHEST_KM)


def figure_words(kilometres: str, middle: Point) -> Words:
    return Words(middle, 0.82 * text_width(kilometres) + 0.3, 1.1)


def figure_cost(box: Box, ends: Sequence[Point]) -> float:
    left, top, right, bottom = box
    covered = sum(left - 4 < x < right + 4 and top - 4 < y < bottom + 4 for x, y in ends)
    return 5 * covered + sum(crossed(box, (0, 0), end) for end in ends)


def with_figures(
    rings: Sequence[tuple[int, float]], ends: Sequence[Point], frame: float, sizes: Sequence[float], kilometres: str
) -> tuple[Ring, ...]:
    """Rings (km, radius), each with its figure where it disturbs least: clear of ties, figures and the frame's edge.

    Tried first is the bearing farthest from every tie. A ring without a clear place carries no figure.
    """
    quiet, taken, out = quiet_bearing(ends), list[Words](), []
    for km, radius in rings:
        best: tuple[float, Point] | None = None
        for turned in range(0, 360, 6):
            direction = quiet + math.radians(turned)
            words = figure_words(kilometres, at(radius, direction, 1))
            boxes = [words.box(em) for em in sizes]
            if any(max(map(abs, box)) > frame for box in boxes) or radius < FIGURES_FROM:
                continue
            if any(meet(box, other.box(em)) for other in taken for box, em in zip(boxes, sizes, strict=True)):
                continue
            cost = figure_cost(boxes[0], ends) + figure_cost(boxes[-1], ends) + min(turned, 360 - turned) / 180
            if best is None or cost < best[0]:
                best = cost, words.middle
        if best:
            taken.append(figure_words(kilometres, best[1]))
        out.append(Ring(km, radius, best[1] if best else None))
    return tuple(out)


def world_rings(radius_km: float, scale: float, near_km: int | None) -> list[tuple[int, float]]:
    """The near ring first, then every 5,000 km, then the rim."""
    distances = [*([near_km] if near_km else []), *range(5_000, int(radius_km) - 400, 5_000), round(radius_km, -2)]
    return [(int(km), min(km, radius_km) * scale) for km in distances]


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


def labels_for(ties: Sequence[Named], ends: Sequence[Point], chosen: Sequence[int], *, is_terse: bool) -> list[Label]:
    return [Label(ends[i], ties[i].name, "" if is_terse else ties[i].figure, i + 1) for i in chosen]


def world_plan(
    seen: Sequence[Point],
    ties: Sequence[Named],
    home: str,
    kilometres: Sequence[str],
    near_km: int | None,
    *,
    is_terse: bool = False,
) -> MapPlan:
    radius = radius_for(max((km for km, _ in seen), default=0.0))
    scale = WORLD_R / radius
    ends = [at(km, direction, scale) for km, direction in seen]
    rings = with_figures(world_rings(radius, scale, near_km), ends, WORLD_HALF, WORLD_SIZES, kilometres[0])
    words = [figure_words(kilometres[0], ring.figure_at) for ring in rings if ring.figure_at]
    if near_km is None:
        words.append(home_words(home))
    lines = lens(near_km, scale) if near_km else []
    chosen = tuple(i for i, (km, _) in enumerate(seen) if not near_km or km > near_km)
    around = Surroundings(WORLD_HALF, WORLD_R, ends, words=words, lines=lines)
    names = place_names(labels_for(ties, ends, chosen, is_terse=is_terse), around, WORLD_SIZES)
    return MapPlan(radius, scale, tuple(ends), (False,) * len(ends), rings, chosen, names, is_terse)


def near_plan(
    seen: Sequence[Point],
    ties: Sequence[Named],
    home: str,
    kilometres: Sequence[str],
    near_km: int,
    *,
    is_terse: bool = False,
) -> MapPlan:
    scale = NEAR_R / near_km
    ends = [at(min(km, near_km), direction, scale) for km, direction in seen]
    half = near_km // 2
    rings = with_figures([(half, half * scale), (near_km, NEAR_R)], ends, NEAR_HALF, NEAR_SIZES, kilometres[0])
    words = [home_words(home), *(figure_words(kilometres[0], ring.figure_at) for ring in rings if ring.figure_at)]
    chosen = tuple(i for i, (km, _) in enumerate(seen) if km <= near_km)
    beyond = tuple(km > near_km for km, _ in seen)
    passing = [end for end, goes_on in zip(ends, beyond, strict=True) if goes_on]
    around = Surroundings(NEAR_HALF, NEAR_R, [ends[i] for i in chosen], passing, words)
    names = place_names(labels_for(ties, ends, chosen, is_terse=is_terse), around, NEAR_SIZES)
    return MapPlan(near_km, scale, tuple(ends), beyond, rings, chosen, names, is_terse)


@functools.lru_cache(maxsize=64)
def planned(home: Coordinates, home_name: str, ties: tuple[Named, ...], kilometres: tuple[str, ...]) -> Plan:
    """The plan for these ties, in the order of the list beside the map.

    An inset is drawn only where partners crowd around home on the world map; of its possible radii the one that leaves
    fewest names unsaid, of equals the one nearest to 1,000 km. Where too many are left unsaid, names give up their
    distances, which the list tells. `kilometres` holds the widest figure a ring carries.
    """
    seen = [polar(home, tie.latitude, tie.longitude) for tie in ties]
    alone = world_plan(seen, ties, home_name, kilometres, None)
    crowded = any(math.hypot(x, y) < CROWDED for x, y in alone.ends)
    if not crowded and not alone.names_missing:
        return Plan(alone, None)

    def with_inset(near_km: int, *, is_terse: bool = False) -> Plan:
        return Plan(
            world_plan(seen, ties, home_name, kilometres, near_km, is_terse=is_terse),
            near_plan(seen, ties, home_name, kilometres, near_km, is_terse=is_terse),
        )

    choices = {near_km: with_inset(near_km) for near_km in NEAR_RADII if any(km <= near_km for km, _ in seen)}
    if not choices:
        return Plan(alone, None)
    best = min(choices, key=lambda near_km: (choices[near_km].names_missing, abs(near_km - 1_000), near_km))
    if choices[best].names_missing <= TOO_MANY * len(ties):
        return choices[best]
    return min(choices[best], with_inset(best, is_terse=True), key=lambda plan: plan.names_missing)
