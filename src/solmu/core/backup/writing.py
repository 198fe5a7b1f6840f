"""Writing a backup: a consistent moment of the database, the files it refers to, and the settings, in one file."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from solmu import __version__
from solmu.core.audit import head_line
from solmu.core.backup.disk import pieces_of, replacing, sha256_of
from solmu.core.backup.manifest import CONFIG_MEMBER, MANIFEST, FileInBackup, Manifest, TableInBackup
from solmu.core.backup.tables import Model, columns_of, kept_tables, line_of, rows_of
from solmu.core.city import CONFIG, current_city, instance_folder
from solmu.core.errors import SolmuError
from solmu.core.ids import new_id
from solmu.core.models import StoredFile

LEVEL = 6
"""How hard gzip tries; documents are compressed already, and rows shrink to a tenth at any level."""


def write_backup(path: Path, *, replace: bool = False) -> Manifest:
    """Write the whole instance into one new file and return what it says of itself.

    Every table is read at one moment; others may read and write meanwhile. Memory does not grow with the record. A file
    the record refers to that is missing or damaged is named in the manifest, and the rest is kept. Nothing stands at
    the path before the backup is whole. Raises SolmuError where something stands there already, unless it is to be
    replaced, where the file cannot be written, and where a table cannot be read.
    """
    if path.exists() and not replace:
        raise SolmuError(f"{path} exists already. Choose another name, or replace it with --replace.")
    if path.is_dir() or not path.parent.is_dir():
        raise SolmuError(f"{path} cannot be written: it is a folder, or is in none. Choose another name.")
    config = (instance_folder() / CONFIG).read_bytes()
    with contextlib.ExitStack() as stack:
        spooled = []
        with one_moment():
            _refuse_strays()
            for model in kept_tables():
                spool = cast("BinaryIO", stack.enter_context(tempfile.TemporaryFile(dir=path.parent)))
                spooled.append((_spool(model, spool), spool))
            head, migrations = head_line(), _migrations()
            expected = list(StoredFile.objects.order_by("sha256").values_list("sha256", "size"))
        files = [FileInBackup(sha256, size) for sha256, size in expected if _is_whole(sha256)]
        manifest = Manifest(
            id=new_id(),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            solmu=__version__,
            city=current_city().name,
            head=head,
            migrations=migrations,
            config=FileInBackup(hashlib.sha256(config).hexdigest(), len(config)),
            tables=tuple(table for table, _ in spooled),
            files=tuple(files),
            missing=tuple(sorted({sha256 for sha256, _ in expected} - {file.sha256 for file in files})),
        )
        with replacing(path) as file, _archive(file) as archive:
            archive.add(MANIFEST, BytesIO(content := manifest.as_json()), len(content))
            archive.add(CONFIG_MEMBER, BytesIO(config), len(config))
            for table, spool in spooled:
                spool.seek(0)
                archive.add(table.member, spool, table.size)
            for kept in files:
                with _place_of(kept.sha256).open("rb") as stored:
                    archive.add(kept.member, stored, kept.size)
    return manifest


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """Reads inside see the database as it was at one moment; others write on. Not inside another transaction."""
    if connection.in_atomic_block:
        raise RuntimeError("A backup reads at one moment of its own, not inside a transaction.")
    beginning = (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if connection.vendor == "postgresql" else "BEGIN DEFERRED"
    )
    with connection.cursor() as cursor:
        cursor.execute(beginning)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _refuse_strays() -> None:
    """Raise SolmuError where a row points to none, which only a damaged SQLite file can hold and no database takes."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        stray = cursor.execute("PRAGMA foreign_key_check").fetchone()
    if stray is not None:
        raise SolmuError(
            f"The database is damaged: {stray[0]} points to no {stray[2]}, and a backup of it could not be restored. "
            "Mend the row or restore an earlier backup."
        )


def _spool(model: Model, spool: BinaryIO) -> TableInBackup:
    digest, number, size = hashlib.sha256(), 0, 0
    for row in rows_of(model):
        line = line_of(row)
        spool.write(line)
        digest.update(line)
        number, size = number + 1, size + len(line)
    names = tuple(column.column for column in columns_of(model))
    return TableInBackup(model._meta.db_table, names, number, size, digest.hexdigest())


def _migrations() -> dict[str, tuple[str, ...]]:
    """The migrations that made the tables, of the apps whose tables a backup holds."""
    labels = {model._meta.app_label for model in kept_tables()}
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        if app in labels:
            found.setdefault(app, []).append(name)
    return {app: tuple(names) for app, names in found.items()}


def _place_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / StoredFile(sha256=sha256).path


def _is_whole(sha256: str) -> bool:
    try:
        with _place_of(sha256).open("rb") as file:
            return sha256_of(pieces_of(file)) == sha256
    except OSError:
        return False


@dataclass
class _Archive:
    tar: tarfile.TarFile

    def add(self, name: str, content: BinaryIO, size: int) -> None:
        """Add a member that says nothing but its name, bytes and content, so that equal content gives equal bytes."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        self.tar.addfile(member, content)


@contextlib.contextmanager
def _archive(file: BinaryIO) -> Iterator[_Archive]:
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=LEVEL, filename="", mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield _Archive(tar)
