"""Putting a backup back, so that an interruption at any point leaves the old state or the new one.

The order: files are added under the hashes they are known by, which changes nothing of what is there; then the database
becomes the new one, in one step; then the settings follow, and files that only the old record knew go. The step of the
database decides: it carries the id of the restoring, and what an interrupted one left is finished or cleared away by it
before anything else is done with the instance (`finish_interrupted`).
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from solmu.core.audit.erasures import LIST, Erasure, Replayed, append_to_list, read_list, replay_erasures
from solmu.core.backup.database import bring_up_to_date, check_known, has_tables, make_tables, new_database, restored_in
from solmu.core.backup.disk import keep_folder, pieces_of, replacing, sha256_of, write_whole
from solmu.core.backup.manifest import CONFIG_MEMBER, Manifest
from solmu.core.backup.reading import Member, opened, verified
from solmu.core.backup.tables import Model, insert_rows, row_of
from solmu.core.city import CONFIG, instance_folder
from solmu.core.errors import SolmuError
from solmu.core.ids import new_id
from solmu.core.models import Restoration, StoredFile

STAGING = "restoring"
RUN = "run.json"
STORED_PATH = re.compile(r"[0-9a-f]{2}/([0-9a-f]{62}|\.[0-9a-f]{62}\.part)")
"""A stored file, or one half written."""


@dataclass(frozen=True)
class Restored:
    """What was restored: what the backup says of itself, and what replaying erasures did; None where no list was."""

    manifest: Manifest
    replayed: Replayed | None


def holds_instance() -> bool:
    """Whether there is anything that a restore would replace."""
    return (instance_folder() / CONFIG).is_file() or has_tables()


def restore_backup(path: Path, *, erasures: Path | None = None, replace: bool = False) -> Restored:
    """Put a backup back as the whole of this instance; what was there goes, if it is to be replaced.

    `erasures` is the list kept of this instance: what was erased after the backup was made is erased again. Without it
    the list in the instance's folder is used, where there is one. Raises SolmuError, with nothing changed, for a backup
    that is damaged, or of a newer Solmu; for a list that is another instance's; and where an instance is there already.
    """
    finish_interrupted()
    manifest = verified(path)
    check_known(manifest)
    listed = _listed(erasures)
    folder = instance_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder) as is_alone:
        if not is_alone:
            raise SolmuError(f"Somebody is restoring into {folder} at this moment. Wait until that is done.")
        if holds_instance() and not replace:
            raise SolmuError(
                f"{folder} holds an instance already. Choose another folder with SOLMU_DIR, or --replace it."
            )
        run = new_id()
        staging = _begin(folder, manifest, run)
        try:
            replayed = _fill(path, staging, manifest, run, listed, is_asked=erasures is not None)
        finally:
            _settle(staging)
    return Restored(manifest, replayed)


def finish_interrupted() -> None:
    """Finish a restore that was interrupted after the database had become the new one; clear away one before that.

    Does nothing where none was, and while one is running.
    """
    folder = instance_folder()
    staging = folder / STAGING
    if not staging.is_dir():
        return
    with _alone(folder) as is_alone:
        if not is_alone or not staging.is_dir():
            return
        _settle(staging)


def _listed(erasures: Path | None) -> list[Erasure] | None:
    """The erasures to replay; None where there is no list."""
    own = instance_folder() / LIST
    if erasures is not None:
        return read_list(erasures)
    return read_list(own) if own.is_file() else None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else restores into this folder; nobody begins to while this lasts."""
    with (folder / f".{STAGING}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


# --- the steps --------------------------------------------------------------------------------------------------------


def _begin(folder: Path, manifest: Manifest, run: str) -> Path:
    """The folder in which the new state is made ready, with what is needed to clear it away again."""
    staging = folder / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    added = [file.sha256 for file in manifest.files if not _place_of(file.sha256).exists()]
    write_whole(staging / RUN, json.dumps({"run": run, "added": added}).encode())
    keep_folder(folder)
    return staging


def _fill(
    path: Path, staging: Path, manifest: Manifest, run: str, listed: list[Erasure] | None, *, is_asked: bool
) -> Replayed | None:
    """Make files and settings ready and the database the new one."""
    with new_database(staging):
        models = {model._meta.db_table: model for model in make_tables(manifest)}
        if missing := sorted(models.keys() - {table.name for table in manifest.tables}):
            raise SolmuError(f"The backup lacks the table {missing[0]}. Nothing was changed; use another backup.")
        with opened(path) as (read, members):
            if read != manifest:
                raise SolmuError(f"{path} was changed while it was read. Nothing was changed; try again.")
            with transaction.atomic():
                for member in members:
                    _take(member, manifest, models, staging)
        bring_up_to_date(list(models.values()))
        replayed = _replay(listed, is_asked=is_asked)
        Restoration.objects.update_or_create(
            id=1,
            defaults={
                "backup": manifest.id,
                "run": run,
                "made_at": manifest.made_at,
                "head": manifest.head,
                "restored_at": datetime.now(UTC).isoformat(timespec="seconds"),
            },
        )
    return replayed


def _take(member: Member, manifest: Manifest, models: dict[str, Model], staging: Path) -> None:
    if member.name == CONFIG_MEMBER:
        write_whole(staging / CONFIG, member.content())
        return
    table = next((each for each in manifest.tables if each.member == member.name), None)
    if table is None:
        _add_file(member)
        return
    if table.name not in models:
        raise SolmuError(f"The backup has a table {table.name} that its version did not. Nothing was changed.")
    number = insert_rows(models[table.name], table.columns, map(row_of, member.lines()))
    if number != table.rows:
        raise SolmuError(f"The backup says {table.name} has {table.rows} rows and has {number}. Nothing was changed.")


def _add_file(member: Member) -> None:
    """Put a file where its hash says; one that is there and whole stays."""
    place = _place_of(member.sha256)
    if _is_whole(place, member.sha256):
        for _ in member.pieces():
            pass
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with replacing(place) as file:
        for piece in member.pieces():
            file.write(piece)


def _place_of(sha256: str) -> Path:
    return Path(settings.MEDIA_ROOT) / StoredFile(sha256=sha256).path


def _is_whole(place: Path, sha256: str) -> bool:
    try:
        with place.open("rb") as file:
            return sha256_of(pieces_of(file)) == sha256
    except OSError:
        return False


def _replay(listed: list[Erasure] | None, *, is_asked: bool) -> Replayed | None:
    """Erase again what the list says, and have the list of this instance say all of it."""
    if listed is None:
        return None
    replayed = replay_erasures(listed, may_be_foreign=not is_asked)
    if is_asked:
        own = instance_folder() / LIST
        known = set(read_list(own)) if own.is_file() else set()
        append_to_list(erasure for erasure in listed if erasure not in known)
    return replayed


# --- the end of one that was interrupted ------------------------------------------------------------------------------


def _run_of(staging: Path) -> dict[str, Any]:
    try:
        said = json.loads((staging / RUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _settle(staging: Path) -> None:
    """Finish what was begun, or clear it away, as the database is the new one or the old."""
    if restored_in() == _run_of(staging).get("run"):
        _complete(staging)
    else:
        _clear_away(staging)


def _complete(staging: Path) -> None:
    """The database is the new one: the settings follow, and files that only the old record knew go."""
    folder = staging.parent
    with contextlib.suppress(FileNotFoundError):
        (staging / CONFIG).replace(folder / CONFIG)
        keep_folder(folder)
    files = Path(settings.MEDIA_ROOT)
    _drop(path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file())
    _remove(staging)


def _clear_away(staging: Path) -> None:
    """The database is the old one: what was made ready goes."""
    added: Collection[str] = _run_of(staging).get("added", ())
    paths = [Path(StoredFile(sha256=sha256).path) for sha256 in added]
    _drop(name.as_posix() for path in paths for name in (path, path.with_name(f".{path.name}.part")))
    _remove(staging)


def _drop(paths: Iterator[str]) -> None:
    """Remove the stored files that no record refers to; all stay where the database cannot say."""
    try:
        known = {stored.path for stored in StoredFile.objects.only("sha256").iterator()}
    except DatabaseError:
        return
    files = Path(settings.MEDIA_ROOT)
    for path in paths:
        if path not in known and STORED_PATH.fullmatch(path):
            (files / path).unlink(missing_ok=True)


def _remove(staging: Path) -> None:
    """Remove the folder; what tells whose it is goes last."""
    for path in staging.iterdir():
        if path.name != RUN:
            path.unlink()
    (staging / RUN).unlink(missing_ok=True)
    staging.rmdir()
    keep_folder(staging.parent)
