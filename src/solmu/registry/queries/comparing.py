"""Reads that set two records of a kind side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from solmu.core.audit import canonical
from solmu.core.audit.canonical import SAYS_NOTHING
from solmu.core.fields import DerivedDayField
from solmu.core.models import Record
from solmu.registry.queries.dependence import plural
from solmu.registry.queries.references import model_of, references_to
from solmu.registry.records import by_language


@dataclass(frozen=True)
class Compared:
    """One field of two records, each language of a text by itself; empty where a record says nothing."""

    field: str
    one: str
    other: str


def compared(one: Record, other: Record) -> list[Compared]:
    """What two records of one kind say, field by field, and how much else names each; nothing where neither says it."""
    rows = [model_of(each.kind).objects.get(pk=each.pk) for each in (one, other)]
    said = [dict(_said(each)) | _named_by(record) for each, record in zip(rows, (one, other), strict=True)]
    said[0]["is_published"], said[1]["is_published"] = (str(each.is_published) for each in (one, other))
    names = list(dict.fromkeys([*said[0], *said[1]]))
    return [Compared(name, said[0].get(name, ""), said[1].get(name, "")) for name in names]


def _said(row: Any) -> Iterator[tuple[str, str]]:
    for column in row._meta.concrete_fields:
        if column.primary_key or isinstance(column, DerivedDayField):
            continue
        value = getattr(row, column.attname)
        if hasattr(value, "data"):
            yield from ((f"{column.name} ({language or '?'})", text) for language, text in by_language(value).items())
        elif canonical(column.to_python(value)) not in SAYS_NOTHING:
            related = getattr(row, column.name) if isinstance(column, models.ForeignKey) else value
            yield column.name, str(related)


def _named_by(record: Record) -> dict[str, str]:
    """How many rows of each table name the record."""
    counts = Counter(plural(str(found.row._meta.verbose_name)) for found in references_to(record))
    return {f"({what})": str(number) for what, number in sorted(counts.items())}
