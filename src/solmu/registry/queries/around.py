"""What else is recorded of a partnership, by one query: activities, stories, statements of coverage, contacts.

Rows of four kinds come in one answer: what kind each is, its key, and its columns as an object.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, JSONObject
from i18nfield.strings import LazyI18nString

from solmu.core.dates import PartialDate, end_from_edtf
from solmu.core.prepared import prepared
from solmu.registry.models import (
    Activity,
    ActivityOrganisation,
    ActivityParticipants,
    ActivityPartnership,
    Contact,
    CoverageStatement,
    Partnership,
    Story,
)
from solmu.registry.queries.activities import ActivityOnDay, in_order
from solmu.registry.queries.agreements import holding_on
from solmu.registry.queries.visits import AT_CITY
from solmu.registry.rules.activity_index import ActivityFact, ActivityIndex, activity_index


@dataclass
class Around:
    """Rows that carry only their own columns, and of those what a list tells.

    Activities are in the order of `activities_on`, stories newest first, statements oldest first. Contacts are those
    at the partner city who agreed to be published. `counted` is what the activity index asks of the activities.
    """

    activities: list[ActivityOnDay] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    statements: list[CoverageStatement] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    counted: list[ActivityFact] = field(default_factory=list)

    def index(self, year: int, day: date) -> ActivityIndex:
        """The activity index of a year, as it is known on the day; BrokenRule for a year that has not begun on it."""
        return activity_index(self.counted, year, day)


def around(partnership: Partnership, day: date) -> Around:
    """What the public may see around a partnership on the day; one query."""
    key = partnership.pk
    found = Around()
    for kind, row_id, told in sorted(_around(key, partnership.partner_id, day), key=lambda row: row[:2]):
        if kind == Activity._meta.model_name:
            starts, ends, title = _date(told["starts"]), end_from_edtf(told["ends"]), LazyI18nString(told["title"])
            row = Activity(
                record_id=row_id, kind=told["kind"], direction=told["direction"], title=title, starts=starts, ends=ends
            )
            found.activities.append(ActivityOnDay.of(row, [key], day))
            found.counted.append(ActivityFact(row.kind, starts, ends, told["participants"]))
        elif kind == Story._meta.model_name:
            title, written = LazyI18nString(told["title"]), _date(told["written"])
            found.stories.append(Story(record_id=row_id, title=title, written=written, partnership_id=key))
        elif kind == CoverageStatement._meta.model_name:
            period = {"stated_from": _date(told["stated_from"]), "stated_until": end_from_edtf(told["stated_until"])}
            found.statements.append(CoverageStatement(record_id=row_id, partnership_id=key, **told | period))
        else:
            found.contacts.append(Contact(record_id=row_id, **told))
    found.activities = in_order(found.activities)
    found.stories.sort(key=lambda row: (row.written is None, -row.written.earliest.toordinal() if row.written else 0))
    found.statements.sort(key=lambda row: row.stated_from.earliest if row.stated_from else date.min)
    return found


@prepared
def _around(key: str, partner_id: str, day: date) -> QuerySet[Any, Any]:
    recorded = ActivityPartnership.objects.filter(partnership=key).order_by().values("activity")
    taking_part = ActivityOrganisation.objects.filter(**{AT_CITY: key, "organisation__record__is_published": True})
    its_activities = Q(pk__in=recorded) | Q(pk__in=taking_part.order_by().values("activity"))
    written = Q(written_earliest__isnull=True) | Q(written_earliest__lte=day)
    stated = holding_on(day, "stated_from", "stated_until")
    at_partner = Q(organisation__place=partner_id, organisation__record__is_published=True)
    return _rows(
        Activity, its_activities, "kind", "direction", "title", "starts", "ends", participants=_participants()
    ).union(
        _rows(Story, Q(partnership=key) & written, "title", "written"),
        _rows(
            CoverageStatement, Q(partnership=key) & stated,
            "level", "extent", "partner_id", "stated_from", "stated_until", "number",
        ),
        _rows(Contact, at_partner & Q(has_agreed_to_publish=True), "name", "title", "email", "telephone"),
        all=True,
    )  # fmt: skip


def _rows(model: Any, which: Q, *columns: str, **counted: Any) -> QuerySet[Any, Any]:
    """Published rows of one kind: what they are, their key, and these columns as the database keeps them."""
    rows: QuerySet[Any, Any] = model.objects.published().filter(which).order_by()
    told = JSONObject(**{name: name for name in columns}, **counted)
    return rows.values_list(Value(model._meta.model_name), "pk", told)


def _participants() -> Subquery:
    """How many took part in an activity, as `rules.activity_index.total_participants` counts them."""
    is_sum = Q(group="", country="")
    told = ActivityParticipants.objects.filter(activity=OuterRef("pk")).order_by().values("activity")
    total = told.annotate(total=Coalesce(Sum("number", filter=is_sum), Sum("number")))
    return Subquery(total.values("total"))


def _date(told: str) -> PartialDate | None:
    return PartialDate.from_edtf(told) if told else None
