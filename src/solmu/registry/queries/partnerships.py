"""Reads of partnerships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from solmu.core.prepared import prepared
from solmu.places.models import Place
from solmu.places.names import fold
from solmu.registry.models import AgreementPartnership, Organisation, Partnership, PartnershipChange
from solmu.registry.rules import PartnershipFact, PartnershipState, partnership_state

_PARTS = ("record__image__file", "record__ownership__unit__record")
"""What a partnership looked at alone is loaded with."""


@dataclass(frozen=True)
class PartnershipOnDay:
    """A partnership and what it was on a day."""

    partnership: Partnership
    state: PartnershipState

    @property
    def partner(self) -> Place:
        return self.partnership.partner


def partnership_facts(changes: list[PartnershipChange]) -> list[PartnershipFact]:
    return [PartnershipFact(change.on, change.relation, change.status) for change in changes]


def state_on(partnership: Partnership, day: date) -> PartnershipState:
    """The state of a partnership whose changes are prefetched."""
    return partnership_state(partnership_facts(list(partnership.changes.all())), day)


def partnerships_on(
    day: date, *, public_only: bool, language: str, record_id: str | None = None
) -> list[PartnershipOnDay]:
    """Partnerships with their state on the day, in the reader's alphabet; three queries whatever their number.

    With `record_id`: that partnership and those it shares an agreement with, with their images and owning units. Else,
    with `public_only`, without those that certainly began after the day.
    """
    return [PartnershipOnDay(row, state_on(row, day)) for row in _partnerships(day, public_only, language, record_id)]


@prepared
def _partnerships(day: date, public_only: bool, language: str, record_id: str | None) -> QuerySet[Partnership]:
    rows: QuerySet[Partnership] = Partnership.objects.published() if public_only else Partnership.objects.live()
    if public_only and record_id is None:
        rows = rows.exclude(since_earliest__gt=day)
    if record_id is not None:
        shared = AgreementPartnership.objects.filter(agreement__partnership_rows__partnership=record_id)
        rows = rows.filter(Q(pk=record_id) | Q(pk__in=shared.values("partnership")))
    return (
        rows.filter(partner__sort_keys__language=language)
        .order_by("partner__sort_keys__key", "pk")
        .select_related("record", "partner", *(_PARTS if record_id is not None else ()))
        .prefetch_related("changes", "partner__names")
    )


def partnership_named(name: str) -> Partnership | None:
    """The partnership with the city that has this name in any language, whatever its case and marks."""
    rows = partnerships_named(name)
    return rows[0] if rows else None


def partnerships_named(name: str) -> list[Partnership]:
    """The partnerships with the cities that have this name in any language: more than one where cities share it."""
    rows = Partnership.objects.live().filter(partner__names__key=fold(name)).distinct()
    return list(rows.select_related("record", "partner").order_by("pk"))


def home_city() -> Organisation | None:
    """The organisation this installation belongs to."""
    return Organisation.objects.filter(is_home=True).select_related("place").prefetch_related("place__names").first()
