"""Permanent opaque ids: what a record is called for ever, whatever it is renamed to.

Twelve characters of 28 that look unlike each other and, without vowels, make no words: 57 random bits,
drawn from the operating system. They say nothing of the record, its order or its number.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from django.db import models

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
LENGTH = 12

OPAQUE_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def new_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class OpaqueIdField(models.CharField):  # type: ignore[type-arg]
    """A primary key that is a permanent opaque id, given at creation."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LENGTH)
        options.setdefault("primary_key", True)
        options.setdefault("default", new_id)
        options.setdefault("editable", False)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "primary_key": self.primary_key, "editable": self.editable}
