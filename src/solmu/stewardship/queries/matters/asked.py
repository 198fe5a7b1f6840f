"""What matters are asked for, and what a reading of the record gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from solmu.core.city import City
from solmu.stewardship.rules.raised import Raised

Found = tuple[str, Raised]
"""The id of the record (or source) a matter is about, and the matter."""


@dataclass(frozen=True)
class Asked:
    """Matters of which day, in which city, and whether of the public record alone."""

    day: date
    city: City
    public_only: bool = False

    def rows(self, model: Any) -> Any:
        """The rows of a record kind's table that are asked about."""
        return model.objects.published() if self.public_only else model.objects.live()
