"""The arithmetic of a bench: medians over rounds, and ratios taken round by round so that a machine's drift cancels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Rates:
    """Requests per second of one side, one figure a round; the rounds of all sides were taken in turn."""

    per_round: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.per_round or min(self.per_round) <= 0:
            raise ValueError("A rate is measured in at least one round, and is above nought in each.")

    @property
    def middle(self) -> float:
        return median(self.per_round)


@dataclass(frozen=True)
class Ratio:
    """How many times as fast: the median of the rounds' ratios, with the lowest and the highest."""

    middle: float
    lowest: float
    highest: float


def ratio(ours: Rates, theirs: Rates) -> Ratio:
    """Our rate through theirs. Raises ValueError where they have not as many rounds."""
    ratios = [mine / other for mine, other in zip(ours.per_round, theirs.per_round, strict=True)]
    return Ratio(median(ratios), min(ratios), max(ratios))


def rate_of(seconds: Sequence[float]) -> float:
    """Requests per second of somebody who asks, waits for the whole answer and asks again: one by the median time."""
    return 1 / median(seconds)


def turns(sides: Sequence[str], round_number: int) -> list[str]:
    """The order of the sides in a round: every round begins with another, so that none always follows the same one."""
    shift = round_number % len(sides)
    return [*sides[shift:], *sides[:shift]]


def rounds(least: int, most: int, *, seconds: float, clock: Callable[[], float]) -> Iterator[int]:
    """The numbers of the rounds, from nought: at most so many, and beyond the least only while there is time."""
    began = clock()
    for number in range(most):
        if number >= least and clock() - began >= seconds:
            return
        yield number
