"""The form in which values are hashed and kept: the same text for the same value, on every machine."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal

from django.db import models

from solmu.core.dates import OPEN, PartialDate
from solmu.core.fields import DerivedDayField
from solmu.core.models import AuditEntry


def canonical(value: object) -> str:
    """JSON text that is the same for the same value: keys sorted, no spaces, no escapes beyond JSON's own."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, PartialDate) or value is OPEN:
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "data"):  # text in several languages; an empty one is none
        data = value.data
        return {language: text for language, text in data.items() if text} if isinstance(data, dict) else data
    return str(value)


SAYS_NOTHING = frozenset({"null", '""', "false", "{}", "[]"})
"""Canonical forms that a new or deleted row need not note; nought is a fact and is noted."""


def field_values(instance: models.Model) -> dict[str, object]:
    """The columns of a row by name, without its key, days derived from other columns, and what its model keeps out.

    Values have the type that reading the row gives, so that the text "2019" and the year 2019 are the same.
    """
    return {
        column.attname: column.to_python(getattr(instance, column.attname))
        for column in instance._meta.concrete_fields
        if not (column.primary_key or isinstance(column, DerivedDayField)) and is_audited(instance, column.attname)
    }


def is_audited(instance: models.Model, name: str) -> bool:
    return name not in getattr(instance, "not_audited", ())


def _sha256(text: str) -> str:
    # A damaged row may hold bytes that are no UTF-8; they count as the bytes they are.
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def commitment(salt: str, before: str, after: str) -> str:
    return _sha256(f"{salt}\n{before}\n{after}")


def entry_hash(entry: AuditEntry) -> str:
    """SHA-256 over everything an entry says and the hash before it."""
    said = [
        entry.sequence,
        entry.at,
        entry.actor_id,
        entry.action,
        entry.record_id,
        entry.source_id,
        entry.commitments,
        entry.details,
        entry.previous_hash,
    ]
    return _sha256(canonical(said))
