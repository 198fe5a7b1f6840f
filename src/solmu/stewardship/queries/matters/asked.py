"""What matters are asked for, and what a reading of the record gives."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from solmu.core.city import City
from solmu.registry.models import Partnership, PartnershipChange
from solmu.registry.rules import PartnershipFact, PartnershipState, partnership_state
from solmu.stewardship.rules.raised import Raised

FROM_ONE_BY_ONE = 2_000
"""So many records are looked at together: a query may name only so many ids, and a large record is not held whole.

Of more, only what is small beside the record (states of partnerships) is read whole.
"""

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

    def live(self, of: str) -> dict[str, object]:
        """The same as conditions on what a part belongs to."""
        shown: dict[str, object] = {f"{of}__record__removed_at": None, f"{of}__record__merged_into": None}
        return shown | ({f"{of}__record__is_published": True} if self.public_only else {})

    @functools.cached_property
    def tie_states(self) -> dict[str, PartnershipState]:
        """What each partnership is on the day; asked once, by two queries."""
        return self._states(self.rows(Partnership), PartnershipChange.objects.all())

    def states_of(self, ties: Collection[str]) -> dict[str, PartnershipState]:
        """The same of some partnerships; of many all are asked for."""
        if len(ties) > FROM_ONE_BY_ONE:
            return self.tie_states
        changes = PartnershipChange.objects.filter(partnership__in=ties)
        return self._states(self.rows(Partnership).filter(pk__in=ties), changes)

    def _states(self, ties: Any, changes: Any) -> dict[str, PartnershipState]:
        facts: dict[str, list[PartnershipFact]] = {key: [] for key in ties.values_list("pk", flat=True)}
        ordered = changes.order_by("position", "pk")
        for key, on, relation, status in ordered.values_list("partnership_id", "on", "relation", "status"):
            if key in facts:
                facts[key].append(PartnershipFact(on, relation, status))
        return {key: partnership_state(known, self.day) for key, known in facts.items()}
