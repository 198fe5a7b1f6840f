"""Reads of what was done last with a record, and whether it can simply be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Subquery

from solmu.core.models import AuditEntry

EDITS = ("change_", "set_", "rename_", "describe_")
"""How the names of actions begin that say something of a record in other words, and do nothing beside."""

ALSO_EDITS = frozenset(
    {
        "add_gift",
        "cite",
        "classify_document",
        "clear_owner",
        "complete_record",
        "empty_fields",
        "except_language",
        "record_outcome",
        "remove_citation",
        "remove_gift",
        "remove_image",
        "remove_language_exception",
        "undo_change",
        "verify_contact",
    }
)

STEPS = frozenset({"change_partnership", "change_role", "set_password", "set_part_of"})
"""Named like edits, but they move something on, or are not about a record."""


def is_edit(action: str) -> bool:
    """Whether what an action did is taken back by giving the former values back; a step of a state is not."""
    return action not in STEPS and (action in ALSO_EDITS or action.startswith(EDITS))


@dataclass(frozen=True)
class LastChange:
    """What was done last with a record: the entries of one transaction, the latest first."""

    entries: tuple[AuditEntry, ...]

    @property
    def sequence(self) -> int:
        """The number it is known by: that of its latest entry about the record."""
        return self.entries[0].sequence

    @property
    def step(self) -> str:
        """The action in it that is no edit; empty where all of it can be taken back."""
        return next((entry.action for entry in self.entries if not is_edit(entry.action)), "")


def last_change_of(record_id: str) -> LastChange | None:
    """What was done last with a record; None where nothing was. One query."""
    latest = AuditEntry.objects.filter(record_id=record_id).order_by("-sequence")
    # Entries of one transaction share their moment.
    same = AuditEntry.objects.filter(record_id=record_id, at=Subquery(latest.values("at")[:1]))
    entries = tuple(same.order_by("-sequence"))
    return LastChange(entries) if entries else None
