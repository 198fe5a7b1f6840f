"""Matters about records that may be one thing recorded twice."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence

from django.db.models import Count, F, Q, Value
from django.db.models.functions import NullIf, Substr

from solmu.core.dates import OPEN
from solmu.places.names import fold
from solmu.registry.models import (
    Activity,
    ActivityPartnership,
    Agreement,
    AgreementPartnership,
    DistinctRecords,
    Organisation,
)
from solmu.registry.queries.names import portions
from solmu.registry.records import by_language
from solmu.stewardship.queries.matters.asked import FROM_ONE_BY_ONE, Asked, Found
from solmu.stewardship.rules.likeness import DatedThing, NamedThing, possibly_same, same_by_dates, same_by_name

DATES = ("signed", "valid_from", "valid_until")


def records_alike(asked: Asked) -> Iterator[Found]:
    """Agreements of one kind with the same partners and dates, organisations of one place and kind with nearly the
    same name, activities of one title and day; not those a person told apart."""
    distinct = set(DistinctRecords.objects.values_list("first_id", "second_id"))
    for pairs in (same_by_dates(_agreements(asked)), same_by_name(_organisations(asked)), _same_activities(asked)):
        yield from possibly_same(pairs, distinct)


def _agreements(asked: Asked) -> Iterator[DatedThing]:
    """Agreements with a partnership, a kind and the year of a date in common with another: no others can be the same.

    Which partnerships have such is asked of the database, and only their agreements are looked at, some at a time.
    """
    ties = sorted(set(_ties_with_two_of_a_year()))
    found = {key for some in portions(ties, FROM_ONE_BY_ONE) for key in _sharing_a_year(some)}
    for some in portions(sorted(found), FROM_ONE_BY_ONE):
        partners: dict[str, set[str]] = {}
        pairs = AgreementPartnership.objects.order_by().filter(agreement__in=some)
        for key, tie in pairs.values_list("agreement_id", "partnership_id"):
            partners.setdefault(key, set()).add(tie)
        rows = asked.rows(Agreement).filter(stage="", pk__in=some)
        for key, kind, ordinal, *dates in rows.values_list("pk", "kind", "ordinal", *DATES):
            yield DatedThing(key, (kind, ordinal, tuple(sorted(partners[key]))), tuple(dates))


def _year(column: str) -> NullIf:
    """The year a date begins with; nothing where it is unknown or open."""
    return NullIf(NullIf(Substr(f"agreement__{column}", 1, 4), Value("")), Value(OPEN.value))


def _ties_with_two_of_a_year() -> Iterator[str]:
    """Partnerships with two agreements of one kind whose dates in a column begin with the same year."""
    told = {f"{column}_told": Count(_year(column)) for column in DATES}
    years = {f"{column}_years": Count(_year(column), distinct=True) for column in DATES}
    rows = AgreementPartnership.objects.order_by().values("partnership_id", "agreement__kind").annotate(**told, **years)
    repeated = (Q(**{f"{column}_told__gt": F(f"{column}_years")}) for column in DATES)
    yield from rows.filter(functools.reduce(operator.or_, repeated)).values_list("partnership_id", flat=True)


def _sharing_a_year(ties: Sequence[str]) -> Iterator[str]:
    """The agreements that make these partnerships such; one query."""
    alike: dict[tuple[str, ...], list[str]] = {}
    rows = AgreementPartnership.objects.order_by().filter(partnership__in=ties)
    for key, tie, kind, *years in rows.values_list(
        "agreement_id", "partnership_id", "agreement__kind", *map(_year, DATES)
    ):
        for column, year in zip(DATES, years, strict=True):
            if year is not None:
                alike.setdefault((tie, kind, column, year), []).append(key)
    for keys in alike.values():
        if len(keys) > 1:
            yield from keys


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
