"""Reads of activities for whoever looks through them: all of them with their partners, and one with all it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import IntegerField, Prefetch, QuerySet, Value

from solmu.core.dates import OPEN, PartialDate
from solmu.registry.models import (
    Activity,
    ActivityMembership,
    ActivityOrganisation,
    ActivityPartnership,
    ActivityTheme,
)
from solmu.registry.models.base import is_shown
from solmu.registry.queries.visits import activities_by_partnership


@dataclass(frozen=True)
class ActivityOnDay:
    """An activity with the partnerships (ids) it belongs to, and whether it is still to come or going on on the day.

    It is a partnership's where it is recorded under it, and where an organisation of the partner city takes part.
    """

    activity: Activity
    partnership_ids: tuple[str, ...]
    has_begun: bool
    is_over: bool

    @classmethod
    def of(cls, row: Activity, partnership_ids: Sequence[str], day: date) -> ActivityOnDay:
        begun = row.starts is None or row.starts.earliest <= day
        last = row.ends.latest if isinstance(row.ends, PartialDate) else row.starts.latest if row.starts else date.min
        # A day that is not known exactly may have passed: only what was said to last is told to go on.
        lasts = row.ends is not None and begun and (row.ends is OPEN or last >= day)
        return cls(row, tuple(partnership_ids), begun, is_over=begun and not lasts)


def what_it_is_tied_to(activity: Activity) -> dict[str, list[str]]:
    """The ids of the `partnerships`, `memberships` and `themes` of an activity; one query."""
    tied: dict[str, list[str]] = {"partnerships": [], "memberships": [], "themes": []}
    position = Value(0, output_field=IntegerField())
    rows = ActivityPartnership.objects.order_by().filter(activity=activity)
    found = rows.values_list(Value("partnerships"), "partnership_id", "position", "pk").union(
        *(
            model.objects.order_by().filter(activity=activity).values_list(Value(name), column, position, "pk")
            for name, model, column in (
                ("memberships", ActivityMembership, "membership_id"),
                ("themes", ActivityTheme, "theme_id"),
            )
        ),
        all=True,
    )
    for name, key, _position, _row in sorted(found, key=lambda row: (row[2], row[3])):
        tied[name].append(key)
    return tied


def activities_on(day: date, *, public_only: bool) -> list[ActivityOnDay]:
    """Every activity: going on, then what comes, the nearest first, then what is over, the latest first.

    Those of no known time come last. Three queries whatever their number.
    """
    ties: dict[str, list[str]] = {}
    for partnership, activities in activities_by_partnership(public_only=public_only).items():
        for activity in activities:
            ties.setdefault(activity, []).append(partnership)
    found = [
        ActivityOnDay.of(row, sorted(ties.get(row.pk, ())), day) for row in _rows(public_only).select_related("record")
    ]
    return in_order(found)


def in_order(rows: Iterable[ActivityOnDay]) -> list[ActivityOnDay]:
    return sorted(rows, key=_order)


def latest_begun(day: date, number: int, *, public_only: bool) -> list[ActivityOnDay]:
    """The activities of known time that began last by the day, with the partnerships they stand under; two queries."""
    rows = _rows(public_only).filter(starts_earliest__lte=day).select_related("record")
    rows = rows.prefetch_related("partnership_rows").order_by("-starts_earliest", "pk")
    return [
        ActivityOnDay.of(row, [tie.partnership_id for tie in row.partnership_rows.all()], day) for row in rows[:number]
    ]


def activity_with_parts(record_id: str, *, public_only: bool) -> Activity | None:
    """One activity with who took part, within which networks, on which themes and with which gifts; seven queries.

    With `public_only` only the parts that are published themselves. None where there is no such activity to see.
    """
    rows = _rows(public_only).filter(pk=record_id).select_related("record", "place", "agreement__record")
    organisations = ActivityOrganisation.objects.select_related("organisation__record")
    networks = ActivityMembership.objects.select_related("membership__record", "membership__network__record")
    themes = ActivityTheme.objects.select_related("theme__record").order_by("theme__position", "pk")
    partnerships = ActivityPartnership.objects.all()
    if public_only:
        organisations = organisations.filter(organisation__record__is_published=True)
        networks = networks.filter(
            membership__record__is_published=True, membership__network__record__is_published=True
        )
        themes = themes.filter(theme__record__is_published=True)
        partnerships = partnerships.filter(partnership__record__is_published=True)
    found: Activity | None = rows.prefetch_related(
        "participants",
        "gifts",
        Prefetch("organisation_rows", organisations),
        Prefetch("membership_rows", networks),
        Prefetch("theme_rows", themes),
        Prefetch("partnership_rows", partnerships),
    ).first()
    if found and found.agreement and not is_shown(found.agreement.record, public_only=public_only):
        found.agreement = None
    return found


def went_on_in(activity: Activity, day: date) -> Sequence[int]:
    """The years in which an activity goes on, as far as they are known; until the day's where it is open-ended."""
    if activity.starts is None:
        return ()
    first = activity.starts.year
    last = day.year if activity.ends is OPEN else activity.ends.year if activity.ends else first
    return range(first, max(first, last) + 1)


def _rows(public_only: bool) -> QuerySet[Activity]:
    rows: QuerySet[Activity] = Activity.objects.published() if public_only else Activity.objects.live()
    return rows


def _order(each: ActivityOnDay) -> tuple[int, int, str]:
    starts = each.activity.starts
    begins = starts.earliest.toordinal() if starts else 0
    if not each.is_over:
        return (int(not each.has_begun), begins, each.activity.pk)
    return (2 if starts else 3, -begins, each.activity.pk)
