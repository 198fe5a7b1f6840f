"""The city's own map of the world: azimuthal equidistant, centred on the home city, drawn as SVG.

Every tie is a straight line and its length the true distance. Words come in as MapWords; nothing here is in a language.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from solmu.portal.drawing.labels import FIGURE_SIZE, Placed, standing
from solmu.portal.drawing.land import Detail, land_path
from solmu.portal.drawing.marks import classes, dot, drawing, number, style_of, tie
from solmu.portal.drawing.plan import (
    NEAR_HALF,
    NEAR_R,
    NEAR_SIZES,
    WORLD_HALF,
    WORLD_R,
    WORLD_SIZES,
    MapPlan,
    Named,
    Plan,
    Ring,
    lens,
    planned,
)
from solmu.portal.drawing.projection import FARTHEST_KM, Coordinates, Point, at, polar, shown_km

ONE_R = 150.0
ONE_HALF = 152.0
ONE_RADII = (250.0, 500.0, 1_000.0, 2_500.0, 5_000.0, 10_000.0, 15_000.0, 17_500.0, FARTHEST_KM)
FINE_UP_TO_KM = 3_000


@dataclass(frozen=True)
class Tie:
    """One partner on the map. `status` is a status of a partnership, empty where none is stated."""

    key: str
    name: str
    country_name: str
    latitude: float
    longitude: float
    status: str = ""
    href: str = ""


@dataclass(frozen=True)
class MapWords:
    """Every word of the maps in the reader's language; in braces what each sentence may take in."""

    home: str
    world_title: str = ""
    world_description: str = ""  # {rings} {partners}
    near_title: str = ""
    near_description: str = ""  # {radius} {partners}
    one_title: str = ""  # {partner}
    one_description: str = ""  # {partner} {distance}
    statuses: Mapping[str, str] = field(default_factory=dict)
    kilometres: Callable[[int], str] = lambda km: f"{km}\u00a0km"

    def distance(self, km: float) -> str:
        return self.kilometres(shown_km(km))

    def status(self, status: str) -> str:
        return self.statuses.get(status, "")


# --- parts --------------------------------------------------------------------------------------------------------


def detail_for(radius_km: float) -> Detail:
    return "fine" if radius_km <= FINE_UP_TO_KM else "coarse"


def ground(home: Coordinates, radius_km: float, radius: float) -> str:
    path = land_path(home, radius_km, radius / radius_km, detail_for(radius_km))
    return f'<circle class="sea" r="{number(radius)}"/><path class="land" d="{path}"/>'


def ring_mark(ring: Ring, kind: str = "") -> str:
    return f'<circle class="{classes("ring", kind)}" r="{number(ring.radius)}"/>'


def ring_figure(ring: Ring, words: MapWords) -> str:
    if ring.figure_at is None:
        return ""
    x, y = ring.figure_at
    return (
        f'<text class="scale" x="{number(x)}" y="{number(y)}" dy=".35em" text-anchor="middle">'
        f"{escape(words.kilometres(ring.km))}</text>"
    )


def visibility(placed: Placed, sizes: int) -> str:
    """Classes for the stylesheet: `name-N` hides the name from the N-th type size on, `count-N` the number."""
    return classes(
        f"name-{placed.fits}" if placed.fits < sizes else "",
        f"count-{placed.counted}" if placed.fits < placed.counted < sizes else "",
    )


def name_mark(name: str, distance: str, side: str) -> str:
    """The name beside its dot, with the distance under it where there is room for distances."""
    anchor, dx, dy = standing(side, is_one_line=not distance)
    if not distance:
        return f'<text class="name" x="{dx:g}em" y="{dy + 0.35:.2f}em" text-anchor="{anchor}">{escape(name)}</text>'
    # Name and distance are two words to whoever hears them; the space falls on the side where it moves nothing.
    after, before = ("", " ") if anchor == "end" else (" ", "")
    return (
        f'<text class="name" text-anchor="{anchor}">'
        f'<tspan x="{dx:g}em" y="{dy - 0.12:g}em">{escape(name)}{after}</tspan>'
        f'<tspan class="km" x="{dx / FIGURE_SIZE:.2f}em" dy="1.2em">{before}{escape(distance)}</tspan></text>'
    )


