"""Matters about records that may be one thing recorded twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django.db.models.functions import Substr

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
    """Agreements with the same partnerships as another of their kind that shares the year of a date; five queries.

    Which partnerships have such is asked of the database, so that of many agreements only few are looked at.
    """
    ties = {tie for column in DATES for tie in _ties_with_two_of_a_year(column)}
    of_ties = {"partnership_rows__partnership__in": ties} if len(ties) <= FROM_ONE_BY_ONE else {}
    partners: dict[str, set[str]] = {}
    pairs = AgreementPartnership.objects.order_by().filter(
        **{f"agreement__{name}": keys for name, keys in of_ties.items()}
    )
    for key, tie in pairs.values_list("agreement_id", "partnership_id"):
        partners.setdefault(key, set()).add(tie)
    rows = asked.rows(Agreement).filter(stage="", **of_ties).distinct()
    for key, kind, ordinal, *dates in rows.values_list("pk", "kind", "ordinal", *DATES):
        if partners.get(key, set()) & ties:
            yield DatedThing(key, (kind, ordinal, tuple(sorted(partners[key]))), tuple(dates))


def _ties_with_two_of_a_year(column: str) -> Iterator[str]:
    """Partnerships with two agreements of one kind whose dates in the column begin with the same year."""
    rows = AgreementPartnership.objects.order_by().exclude(**{f"agreement__{column}": ""})
    years = rows.annotate(year=Substr(f"agreement__{column}", 1, 4)).values("partnership_id", "agreement__kind", "year")
    yield from years.annotate(number=Count("pk")).filter(number__gt=1).values_list("partnership_id", flat=True)


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
