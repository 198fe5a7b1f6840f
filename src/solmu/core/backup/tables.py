"""The tables of a backup, and their rows as plain values that are the same from every database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models
from django.db.models.functions import Cast, Collate

from solmu.core.audit import canonical
from solmu.core.errors import SolmuError

Model = type[models.Model]
Row = list[Any]

SECOND_FACTORS = {"mfa"}
"""The app of django-allauth whose table is kept as well: without it a restore would let a password alone sign in."""

CHUNK = 1000
"""Rows held in memory at once."""


def kept_tables(known: Any = apps) -> list[Model]:
    """The models whose tables a backup holds, what others point to first as far as rings of keys allow.

    `known` is a registry of models: this program's, or that of a state of its migrations.
    """
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("solmu.")} | SECOND_FACTORS
    every = [
        model
        for model in known.get_models(include_auto_created=True)
        if model._meta.app_label in ours and model._meta.managed and not _is_left_out(model)
    ]
    return _in_order(sorted(every, key=lambda model: str(model._meta.db_table)))


def _is_left_out(model: Model) -> bool:
    # A migration's state knows the tables only, so the present model is asked.
    present = next((each for each in apps.get_models() if each._meta.db_table == model._meta.db_table), model)
    return bool(getattr(present, "is_left_out_of_backups", False))


def _in_order(every: Sequence[Model]) -> list[Model]:
    tables = {model._meta.db_table: model for model in every}
    found: dict[str, Model] = {}
    begun: set[str] = set()

    def take(table: str) -> None:
        if table in begun:
            return
        begun.add(table)
        for column in columns_of(tables[table]):
            if isinstance(column, models.ForeignKey) and (other := _table_of(column)) in tables:
                take(other)
        found[table] = tables[table]

    for table in tables:
        take(table)
    return list(found.values())


def _table_of(column: Any) -> str:
    table: str = column.related_model._meta.db_table
    return table


def columns_of(model: Model) -> list[Any]:
    """The columns of a model's table; a key made of several has none of its own."""
    return [column for column in model._meta.concrete_fields if column.column]


def type_of(column: Any) -> Any:
    """The column that says what type the values have: for a key the one it points to."""
    while isinstance(column, models.ForeignKey):
        column = column.target_field
    return column


# --- from the database ------------------------------------------------------------------------------------------------


def rows_of(model: Model) -> Iterator[Row]:
    """The rows of a table as plain values, ordered by their key byte by byte, so that every database gives the same.

    Raises SolmuError naming the table where a row cannot be read or holds what its column cannot.
    """
    columns = columns_of(model)
    named = {f"kept_{number}": _as_kept(column) for number, column in enumerate(columns)}
    rows = model._base_manager.order_by(*_key_order(model)).annotate(**named).values_list(*named)
    try:
        for row in rows.iterator(chunk_size=CHUNK):
            yield [_plain(column, value) for column, value in zip(columns, row, strict=True)]
    except (DatabaseError, ValueError, TypeError, ArithmeticError, AttributeError) as error:
        raise SolmuError(
            f"The table {model._meta.db_table} cannot be read to its end: {str(error).strip()}. Run solmu doctor, and "
            "mend or restore what it names."
        ) from error


def _as_kept(column: Any) -> Any:
    """A text as the database holds it, whatever its field makes of it; anything else as its field reads it."""
    if isinstance(type_of(column), models.CharField | models.TextField):
        return Cast(models.F(column.attname), models.TextField())
    return models.F(column.attname)


def _key_order(model: Model) -> list[Any]:
    pk: Any = model._meta.pk
    keys: list[Any] = list(pk.fields) if isinstance(pk, models.CompositePrimaryKey) else [pk]
    order: list[Any] = []
    for key in keys:
        is_text = isinstance(type_of(key), models.CharField | models.TextField)
        of_bytes = is_text and connection.vendor == "postgresql"  # SQLite's own order is by bytes
        order.append(Collate(models.F(key.attname), "C") if of_bytes else models.F(key.attname).asc())
    return order


def _plain(column: Any, value: Any) -> Any:
    """A value in JSON's own types; raises ValueError or TypeError for one that its column cannot hold."""
    if value is None:
        if not column.null:
            raise ValueError(f"{column.attname} of a row says nothing that can be read")
        return None
    column = type_of(column)
    if isinstance(column, models.CharField | models.TextField):
        return str(value)
    if isinstance(column, models.DateTimeField):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(column, models.DateField):
        return value.isoformat()
    if isinstance(column, models.DecimalField):
        return str(value.quantize(Decimal(1).scaleb(-(column.decimal_places or 0))))
    if isinstance(column, models.BooleanField):
        return bool(value)
    if isinstance(column, models.IntegerField):
        return int(value)
    if isinstance(column, models.FloatField):
        return float(value)
    if isinstance(column, models.JSONField):
        return value
    raise TypeError(f"{column.attname} is of a type that backups do not know")


def line_of(row: Row) -> bytes:
    return f"{canonical(row)}\n".encode()


# --- into the database ------------------------------------------------------------------------------------------------


def insert_rows(model: Model, names: Sequence[str], rows: Iterable[Row]) -> int:
    """Insert rows as `rows_of` gave them, whose columns are named; returns how many.

    Columns the model has beside them get its defaults. Keys between tables are checked when the transaction ends, or by
    `PRAGMA foreign_key_check`.
    """
    known = {column.column: column for column in columns_of(model)}
    if unknown := [name for name in names if name not in known]:
        raise SolmuError(f"The backup has a column {unknown[0]} of {model._meta.db_table} that its version did not.")
    columns = [known[name] for name in names]
    quote = connection.ops.quote_name
    listed, marks = ", ".join(map(quote, names)), ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({listed}) VALUES ({marks})"  # nosec B608: quoted names
    number = 0
    with connection.cursor() as cursor:
        for some in _some(rows):
            cursor.executemany(statement, [_of_database(columns, row) for row in some])
            number += len(some)
    return number


def _some(rows: Iterable[Row]) -> Iterator[list[Row]]:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held


def _of_database(columns: Sequence[Any], row: Row) -> list[Any]:
    return [_prepared(type_of(column), value) for column, value in zip(columns, row, strict=True)]


def _prepared(column: Any, value: Any) -> Any:
    if value is None or isinstance(column, models.CharField | models.TextField):
        return value
    if isinstance(column, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value(datetime.fromisoformat(value))
    if isinstance(column, models.DateField):
        return connection.ops.adapt_datefield_value(date.fromisoformat(value))
    if isinstance(column, models.DecimalField):
        return connection.ops.adapt_decimalfield_value(Decimal(value), column.max_digits, column.decimal_places)
    if isinstance(column, models.JSONField):
        return connection.ops.adapt_json_value(value, column.encoder)
    return value


def row_of(line: bytes) -> Row:
    """A row from its line; raises ValueError where the line is none."""
    row = json.loads(line)
    if not isinstance(row, list):
        raise ValueError("a line is no row")
    return row
