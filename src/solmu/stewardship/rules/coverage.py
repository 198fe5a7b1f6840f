"""Whether the recorded pairs of institutions bear out what a source says of them."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.core.dates import PartialDate
from solmu.registry.rules.coverage import institutions_expected
from solmu.stewardship.rules.raised import Raised


def coverage_gap(
    extent: str, number: int | None, since: PartialDate | None, paired: int, institutions: int
) -> Iterator[Raised]:
    """A source says that all, so many or some institutions have a link, and fewer are recorded.

    `paired` are the institutions of the home city with a recorded link, `institutions` all that are recorded. Where a
    source says *all*, the pairs cover it only if every recorded institution has one and there is at least one.
    """
    if paired >= institutions_expected(extent, number, institutions):
        return
    yield Raised(
        "coverage_gap",
        "tidy_up",
        f"{extent}{number or ''}",
        arose_on=since.latest if since else None,
        told={"extent": extent, "number": number or 0, "paired": paired, "institutions": institutions},
    )
