"""Organisations found by their names, for whole tables: asked for once, then looked up in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from solmu.places.names import fold
from solmu.registry.models import Organisation
from solmu.registry.records import by_language

LIKE = 88.0
"""How alike two folded names are (0 to 100, rapidfuzz's ratio) that may be the same."""


@dataclass
class Organisations:
    """Every live organisation, of some kinds where asked, by name in any language and by place; two queries."""

    _named: dict[str, list[Organisation]] = field(default_factory=dict)

    @classmethod
    def of_kinds(cls, *kinds: str) -> Organisations:
        rows = Organisation.objects.live().select_related("place").prefetch_related("place__names").order_by("pk")
        found = cls()
        for row in rows.filter(kind__in=kinds) if kinds else rows:
            found.add(row)
        return found

    def add(self, row: Organisation) -> None:
        for key in {fold(text) for text in by_language(row.name).values()} - {""}:
            self._named.setdefault(key, []).append(row)

    def named(self, name: str) -> list[Organisation]:
        """Those of this name, whatever its case and marks."""
        return self._named.get(fold(name), [])

    def at(self, name: str, place_id: str) -> Organisation | None:
        """The one of this name in a place; else the only one of the name whose place nobody recorded."""
        found = self.named(name)
        here = [row for row in found if row.place_id == place_id]
        nowhere = [row for row in found if row.place_id is None]
        return here[0] if here else nowhere[0] if len(nowhere) == 1 else None

    def like(self, name: str, place_ids: Collection[str | None]) -> Organisation | None:
        """One in these places whose name is nearly this one."""
        key = fold(name)
        near: Iterable[tuple[str, float, int]] = process.extract_iter(
            key, list(self._named), scorer=fuzz.ratio, score_cutoff=LIKE
        )
        for known, _score, _place in near:
            for row in self._named[known]:
                if known != key and row.place_id in place_ids:
                    return row
        return None
