"""Cities that are made once in a process of tests: later tests are given the same rows and files."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from solmu.core.audit import revision
from solmu.core.city import instance_folder


@dataclass(frozen=True)
class Made:
    """The rows of a city by table, and a copy of its instance's folder."""

    rows: dict[str, list[tuple[Any, ...]]]
    folder: Path


_made: dict[str, Made] = {}


def begin_with(make: Callable[[], None]) -> None:
    """Begin with the city that a function makes.

    It is given again only in an empty record on SQLite, whose rows go back as they came; elsewhere it is made again.
    """
    if connection.vendor != "sqlite" or revision():
        make()
    elif found := _made.get(make.__name__):
        shutil.copytree(found.folder, instance_folder(), dirs_exist_ok=True)
        # In one transaction: rows refer to rows of tables that come later.
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in found.rows.items():
                cursor.execute(f'DELETE FROM "{table}"')
                if rows:
                    cursor.executemany(f'INSERT INTO "{table}" VALUES ({", ".join(["%s"] * len(rows[0]))})', rows)
    else:
        make()
        folder = Path(tempfile.mkdtemp(prefix="solmu-made-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        shutil.copytree(instance_folder(), folder / "instance")
        _made[make.__name__] = Made(_rows(), folder / "instance")


def _rows() -> dict[str, list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        rows = {}
        for table in connection.introspection.table_names(cursor):
            if table != "django_migrations":
                # Past Django's converters: as they lie in the file.
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = list(cursor.fetchall())
        return rows
