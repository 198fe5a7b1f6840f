"""What else is recorded of a partnership, by one query: activities, stories, statements of coverage, contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce

from solmu.core.fields import PartialDateField
from solmu.core.prepared import prepared
from solmu.registry.models import (
    Activity,
    ActivityOrganisation,
    ActivityPartnership,
    Contact,
    CoverageStatement,
    Partnership,
    Story,
)
from solmu.registry.queries.activities import ActivityOnDay, in_order
from solmu.registry.queries.agreements import holding_on
from solmu.registry.queries.visits import AT_CITY

_WORDS = Value("", output_field=TextField())
_KEY = Value("", output_field=CharField())
_DATE = Value("", output_field=PartialDateField(open_allowed=True))
_NONE = -1  # a number that is not given: databases do not agree of what type nothing is


@dataclass
class Around:
    """Rows that carry only their own columns, and of those what a list tells.

    Activities are in the order of `activities_on`, stories newest first, statements oldest first. Contacts are those
    at the partner city who agreed to be published.
    """

    activities: list[ActivityOnDay] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    statements: list[CoverageStatement] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)


def around(partnership: Partnership, day: date) -> Around:
    """What the public may see around a partnership on the day; one query."""
    key = partnership.pk
    found = Around()
    rows = _around(key, partnership.partner_id, day)
    for what, row_id, code, other, owner, words, first, second, number in sorted(rows, key=lambda row: row[:2]):
        if what == Activity._meta.model_name:
            activity = Activity(
                record_id=row_id, kind=code, direction=other, title=words, starts=first or None, ends=second or None
            )
            found.activities.append(ActivityOnDay.of(activity, [key], day))
        elif what == Story._meta.model_name:
            found.stories.append(Story(record_id=row_id, title=words, written=first or None, partnership_id=key))
        elif what == CoverageStatement._meta.model_name:
            found.statements.append(
                CoverageStatement(
                    record_id=row_id, level=code, extent=other, partner_id=owner or None, stated_from=first or None,
                    stated_until=second or None, number=None if number == _NONE else number, partnership_id=key,
                )
            )  # fmt: skip
        else:
            found.contacts.append(Contact(record_id=row_id, name=code, title=other, email=owner, telephone=str(words)))
    found.activities = in_order(found.activities)
    found.stories.sort(key=lambda row: (row.written is None, -row.written.earliest.toordinal() if row.written else 0))
    found.statements.sort(key=lambda row: row.stated_from.earliest if row.stated_from else date.min)
    return found


@prepared
def _around(key: str, partner_id: str, day: date) -> QuerySet[Any, Any]:
    recorded = ActivityPartnership.objects.filter(partnership=key).order_by().values("activity")
    taking_part = ActivityOrganisation.objects.filter(**{AT_CITY: key, "organisation__record__is_published": True})
    its_activities = Q(pk__in=recorded) | Q(pk__in=taking_part.order_by().values("activity"))
    return _rows(
        Activity, its_activities, code="kind", other="direction", words="title", first="starts", second="ends"
    ).union(
        _rows(
            Story,
            Q(partnership=key) & (Q(written_earliest__isnull=True) | Q(written_earliest__lte=day)),
            words="title",
            first="written",
        ),
        _rows(
            CoverageStatement,
            Q(partnership=key) & holding_on(day, "stated_from", "stated_until"),
            code="level", other="extent", owner="partner_id", first="stated_from", second="stated_until",
            number="number",
        ),
        _rows(
            Contact,
            Q(organisation__place=partner_id, organisation__record__is_published=True)
            & Q(has_agreed_to_publish=True),
            code="name", other="title", owner="email", words="telephone",
        ),
        all=True,
    )  # fmt: skip


def _rows(model: Any, which: Q, *, number: str = "", **columns: str) -> QuerySet[Any, Any]:
    """Published rows of one kind in columns that are the same for all: what they are, three keys, words, two dates."""
    rows: QuerySet[Any, Any] = model.objects.published().filter(which).order_by()
    absent = {"code": _KEY, "other": _KEY, "owner": _KEY, "words": _WORDS, "first": _DATE, "second": _DATE}
    told = [F(columns[name]) if name in columns else value for name, value in absent.items()]
    count = Coalesce(F(number), Value(_NONE)) if number else Value(_NONE, output_field=IntegerField())
    return rows.values_list(Value(model._meta.model_name), "pk", *told, count)
