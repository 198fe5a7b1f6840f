"""What happened to agreements after they were made: suspensions, amendments, notices and reviews, by one query."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, F, IntegerField, QuerySet, Value

from solmu.core.dates import End, PartialDate, Period
from solmu.core.fields import PartialDateField
from solmu.core.prepared import prepared
from solmu.registry.models import AgreementAmendment, AgreementNotice, AgreementReview, AgreementSuspension
from solmu.registry.rules import AmendmentFact, NoticeFact

NOTHING = Value("", output_field=PartialDateField(open_allowed=True))


@dataclass
class AgreementEvents:
    """The events of one agreement, in the order their rules ask for."""

    suspensions: list[Period] = field(default_factory=list)
    amendments: list[AmendmentFact] = field(default_factory=list)
    notices: list[NoticeFact] = field(default_factory=list)
    reviews: list[PartialDate] = field(default_factory=list)


Events = Mapping[str, AgreementEvents]


def events_of(agreement_ids: Collection[str] | None) -> dict[str, AgreementEvents]:
    """What happened to each of these agreements (None: of all) that anything happened to; one query.

    How many ids a query may name is the database's limit: of more than some thousands ask in batches, or for all.
    """
    found: dict[str, AgreementEvents] = {}
    rows = _events(None if agreement_ids is None else sorted(agreement_ids))
    for agreement_id, what, first, second, third, is_for_giver_only, *_ in sorted(rows, key=_order):
        events = found.setdefault(agreement_id, AgreementEvents())
        _add(events, what, first, second, third, is_for_giver_only=is_for_giver_only)
    return found


@prepared
def _events(agreement_ids: list[str] | None) -> QuerySet[Any, Any]:
    return _rows(AgreementSuspension, agreement_ids, "suspended_from", "suspended_until").union(
        _rows(AgreementAmendment, agreement_ids, "takes_effect", "valid_until", "signed", position="position"),
        _rows(AgreementNotice, agreement_ids, "given_on", "effective_on", is_for_giver_only="is_for_giver_only"),
        _rows(AgreementReview, agreement_ids, "reviewed"),
        all=True,
    )


def _rows(model: Any, agreement_ids: Collection[str] | None, *dates: str, **columns: str) -> QuerySet[Any, Any]:
    """Rows of one kind of event in columns that are the same for all: three dates, a flag, a position, the key."""
    told: list[Any] = [*(F(name) for name in dates), *[NOTHING] * (3 - len(dates))]
    flag, position = columns.get("is_for_giver_only"), columns.get("position")
    rows: QuerySet[Any, Any] = model.objects.order_by()
    if agreement_ids is not None:
        rows = rows.filter(agreement_id__in=agreement_ids)
    return rows.values_list(
        "agreement_id",
        Value(model._meta.model_name),
        *told,
        F(flag) if flag else Value(False, output_field=BooleanField()),
        F(position) if position else Value(0, output_field=IntegerField()),
        "pk",
    )


def _order(row: tuple[Any, ...]) -> tuple[int, str]:
    """Amendments as they were recorded; of the others no rule asks for an order."""
    return row[-2], row[-1]


def _add(
    events: AgreementEvents, what: str, first: PartialDate | None, second: End, third: End, *, is_for_giver_only: bool
) -> None:
    if what == AgreementSuspension._meta.model_name:
        events.suspensions.append(Period(first, second))
    elif what == AgreementAmendment._meta.model_name:
        events.amendments.append(AmendmentFact(first, _dated(third), second))
    elif what == AgreementNotice._meta.model_name:
        events.notices.append(NoticeFact(first, _dated(second), is_for_giver_only))
    elif first:
        events.reviews.append(first)


def _dated(day: End) -> PartialDate | None:
    return day if isinstance(day, PartialDate) else None