def link(
    one: Tie, km: float, point: Point, placed: Placed, index: int, words: MapWords, sizes: int, *, is_terse: bool
) -> str:
    """The dot with its name, or its number where the name has no room; one link, whatever shows."""
    distance = words.distance(km)
    count = str(index + 1) if placed.counted > placed.fits else ""
    heard = ", ".join(filter(None, (f"{one.name} {distance}", one.country_name, words.status(one.status), count)))
    inner = dot(style_of(one.status))
    if placed.fits:
        inner += name_mark(one.name, "" if is_terse else distance, placed.side)
    if count:
        x, y = placed.number_shift
        leader = f'<line class="leader" x2="{x:g}em" y2="{y:g}em"/>' if math.hypot(x, y) > 1.2 else ""
        inner += (
            f'<g class="count">{leader}<text x="{x:g}em" y="{y + 0.35:g}em" text-anchor="middle">{count}</text></g>'
        )
    kind = visibility(placed, sizes)
    named = f' class="{kind}"' if kind else ""
    return (
        f'<a href="{escape(one.href)}"{named} aria-label="{escape(heard)}"'
        f' transform="translate({number(point[0])} {number(point[1])})">{inner}</a>'
    )


def links(plan: MapPlan, seen: Sequence[Point], ties: Sequence[Tie], words: MapWords, sizes: int) -> str:
    return "".join(
        link(ties[i], seen[i][0], plan.ends[i], placed, i, words, sizes, is_terse=plan.is_terse)
        for i, placed in plan.placed.items()
    )


def listed(plan: MapPlan, seen: Sequence[Point], ties: Sequence[Tie], words: MapWords) -> str:
    return "; ".join(f"{ties[i].name} {words.distance(seen[i][0])}" for i in plan.placed)


def lens_lines(near_km: float, scale: float) -> str:
    """Faint over the world, plain outside it."""
    out = ""
    for (x0, y0), (x1, y1) in lens(near_km, scale):
        steps = [(x0 + (x1 - x0) * k / 500, y0 + (y1 - y0) * k / 500) for k in range(501)]
        x, y = next(point for point in steps if math.hypot(*point) >= WORLD_R)
        out += f'<path class="lens within" d="M{number(x0)} {number(y0)}L{number(x)} {number(y)}"/>'
        out += f'<path class="lens" d="M{number(x)} {number(y)}L{number(x1)} {number(y1)}"/>'
    return out


def home_mark(words: MapWords, *, named: bool) -> str:
    name = f'<text class="home" dx=".45em" dy="-.5em">{escape(words.home)}</text>' if named else ""
    return dot("home") + name


# --- maps ---------------------------------------------------------------------------------------------------------


def plan_of(home: Coordinates, ties: Sequence[Tie], words: MapWords) -> tuple[Plan, list[Point]]:
    seen = [polar(home, one.latitude, one.longitude) for one in ties]
    named = tuple(
        Named(one.name, words.distance(km), one.latitude, one.longitude)
        for one, (km, _) in zip(ties, seen, strict=True)
    )
    return planned(home, words.home, named, (words.kilometres(10_000),)), seen


def world_map(home: Coordinates, ties: Sequence[Tie], words: MapWords) -> str:
    """The disc of the world that holds every partner; those within the inset's ring are drawn small, without names."""
    plan, seen = plan_of(home, ties, words)
    world = plan.world
    near_km = plan.near.radius_km if plan.near else None
    near_ring = world.rings[0] if near_km else None
    rings = world.rings[1:] if near_km else world.rings
    body = ground(home, world.radius_km, WORLD_R) + "".join(ring_mark(ring) for ring in rings)
    if near_km:
        body += lens_lines(near_km, world.scale)
    body += "".join(tie(one.status, end) for one, end in zip(ties, world.ends, strict=True))
    small = [i for i in range(len(ties)) if i not in world.placed]
    body += "".join(dot(classes(style_of(ties[i].status), "small"), world.ends[i]) for i in small)
    body += ring_mark(near_ring, "near-ring") if near_ring else ""
    body += home_mark(words, named=plan.near is None)
    body += "".join(ring_figure(ring, words) for ring in world.rings)
    body += links(world, seen, ties, words, len(WORLD_SIZES))
    told = ", ".join(words.kilometres(ring.km) for ring in world.rings)
    desc = words.world_description.format(rings=told, partners=listed(world, seen, ties, words))
    box = (-WORLD_HALF, -WORLD_HALF, 2 * WORLD_HALF, 2 * WORLD_HALF)
    return drawing("world", classes("map world", "terse" if world.is_terse else ""), box, words.world_title, desc, body)


