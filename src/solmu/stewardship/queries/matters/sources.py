"""Matters about sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef

from solmu.core.models import Source
from solmu.core.terms import Term
from solmu.registry.models import Citation
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.sources import contradiction, not_looked_at


def contradictions(asked: Asked) -> Iterator[Found]:
    """Facts of which two sources say different things."""
    told = Citation.objects.exclude(value="").filter(record__removed_at__isnull=True, record__merged_into__isnull=True)
    others = Citation.objects.exclude(value="").filter(record=OuterRef("record"), field=OuterRef("field"))
    rows = told.filter(Exists(others.exclude(value=OuterRef("value")).exclude(source=OuterRef("source"))))
    facts: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key, field, source, value in rows.order_by("pk").values_list("record_id", "field", "source_id", "value"):
        facts.setdefault((key, field), []).append((source, value))
    for (key, field), said in facts.items():
        for raised in contradiction(field, said):
            yield key, raised


def not_looked_at_lately(asked: Asked) -> Iterator[Found]:
    """Public web pages that facts rest on and nobody has looked at for long; of readings of one the last counts."""
    cited = Citation.objects.filter(
        source=OuterRef("pk"), record__removed_at__isnull=True, record__merged_into__isnull=True
    )
    rows = Source.objects.filter(is_public=True, read_on__lte=asked.day).exclude(address="")
    last: dict[str, tuple[date, str]] = {}
    in_use: set[str] = set()
    for key, address, read_on, looked_on, is_cited in rows.annotate(is_cited=Exists(cited)).values_list(
        "pk", "address", "read_on", "looked_at_on", "is_cited"
    ):
        days = [each for each in (read_on, looked_on) if each and each <= asked.day]
        last[address] = max(last.get(address, (date.min, "")), (max(days), key))
        if is_cited:
            in_use.add(address)
    after = Term(asked.city.source_looked_at_months)
    for address in sorted(in_use):
        looked_on, key = last[address]
        for raised in not_looked_at(looked_on, asked.day, after):
            yield key, raised
