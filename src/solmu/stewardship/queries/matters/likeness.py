"""Matters about records that may be one thing recorded twice."""

from __future__ import annotations

from collections.abc import Iterator

from solmu.places.names import fold
from solmu.registry.models import (
    Activity,
    ActivityPartnership,
    Agreement,
    AgreementPartnership,
    DistinctRecords,
    Organisation,
)
from solmu.registry.records import by_language
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.rules.likeness import DatedThing, NamedThing, possibly_same, same_by_dates, same_by_name


def records_alike(asked: Asked) -> Iterator[Found]:
    """Agreements of one kind with the same partners and dates, organisations of one place and kind with nearly the
    same name, activities of one title and day; not those a person told apart."""
    distinct = set(DistinctRecords.objects.values_list("first_id", "second_id"))
    for pairs in (same_by_dates(_agreements(asked)), same_by_name(_organisations(asked)), _same_activities(asked)):
        yield from possibly_same(pairs, distinct)


def _agreements(asked: Asked) -> Iterator[DatedThing]:
    """Agreements that share their kind and a partnership with another; two queries."""
    partners: dict[str, list[str]] = {}
    for key, tie in AgreementPartnership.objects.order_by().values_list("agreement_id", "partnership_id"):
        partners.setdefault(key, []).append(tie)
    rows = (
        asked.rows(Agreement)
        .filter(stage="")
        .values_list("pk", "kind", "ordinal", "signed", "valid_from", "valid_until")
    )
    for key, kind, ordinal, *dates in rows:
        if ties := partners.get(key):
            yield DatedThing(key, (kind, ordinal, tuple(sorted(ties))), tuple(dates))


def _organisations(asked: Asked) -> Iterator[NamedThing]:
    rows = asked.rows(Organisation).values_list("pk", "kind", "place_id", "name")
    for key, kind, place, name in rows:
        keys = frozenset(filter(None, (fold(text) for text in by_language(name).values())))
        yield NamedThing(key, (kind, place), keys)


def _same_activities(asked: Asked) -> Iterator[tuple[str, str]]:
    partners: dict[str, list[str]] = {}
    for key, tie in ActivityPartnership.objects.order_by().values_list("activity_id", "partnership_id"):
        partners.setdefault(key, []).append(tie)
    things = [
        NamedThing(
            key, (starts, tuple(sorted(partners.get(key, ())))), frozenset(map(fold, by_language(title).values()))
        )
        for key, title, starts in asked.rows(Activity)
        .filter(starts_earliest__isnull=False)
        .values_list("pk", "title", "starts")
    ]
    return same_by_name(things)