def near_map(home: Coordinates, ties: Sequence[Tie], words: MapWords) -> str:
    """The inset: the near ring pulled out like a lens. Empty where nobody crowds around home."""
    plan, seen = plan_of(home, ties, words)
    near = plan.near
    if near is None:
        return ""
    inner, rim = near.rings
    body = ground(home, near.radius_km, NEAR_R) + ring_mark(inner) + ring_figure(inner, words)
    lines = zip(ties, near.ends, near.beyond, strict=True)
    body += "".join(tie(one.status, end, "beyond" if beyond else "") for one, end, beyond in lines)
    body += ring_mark(rim, "near-ring") + ring_figure(rim, words) + home_mark(words, named=True)
    body += links(near, seen, ties, words, len(NEAR_SIZES))
    desc = words.near_description.format(radius=words.kilometres(rim.km), partners=listed(near, seen, ties, words))
    box = (-NEAR_HALF, -NEAR_HALF, 2 * NEAR_HALF, 2 * NEAR_HALF)
    return drawing("near", classes("map near", "terse" if near.is_terse else ""), box, words.near_title, desc, body)


def map_numbers(home: Coordinates, ties: Sequence[Tie], words: MapWords) -> dict[str, int]:
    """By key, the numbers that stand for names on a map at some width; the list beside the map shows them."""
    plan, _ = plan_of(home, ties, words)
    return {ties[i].key: i + 1 for i in sorted(plan.numbered)}


def one_tie_map(home: Coordinates, one: Tie, words: MapWords) -> str:
    """One tie alone, in the smallest disc it lies well inside of."""
    km, direction = polar(home, one.latitude, one.longitude)
    radius_km = next((radius for radius in ONE_RADII if km <= 0.85 * radius), FARTHEST_KM)
    scale = ONE_R / radius_km
    x, y = at(km, direction, scale)
    half = int(radius_km / 2 if radius_km < 15_000 else 10_000)
    figure_at = at(half, direction + math.pi, scale)
    body = ground(home, radius_km, ONE_R)
    body += f'<circle class="ring" r="{number(half * scale)}"/><circle class="ring" r="{number(ONE_R)}"/>'
    body += ring_figure(Ring(half, half * scale, figure_at), words)
    body += tie(one.status, (x, y)) + dot("home") + dot(style_of(one.status), (x, y))
    above, below = "-.7em", "1.4em"
    home_shift, partner_shift = (below, above) if y < 0 else (above, below)  # on the sides the tie does not leave by
    anchor = "middle" if abs(x) < 0.6 * ONE_R else "end" if x > 0 else "start"
    body += f'<text class="home" dy="{home_shift}" text-anchor="middle">{escape(words.home)}</text>'
    body += (
        f'<text x="{number(x)}" y="{number(y)}" dy="{partner_shift}" text-anchor="{anchor}">{escape(one.name)}</text>'
    )
    title = words.one_title.format(partner=one.name)
    desc = words.one_description.format(partner=one.name, distance=words.distance(km))
    box = (-ONE_HALF, -ONE_HALF, 2 * ONE_HALF, 2 * ONE_HALF)
    return drawing("one", "map one", box, title, desc, body)


def reach(home: Coordinates, one: Tie, longest_km: float) -> str:
    """The tie of the map again, laid flat for a list; all lines of a list to one scale, `longest_km` its full width."""
    km = polar(home, one.latitude, one.longitude)[0]
    x = 4 + 226 * min(1.0, km / longest_km if longest_km else 0.0)
    kind = style_of(one.status)
    line = f'<path class="{classes("tie", kind)}" d="M4 8H{number(x)}"/>'
    dots = dot("home small", (4, 8)) + dot(kind, (x, 8))
    return f'<svg class="reach" viewBox="0 0 240 16" aria-hidden="true">{line}{dots}</svg>'
