"""Reads of core: accounts, and whether database, dates and stored files are whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, models
from django.db.models.functions import Cast

from solmu.core.city import said_or_usual, tables_with, wrong_settings
from solmu.core.dates import NotADate, PartialDate, end_from_edtf
from solmu.core.fields import PartialDateField
from solmu.core.models import Account, Setting, StoredFile
from solmu.core.settings import KEYS


def accounts_with_how() -> list[tuple[Account, tuple[str, ...]]]:
    """Every account by its address, with the ways in which it can sign in: password, app, passkey, provider."""
    return with_how(list(Account.objects.order_by("email")))


def with_how(accounts: Sequence[Account]) -> list[tuple[Account, tuple[str, ...]]]:
    """These accounts with the ways in which each can sign in; two queries."""
    models.prefetch_related_objects(accounts, "identities")
    kinds = {Authenticator.Type.TOTP: "app", Authenticator.Type.WEBAUTHN: "passkey"}
    factors: dict[str, set[str]] = {}
    rows = Authenticator.objects.filter(type__in=kinds, user__in=accounts)
    for account_id, kind in rows.values_list("user_id", "type"):
        factors.setdefault(account_id, set()).add(kinds[kind])
    return [
        (
            account,
            (
                *(["password"] if account.has_usable_password() else []),
                *sorted(factors.get(account.pk, ())),
                *(["provider"] if account.identities.all() else []),
            ),
        )
        for account in accounts
    ]


def database_faults() -> Iterator[str]:
    """Every damage to an SQLite file as a sentence; PostgreSQL looks after its own files."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            found = [str(row[0]) for row in cursor.execute("PRAGMA integrity_check")]
            strays = [f"{row[0]} points to no {row[2]}" for row in cursor.execute("PRAGMA foreign_key_check")]
    except DatabaseError as error:
        found, strays = [str(error)], []
    for fault in [*(fault for fault in found if fault != "ok"), *dict.fromkeys(strays)]:
        yield f"The database is damaged: {fault}. Restore it from a backup."


def day_faults() -> Iterator[str]:
    """Every date whose columns do not say the same: text that is no date, or days that do not follow from it."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, PartialDateField):
                yield from _faults_of(model, column)


def _faults_of(model: type[models.Model], column: PartialDateField) -> Iterator[str]:
    written = Cast(column.attname, models.TextField())
    rows = model._base_manager.annotate(edtf_as_kept=written).order_by("pk")
    for key, text, *days in rows.values_list("pk", "edtf_as_kept", *column.days).iterator():
        what = f"{column.attname} of the {model._meta.verbose_name} {key}"
        try:
            known = end_from_edtf(text)
        except NotADate:
            yield f"The {what} is “{text}”, which is no date. Correct it."
            continue
        meant = [known.earliest, known.latest] if isinstance(known, PartialDate) else [None, None]
        if days != meant:
            yield f"The {what} is “{text}”, but its days say otherwise. Enter the date again."


def settings_now() -> tuple[dict[str, Any], frozenset[str]]:
    """What every setting that is changed at the desk says now, by key, and the keys of those that were; one query."""
    rows = tuple(Setting.objects.order_by("key").values_list("key", "value"))
    tables = tables_with(rows)
    return {key: said_or_usual(tables, key) for key in KEYS}, frozenset(key for key, _value in rows)


def setting_faults() -> Iterator[str]:
    """Every setting changed at the desk that the city cannot have; what config.toml says counts in its place."""
    rows = tuple(Setting.objects.order_by("key").values_list("key", "value"))
    for key, _value in rows:
        if key not in KEYS:
            yield f"The setting {key} is not known to this version, and is left out."
    for key, reason in wrong_settings(rows):
        yield f"The setting {key} cannot be what it was changed to, and is left out: {reason}"


def file_faults() -> Iterator[str]:
    """Every stored file that is missing or not what it was, as a sentence; each is read once, in pieces."""
    folder = Path(settings.MEDIA_ROOT)
    for stored in StoredFile.objects.order_by("pk").iterator():
        path = folder / stored.path
        if not path.is_file():
            yield f"The file {stored.name} ({stored.path}) is missing."
            continue
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            yield f"The file {stored.name} ({stored.path}) cannot be read: {error.strerror}."
            continue
        if digest != stored.sha256:
            yield f"The file {stored.name} ({stored.path}) was changed: its SHA-256 differs."


def files_left_over() -> list[str]:
    """Files that no record refers to, left by an interrupted run; they do no harm and may be deleted."""
    folder = Path(settings.MEDIA_ROOT)
    known = {stored.path for stored in StoredFile.objects.only("sha256")}
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path not in known)


def files_without_a_record() -> list[StoredFile]:
    """Stored files that no source, document, image or whatever else can refer to one does, by any table's key."""
    rows = StoredFile.objects.order_by("pk")
    for relation in StoredFile._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        rows = rows.exclude(pk__in=model._base_manager.exclude(**{column: None}).values(column))
    return list(rows)
