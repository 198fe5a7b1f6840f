"""Places for names on a map, so that none covers another at any of the type sizes the drawing is read at.

One drawing serves every screen: it scales, its type does not, so a name measured in the drawing's units grows as the
screen shrinks. A name that has no room at some size becomes a number there, which the list beside the map explains.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from solmu.portal.drawing.marks import text_width
from solmu.portal.drawing.projection import Point, turn

Box = tuple[float, float, float, float]  # left, top, right, bottom

LINE_EM: Final = 1.05
"""Half the height of a label of two lines, and the height of a number."""
ONE_LINE_EM: Final = 0.58
"""Half the height of a label without its distance."""
FIGURE_SIZE: Final = 0.86
"""The size of the distance under a name, against the name."""
DOT_EM: Final = 0.36
"""Half the width kept clear around a dot."""

SIDES: Final[dict[str, tuple[str, float, float]]] = {
    "e": ("start", 0.65, 0),
    "w": ("end", -0.65, 0),
    "ne": ("start", 0.3, -1.3),
    "se": ("start", 0.3, 1.35),
    "nw": ("end", -0.3, -1.3),
    "sw": ("end", -0.3, 1.35),
    "n": ("middle", 0, -1.6),
    "s": ("middle", 0, 1.6),
}
"""Side of the dot: text anchor, and shift of the near edge and of the middle of a label of two lines, in em."""


def standing(side: str, *, is_one_line: bool) -> tuple[str, float, float]:
    """Text anchor, and shift of the near edge and of the middle, in em: one line stands as near to its dot as two."""
    anchor, dx, dy = SIDES[side]
    if is_one_line and dy:
        dy -= math.copysign(LINE_EM - ONE_LINE_EM, dy)
    return anchor, dx, dy


NUMBER_TURNS: Final = tuple(2 * math.pi * k / 16 for k in (0, 8, 12, 4, 14, 10, 2, 6, 1, 7, 9, 15, 3, 5, 11, 13))
NUMBER_STEPS: Final = (1.0, *(1.6 + 0.6 * step for step in range(26)))


@dataclass(frozen=True)
class Label:
    """A name with its distance under it, or alone where `figure` is empty; and the number that may stand for it."""

    point: Point
    name: str
    figure: str
    number: int

    @property
    def width(self) -> float:
        return max(text_width(self.name), FIGURE_SIZE * text_width(self.figure))

    def box(self, side: str, em: float) -> Box:
        anchor, dx, dy = standing(side, is_one_line=not self.figure)
        half = LINE_EM if self.figure else ONE_LINE_EM
        left = dx - {"start": 0.0, "middle": self.width / 2, "end": self.width}[anchor]
        x, y = self.point
        return (
            x + left * em,
            y + (dy - half) * em,
            x + (left + self.width) * em,
            y + (dy + half) * em,
        )

    def number_box(self, shift: Point, em: float) -> Box:
        half = (text_width(str(self.number)) + 0.2) / 2
        x, y = self.point[0] + shift[0] * em, self.point[1] + shift[1] * em
        return x - half * em, y - LINE_EM / 2 * em, x + half * em, y + LINE_EM / 2 * em


@dataclass(frozen=True)
class Words:
    """Something written on the map already: its middle, shifted by em, and its width and height in em."""

    middle: Point
    width: float
    height: float
    shift: Point = (0.0, 0.0)

    def box(self, em: float) -> Box:
        x, y = self.middle[0] + self.shift[0] * em, self.middle[1] + self.shift[1] * em
        return x - self.width * em / 2, y - self.height * em / 2, x + self.width * em / 2, y + self.height * em / 2


@dataclass(frozen=True)
class Surroundings:
    """What names keep clear of: `frame` is half the drawing's width, `rim` the radius of the disc."""

    frame: float
    rim: float
    ends: Sequence[Point]  # the dots; each has a tie from the middle
    passing: Sequence[Point] = ()  # where ties that go on beyond leave the disc
    words: Sequence[Words] = ()
    lines: Sequence[tuple[Point, Point]] = ()  # drawn only where the type is smallest


@dataclass(frozen=True)
class Placed:
    """The name shows at the first `fits` type sizes, the number from there to `counted`, then the dot alone."""

    side: str
    fits: int
    number_shift: Point = (0.0, 0.0)
    counted: int = 0


def meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def crossed(box: Box, a: Point, b: Point) -> bool:
    """Whether the line from a to b passes through the box (Liang and Barsky 1984)."""
    (ax, ay), (bx, by) = a, b
    if (ax <= box[0] and bx <= box[0]) or (ax >= box[2] and bx >= box[2]):
        return False
    if (ay <= box[1] and by <= box[1]) or (ay >= box[3] and by >= box[3]):
        return False
    enter, leave = 0.0, 1.0
    for start, way, low, high in ((ax, bx - ax, box[0], box[2]), (ay, by - ay, box[1], box[3])):
        if way == 0:
            if not low < start < high:
                return False
            continue
        first, second = (low - start) / way, (high - start) / way
        if first > second:
            first, second = second, first
        enter, leave = max(enter, first), min(leave, second)
        if enter >= leave:
            return False
    return True


@dataclass
class Arrangement:
    """The working state of one placement."""

    labels: Sequence[Label]
    around: Surroundings
    sizes: Sequence[float]
    boxes: list[dict[str, list[Box]]] = field(default_factory=list)
    room: list[dict[str, int]] = field(default_factory=list)  # sizes at which nothing fixed is in the way
    unease: list[dict[str, float]] = field(default_factory=list)
    known: dict[tuple[int, str, int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for label in self.labels:
            boxes = {side: [label.box(side, em) for em in self.sizes] for side in SIDES}
            self.boxes.append(boxes)
            self.room.append({side: self.room_for(label, boxes[side]) for side in SIDES})
            self.unease.append({side: self.unease_of(label, boxes[side], side) for side in SIDES})

    def fixed(self, label: Label, em: float) -> Iterator[Box]:
        """What stands on the map whatever the labels do: words, home, and other dots; dots on the same spot are one."""
        yield from (words.box(em) for words in self.around.words)
        reach = DOT_EM * em
        for x, y in (*self.around.ends, (0.0, 0.0)):
            if math.hypot(x - label.point[0], y - label.point[1]) > 0.3 * em:
                yield x - reach, y - reach, x + reach, y + reach

    def room_for(self, label: Label, boxes: Sequence[Box]) -> int:
        frame = self.around.frame
        for k, (em, box) in enumerate(zip(self.sizes, boxes, strict=True)):
            if box[0] < -frame or box[2] > frame or box[1] < -frame or box[3] > frame:
                return k
            if any(meet(box, other) for other in self.fixed(label, em)):
                return k
        return len(self.sizes)

    def unease_of(self, label: Label, boxes: Sequence[Box], side: str) -> float:
        """What a reader would rather not see, though it can be read: lines through a name, a name across the rim."""
        total = 0.0
        for box in (boxes[0], boxes[-1]):
            total += sum(60 for end in self.around.ends if crossed(box, (0, 0), end))
            total += sum(15 for end in self.around.passing if crossed(box, (0, 0), end))
            corners = [math.hypot(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
            total += 10 * (min(corners) < self.around.rim < max(corners))
        small = boxes[0]
        total += sum(20 for a, b in self.around.lines if crossed(small, a, b))
        (x, y), middle = label.point, ((small[0] + small[2]) / 2, (small[1] + small[3]) / 2)
        away = turn(math.atan2(y, x), math.atan2(middle[1] - y, middle[0] - x))
        return total + 12 * abs(away) / math.pi + 4 * (side not in ("e", "w"))

    def apart(self, i: int, side: str, j: int, other: str) -> int:
        """The number of sizes, from the smallest, at which two names stand clear of each other."""
        if i > j:
            i, side, j, other = j, other, i, side
        key = (i, side, j, other)
        if key not in self.known:
            pairs = zip(self.boxes[i][side], self.boxes[j][other], strict=True)
            self.known[key] = next((k for k, (a, b) in enumerate(pairs) if meet(a, b)), len(self.sizes))
        return self.known[key]

    def sides(self) -> list[str]:
        """Each label in turn takes its easiest side, given the others, until nothing changes."""
        n, sizes = len(self.labels), len(self.sizes)
        sides = ["e" if label.point[0] >= 0 else "w" for label in self.labels]
        for _ in range(12):
            before = list(sides)
            for i in range(n):
                costs = {
                    side: 90 * (sizes - self.room[i][side])
                    + self.unease[i][side]
                    + sum(70 * (sizes - self.apart(i, side, j, sides[j])) for j in range(n) if j != i)
                    for side in SIDES
                }
                sides[i] = min(costs, key=costs.__getitem__)
            if sides == before:
                break
        return sides

    def fits(self, sides: list[str]) -> list[int]:
        """At how many sizes each name shows; where names meet, the one that meets most gives way."""
        n = len(self.labels)
        fits = [self.room[i][sides[i]] for i in range(n)]
        for k in range(len(self.sizes)):
            shown = [i for i in range(n) if fits[i] > k]
            while True:
                meets = {i: sum(self.apart(i, sides[i], j, sides[j]) <= k for j in shown if j != i) for i in shown}
                worst = max(shown, key=lambda i: (meets[i], self.labels[i].width, i), default=None)
                if worst is None or not meets[worst]:
                    break
                fits[worst] = k
                shown.remove(worst)
        for i in range(n):  # a name that gave way may have room on another side
            for side in SIDES:
                possible = min(self.room[i][side], self.clear_until(i, side, sides, fits))
                if possible > fits[i]:
                    sides[i], fits[i] = side, possible
        return fits

    def clear_until(self, i: int, side: str, sides: list[str], fits: list[int]) -> int:
        """The number of sizes at which this name would meet none of those that show."""
        limit = len(self.sizes)
        for j in range(len(self.labels)):
            if j != i:
                apart = self.apart(i, side, j, sides[j])
                if apart < fits[j]:
                    limit = min(limit, apart)
        return limit

    def numbers(self, sides: list[str], fits: list[int]) -> list[Placed]:
        """A place for the number of every name that does not show at all sizes, on a leading line if need be."""
        n, sizes = len(self.labels), len(self.sizes)
        taken = [[self.boxes[i][sides[i]][k] for i in range(n) if fits[i] > k] for k in range(sizes)]
        placed = []
        for i, label in enumerate(self.labels):
            shift, counted = (0.0, 0.0), fits[i]
            if fits[i] < sizes:
                shift, counted = self.number_place(label, fits[i], taken)
                for k in range(fits[i], counted):
                    taken[k].append(label.number_box(shift, self.sizes[k]))
            placed.append(Placed(sides[i], fits[i], shift, counted))
        return placed

    def number_place(self, label: Label, first: int, taken: list[list[Box]]) -> tuple[Point, int]:
        """The nearest shift that is free at all sizes from `first` on.

        Only if it must, a line passes under words; only if even that does not help, a number covers another dot.
        """
        best, reached = (0.0, 0.0), first
        sizes = range(first, len(self.sizes))
        words = {k: [*taken[k], *(words.box(self.sizes[k]) for words in self.around.words)] for k in sizes}
        fixed = {k: [*taken[k], *self.fixed(label, self.sizes[k])] for k in sizes}
        for others, strict in ((fixed, True), (fixed, False), (words, False)):
            for step in NUMBER_STEPS:
                for angle in NUMBER_TURNS:
                    shift = round(step * math.cos(angle), 2), round(step * math.sin(angle), 2)
                    k = first
                    while k < len(self.sizes) and self.number_stands(label, shift, k, others[k], strict=strict):
                        k += 1
                    if k > reached:
                        best, reached = shift, k
                    if k == len(self.sizes):
                        return best, reached
        return best, reached

    def number_stands(self, label: Label, shift: Point, k: int, others: Sequence[Box], *, strict: bool) -> bool:
        em, frame = self.sizes[k], self.around.frame
        box = label.number_box(shift, em)
        left, top, right, bottom = box
        if left < -frame or right > frame or top < -frame or bottom > frame:
            return False
        for other in others:
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                return False
        if not strict:
            return True
        tip = label.point[0] + shift[0] * em, label.point[1] + shift[1] * em
        words_from = 2.1 * DOT_EM * em  # narrower boxes are dots
        return not any(crossed(other, label.point, tip) for other in others if other[2] - other[0] > words_from)


@dataclass(frozen=True)
class Names:
    """Names in their places, before any number is; `fits` says at how many sizes each shows."""

    work: Arrangement
    sides: list[str]
    fits: list[int]

    def with_numbers(self) -> list[Placed]:
        return self.work.numbers(self.sides, self.fits)


def place_names(labels: Sequence[Label], around: Surroundings, sizes: Sequence[float]) -> Names:
    """A side for every name, good at all type sizes (ascending, in units of the drawing). Deterministic."""
    work = Arrangement(labels, around, sizes)
    sides = work.sides()
    fits = work.fits(sides)
    return Names(work, sides, fits)


def quiet_bearing(ends: Sequence[Point]) -> float:
    """The bearing (radians) farthest from every tie: there the rings carry their figures."""
    bearings = sorted({round(math.atan2(x, -y), 6) for x, y in ends if (x, y) != (0, 0)})
    if not bearings:
        return 0.0
    following = [*bearings[1:], bearings[0]]
    gaps = [((b - a) % (2 * math.pi) or 2 * math.pi, a) for a, b in zip(bearings, following, strict=True)]
    widest, start = max(gaps)
    return start + widest / 2
