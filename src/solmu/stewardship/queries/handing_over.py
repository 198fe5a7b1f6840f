"""Reads of what an account or a unit looks after: what has to be handed over before it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from solmu.core.models import Account, Record
from solmu.registry.models import Unit
from solmu.stewardship.models import MatterAssignment, Renewal


@dataclass(frozen=True)
class LookedAfter:
    """The live records somebody owns, the renewals under way they see to, and the matters they were asked to see to.

    `kinds` are those of all these records by id; what a matter is about that is no record is not among them.
    """

    records: tuple[Record, ...]
    renewals: tuple[Renewal, ...]
    assignments: tuple[MatterAssignment, ...]
    kinds: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.records or self.renewals or self.assignments)


def looked_after_by(who: Account | Unit) -> LookedAfter:
    """What an account looks after, in three queries; of a unit the records alone, in one."""
    is_person = isinstance(who, Account)
    owned = Q(ownership__account=who.pk) if is_person else Q(ownership__unit=who.pk)
    records = tuple(Record.objects.filter(owned, removed_at=None, merged_into=None).order_by("kind", "pk"))
    kinds = {record.pk: record.kind for record in records}
    if not is_person:
        return LookedAfter(records, (), (), kinds)
    renewals = tuple(Renewal.objects.filter(owner=who.pk, ended_on=None).select_related("agreement__record"))
    kind = Subquery(Record.objects.filter(pk=OuterRef("about")).values("kind"))
    asked: list[Any] = list(MatterAssignment.objects.filter(account=who.pk).annotate(kind=kind).order_by("pk"))
    kinds |= {each.agreement_id: each.agreement.record.kind for each in renewals}
    kinds |= {each.about: each.kind for each in asked if each.kind}
    return LookedAfter(records, renewals, tuple(asked), kinds)
