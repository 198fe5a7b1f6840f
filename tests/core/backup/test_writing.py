from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from django.db import connection

from solmu.core.actions import add_account
from solmu.core.audit import head_line
from solmu.core.backup.reading import verified
from solmu.core.backup.tables import kept_tables, rows_of
from solmu.core.backup.writing import one_moment, write_backup
from solmu.core.errors import SolmuError
from solmu.core.models import Account, StoredFile, system_actor
from tests.core.backup.conftest import Made
from tests.core.backup.workshop import SETTINGS, work


@pytest.fixture
def settings_file(instance: Path) -> None:
    instance.mkdir(parents=True)
    (instance / "config.toml").write_text(SETTINGS, encoding="utf-8")


def add(email: str) -> None:
    add_account(by=system_actor(), email=email, role="reader")


@pytest.mark.django_db(transaction=True)
def test_backup_beside_a_file_of_that_name_is_refused_unless_it_is_replaced(
    settings_file: None, tmp_path: Path
) -> None:
    path = tmp_path / "backup"
    path.write_text("something dear", encoding="utf-8")

    with pytest.raises(SolmuError, match="exists already"):
        write_backup(path)
    assert path.read_text(encoding="utf-8") == "something dear"

    add("a@example.org")
    manifest = write_backup(path, replace=True)
    assert verified(path) == manifest
    assert manifest.head == head_line()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["backup"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["", "nowhere/backup"])
def test_backup_into_no_folder_is_refused(settings_file: None, tmp_path: Path, name: str) -> None:
    with pytest.raises(SolmuError, match="cannot be written"):
        write_backup(tmp_path / name, replace=True)


@pytest.mark.django_db(transaction=True)
def test_missing_and_damaged_files_are_named_and_the_rest_is_kept(
    settings_file: None, tmp_path: Path, instance: Path
) -> None:
    from solmu.core.actions import store_file

    whole, missing, damaged = (
        store_file(by=system_actor(), content=content, name="x", media_type="text/plain")
        for content in (b"whole", b"missing", b"damaged")
    )
    (instance / "files" / missing.path).unlink()
    (instance / "files" / damaged.path).write_bytes(b"DAMAGED")

    manifest = write_backup(tmp_path / "backup")

    assert [file.sha256 for file in manifest.files] == [whole.sha256]
    assert manifest.missing == tuple(sorted([missing.sha256, damaged.sha256]))
    assert verified(tmp_path / "backup") == manifest
    assert StoredFile.objects.count() == 3


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_row_that_cannot_be_read_leaves_no_file(settings_file: None, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL holds no such row")
    add("a@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE account SET created_at = 'yesterday'")

    with pytest.raises(SolmuError, match="The table account cannot be read to its end"):
        write_backup(tmp_path / "backup")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_rows_come_in_the_order_of_their_keys_bytes(settings_file: None) -> None:
    Account.objects.bulk_create(
        Account(id=key, email=f"{number}@example.org", role="reader")
        for number, key in enumerate(["b2", "B2", "a-", "a2", "ä"])
    )
    account = next(model for model in kept_tables() if model._meta.db_table == "account")
    assert [row[columns(account).index("id")] for row in rows_of(account)] == ["B2", "a-", "a2", "b2", "ä"]


def columns(model: type) -> list[str]:
    from solmu.core.backup.tables import columns_of

    return [column.column for column in columns_of(model)]


def test_what_is_pointed_to_stands_first_as_far_as_rings_allow() -> None:
    names = [model._meta.db_table for model in kept_tables()]
    order = ["record", "place", "organisation", "agreement_party", "audit_value"]
    assert sorted(order, key=names.index) == order
    assert not {"restoration", "django_content_type", "auth_permission"} & set(names)
    assert {"agreement_theme_themes", "audit_value", "renewal"} <= set(names)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_backup_sees_one_moment_while_others_write() -> None:
    add("before@example.org")
    account = next(model for model in kept_tables() if model._meta.db_table == "account")

    def write() -> None:
        add("meanwhile@example.org")
        connection.close()

    with one_moment():
        first = len(list(rows_of(account)))
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(60)
        again = len(list(rows_of(account)))
    assert (first, again, Account.objects.count()) == (1, 1, 2)


@pytest.mark.django_db
def test_backup_inside_a_transaction_is_a_mistake_of_the_program() -> None:
    with pytest.raises(RuntimeError), one_moment():
        pass


@pytest.mark.sqlite
def test_row_that_points_nowhere_is_refused(made: Made, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    folder = made.copy(tmp_path / "instance")
    with closing(sqlite3.connect(folder / "solmu.sqlite3")) as database, database:
        database.execute("DELETE FROM stored_file WHERE name = 'agreement.pdf'")
    shutil.rmtree(folder / "files")

    with pytest.raises(AssertionError, match="agreement_document points to no stored_file"):
        work(folder, ["backup", tmp_path / "backup"])
    assert not (tmp_path / "backup").exists()
