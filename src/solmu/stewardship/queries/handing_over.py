"""Reads of what an account or a unit looks after: what has to be handed over before it goes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from solmu.core.models import Account, Record
from solmu.registry.models import Unit
from solmu.stewardship.models import MatterAssignment, Renewal


@dataclass(frozen=True)
class LookedAfter:
    """The live records somebody owns, the renewals under way they see to, and the matters they were asked to see to."""

    records: tuple[Record, ...]
    renewals: tuple[Renewal, ...]
    assignments: tuple[MatterAssignment, ...]

    def __bool__(self) -> bool:
        return bool(self.records or self.renewals or self.assignments)


def looked_after_by(who: Account | Unit) -> LookedAfter:
    """What an account looks after, in three queries; of a unit the records alone, in one."""
    is_person = isinstance(who, Account)
    owned = Q(ownership__account=who.pk) if is_person else Q(ownership__unit=who.pk)
    records = tuple(Record.objects.filter(owned, removed_at=None, merged_into=None).order_by("kind", "pk"))
    if not is_person:
        return LookedAfter(records, (), ())
    renewals = Renewal.objects.filter(owner=who.pk, ended_on=None).select_related("agreement__record")
    return LookedAfter(records, tuple(renewals), tuple(MatterAssignment.objects.filter(account=who.pk).order_by("pk")))
