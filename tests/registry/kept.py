"""What an action left behind: the entries of the audit and the public versions."""

from __future__ import annotations

from typing import Any

from solmu.core.models import AuditEntry, AuditValue
from solmu.registry.models import PublicVersion


def actions_of(key: str) -> list[str]:
    """The actions that changed a record, oldest first."""
    return list(AuditEntry.objects.filter(record_id=key).order_by("sequence").values_list("action", flat=True))


def fields_of_last(key: str) -> list[str]:
    """The fields the last entry of a record noted, a part's by its kind and name without its id."""
    entry = AuditEntry.objects.filter(record_id=key).latest("sequence")
    names = AuditValue.objects.filter(entry_id=entry.sequence).values_list("field", flat=True)
    return sorted({".".join(part for place, part in enumerate(name.split(".")) if place != 1) for name in names})


def last_shape(key: str) -> Any:
    """What the public is shown of a record."""
    return PublicVersion.objects.filter(record_id=key).latest("revision").shape
