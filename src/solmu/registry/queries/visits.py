"""Reads of the activities of partnerships: when a partner was last visited, who comes next, when anything happened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.registry.models import Activity, ActivityOrganisation, ActivityPartnership
from solmu.registry.vocabulary import Direction

AT_CITY = "organisation__place__partnership"


@dataclass(frozen=True)
class Visits:
    """The last and the next visit of a partnership in each direction; None where none is recorded.

    A visit is an activity of whatever kind for which people went: its direction is *out* (to the partner) or *in*.
    """

    last_out: Activity | None = None
    last_in: Activity | None = None
    next_out: Activity | None = None
    next_in: Activity | None = None


def activities_by_partnership(
    *columns: str, public_only: bool, partnership_ids: Collection[str] | None = None, **of_activity: Any
) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Per partnership, those asked for or all, its live activities by id with these columns; two queries.

    An activity is a partnership's where it is recorded under it, and where an organisation of the partner city takes
    part. `of_activity` narrows the activities by their columns (`direction__in=…`).
    """
    asked: dict[str, Any] = {
        "activity__record__removed_at__isnull": True,
        "activity__record__merged_into__isnull": True,
        **{f"activity__{name}": value for name, value in of_activity.items()},
    }
    if public_only:
        asked["activity__record__is_published"] = True
    ties = ActivityPartnership.objects.filter(**asked)
    cities = ActivityOrganisation.objects.filter(**asked, **{f"{AT_CITY}__isnull": False})
    if public_only:
        ties = ties.filter(partnership__record__is_published=True)
        cities = cities.filter(**{"organisation__record__is_published": True, f"{AT_CITY}__record__is_published": True})
    if partnership_ids is not None:
        ties = ties.filter(partnership_id__in=list(partnership_ids))
        cities = cities.filter(**{f"{AT_CITY}__in": list(partnership_ids)})
    asked_columns = [f"activity__{name}" for name in columns]
    found: dict[str, dict[str, tuple[Any, ...]]] = {key: {} for key in partnership_ids or ()}
    for rows, partnership in ((ties, "partnership_id"), (cities, AT_CITY)):
        for tie, activity, *values in rows.order_by().values_list(partnership, "activity_id", *asked_columns):
            found.setdefault(tie, {})[activity] = tuple(values)
    return found


def visits_of(partnership_ids: Collection[str], day: date, *, public_only: bool = False) -> dict[str, Visits]:
    """The last and next visits of each partnership as seen on the day; three queries whatever their number.

    A visit of which only the month or year is known counts as begun from its first day.
    """
    ties = activities_by_partnership(
        "direction", "starts_earliest", "starts_latest",
        public_only=public_only, partnership_ids=partnership_ids,
        direction__in=(Direction.OUT, Direction.IN), starts_earliest__isnull=False,
    )  # fmt: skip
    chosen: dict[str, dict[str, str]] = {}
    for key, visits in ties.items():
        found = chosen.setdefault(key, {})
        for activity, (direction, earliest, _) in sorted(visits.items(), key=lambda visit: (*visit[1][1:], visit[0])):
            if earliest <= day:
                found[f"last_{direction}"] = activity
            else:
                found.setdefault(f"next_{direction}", activity)
    named = {activity for found in chosen.values() for activity in found.values()}
    rows = Activity.objects.select_related("record").in_bulk(named)
    return {key: Visits(**{name: rows[activity] for name, activity in found.items()}) for key, found in chosen.items()}


def latest_activities(partnership_ids: Collection[str], day: date, *, public_only: bool) -> dict[str, Period]:
    """When the activity was that went on last by `day` in each partnership; those without any are left out.

    Two queries whatever their number.
    """
    ties = activities_by_partnership(
        "starts", "ends", public_only=public_only, partnership_ids=partnership_ids, starts_earliest__lte=day
    )
    return {
        key: max(
            (Period(starts, ends) for starts, ends in activities.values()),
            key=lambda period: (min(_last_day(period.start, period.end, day), day), str(period.start)),
        )
        for key, activities in ties.items()
        if activities
    }


def last_activity_on(partnership_ids: Collection[str], day: date) -> dict[str, date]:
    """The last day by `day` on which something went on in each partnership; those without any are left out.

    Of dates that are not known to the day the latest counts, up to `day`: nobody is called dormant too early. What
    goes on until further notice goes on now. Two queries whatever their number.
    """
    latest = latest_activities(partnership_ids, day, public_only=False)
    return {key: min(_last_day(period.start, period.end, day), day) for key, period in latest.items()}


def _last_day(starts: PartialDate | None, ends: End, day: date) -> date:
    if ends is OPEN or starts is None:
        return day
    return ends.latest if isinstance(ends, PartialDate) else starts.latest
