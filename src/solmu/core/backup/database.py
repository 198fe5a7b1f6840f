"""The database a backup is restored into: the new one beside the old, or inside one transaction, until it is whole."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from solmu import __version__
from solmu.core.backup.manifest import Manifest
from solmu.core.backup.tables import Model, kept_tables
from solmu.core.errors import SolmuError
from solmu.core.models import Restoration

PATIENCE = 30
"""Seconds that a restore waits for those who use the database."""


def check_known(manifest: Manifest) -> None:
    """Raise SolmuError where the backup's tables are of a version this program does not know."""
    known = MigrationLoader(None).disk_migrations
    unknown = [(app, name) for app, names in manifest.migrations.items() for name in names if (app, name) not in known]
    if unknown:
        raise SolmuError(
            f"The backup was made by Solmu {manifest.solmu}, which is newer than this one ({__version__}): its tables "
            f"are as {unknown[0][0]} {unknown[0][1]} makes them. Install that version, or a newer one."
        )


def has_tables() -> bool:
    """Whether the instance's database holds anything; one that cannot be opened is counted as holding something."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        return False
    try:
        return bool(connection.introspection.table_names())
    except DatabaseError:
        return True
    finally:
        connection.close()


def restored_in() -> str:
    """The id of the restoring that the database came from; empty where it came from none or cannot be read."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        return ""
    try:
        return Restoration.objects.values_list("run", flat=True).first() or ""
    except DatabaseError:
        return ""


@contextlib.contextmanager
def new_database(staging: Path) -> Iterator[None]:
    """Inside, the default connection leads to an empty database; at the end that one is the instance's, or, after an
    error or an interruption, the old one still is."""
    if connection.vendor == "sqlite":
        with _beside(staging / "solmu.sqlite3"):
            yield
    else:
        with _in_one_transaction():
            yield


# --- SQLite -----------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _beside(new: Path) -> Iterator[None]:
    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = new
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # nobody relies on this file yet
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live
    switch(new, Path(live))


def switch(new: Path, live: Path) -> None:
    """Make the live database the new one in one transaction of SQLite's own, which an interruption undoes.

    Whoever has the live one open sees the new rows with the next statement. A file that SQLite cannot read is nobody's:
    it is replaced. Raises SolmuError where others write for longer than a restore waits.
    """
    until = time.monotonic() + PATIENCE

    def wait(_status: int, remaining: int, _total: int) -> None:
        if remaining and time.monotonic() > until:
            raise SolmuError("The database is in use. Stop what writes to it, and restore again.")

    with contextlib.closing(sqlite3.connect(new)) as source:
        try:
            with contextlib.closing(sqlite3.connect(live, timeout=1)) as target:
                target.execute("PRAGMA synchronous=FULL")
                source.backup(target, pages=-1, progress=wait, sleep=0.1)
                target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorname not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise SolmuError(f"The database {live} cannot be replaced: {error}. Nothing was changed.") from error
    for beside in ("-wal", "-shm", "-journal"):
        live.with_name(f"{live.name}{beside}").unlink(missing_ok=True)
    new.replace(live)


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _in_one_transaction() -> Iterator[None]:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
                try:
                    for table in _tables_there():
                        cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
                except OperationalError as error:
                    raise SolmuError("The database is in use. Stop what works with it, and restore again.") from error
            yield
    finally:
        connection.close()


def _tables_there() -> list[str]:
    """The tables of this program that stand in the database."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    return sorted(ours & set(connection.introspection.table_names()))


# --- both -------------------------------------------------------------------------------------------------------------


def make_tables(manifest: Manifest) -> list[Model]:
    """Make the tables as they were when the backup was made; their models, as they were then."""
    executor = MigrationExecutor(connection)
    targets = _last_of_each(executor.loader, manifest)
    executor.migrate(targets)
    state: Any = executor.loader.project_state(targets)
    return kept_tables(state.apps)


def _last_of_each(loader: MigrationLoader, manifest: Manifest) -> list[tuple[str, str]]:
    """The migrations of the backup that no other of its app builds on."""
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    built_on = {
        dependency
        for key in applied
        for dependency in loader.disk_migrations[key].dependencies
        if dependency[0] == key[0]
    }
    return sorted(applied - built_on)


def bring_up_to_date(models: Sequence[Model]) -> None:
    """Check the keys between the rows, set the counters of numbered ones, and make the tables what they are today."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What is left to the commit would stand in the way of changing the tables.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
    call_command("migrate", verbosity=0, interactive=False)
