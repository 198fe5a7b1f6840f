"""Reads of every row that names a record, whatever its table: found from the models, so that a new table is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from solmu.core.models import Record
from solmu.registry.models.base import RecordRow
from solmu.registry.records import SHAPES
from solmu.registry.vocabulary import RecordKind

HISTORY = frozenset({"record", "public_version", "record_merge", "distinct_records", "acceptance_effect"})
"""Tables whose rows say what was once done with a record, or speak of records as such: they do not move."""


@dataclass(frozen=True)
class Reference:
    """A column of a row that names a record, and the record the row itself belongs to; None where to none."""

    row: Any
    column: Any
    owner_id: str | None


def model_of(kind: str) -> Any:
    """The model of the rows of a kind."""
    return SHAPES[RecordKind(kind)][0]


def references_to(record: Record) -> Iterator[Reference]:
    """Every reference to a record, its own parts among them; in an order that is the same each time."""
    for model, column in reference_columns(record.kind):
        rows = model._base_manager.filter(**{column.attname: record.pk}).order_by("pk")
        for row in rows:
            yield Reference(row, column, owner_of(row))


def reference_columns(kind: str) -> list[tuple[Any, Any]]:
    """The models and columns that can name a record of the kind, but for those that are its own key or history.

    What is made anew from the record, and so left out of backups (the search index), says nothing of it either.
    """
    named = (Record, model_of(kind))
    found = [
        (model, column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in HISTORY and not getattr(model, "is_left_out_of_backups", False)
        for column in model._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column.related_model in named and not column.primary_key
    ]
    return sorted(found, key=lambda each: (each[0]._meta.db_table, each[1].attname))


def parts_of(row: Any) -> Iterator[tuple[Any, Any]]:
    """The rows that point to a row, with the column they do it by."""
    columns = [
        (relation.related_model, relation.field) for relation in row._meta.related_objects if not relation.many_to_many
    ]
    for field in row._meta.many_to_many:
        through = field.remote_field.through
        if through._meta.auto_created:
            columns.append((through, through._meta.get_field(field.m2m_field_name())))
    for model, column in columns:
        for part in model._base_manager.filter(**{column.attname: row.pk}).order_by("pk"):
            yield part, column


def owner_of(row: Any) -> str | None:
    """The record a row is, or is part of, by as many steps as it takes; None where it belongs to none."""
    if isinstance(row, RecordRow):
        return str(row.pk)
    for column in row._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.remote_field.on_delete is models.CASCADE:
            parent: Any = column.related_model
            key = getattr(row, column.attname)
            if parent is Record or issubclass(parent, RecordRow):
                return str(key)
            if found := owner_of(parent._base_manager.get(pk=key)):
                return found
    return None
