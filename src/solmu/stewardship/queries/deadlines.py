"""Reads of agreements by when they need somebody, and by what they are meanwhile."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from solmu.core.city import City
from solmu.core.prepared import prepared
from solmu.core.terms import Term
from solmu.registry.models import Agreement
from solmu.registry.queries.agreements import FACTS_FROM, asked_about, own_facts, successor_of
from solmu.registry.queries.events import Events, events_of
from solmu.registry.queries.statuses import statuses_as_of
from solmu.registry.rules import StatusSpan, current_end, days_of_change
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.rules.deadlines import due_day, horizon

BATCH = 1000

USUAL_LEAD = Term(City.lead_months)
"""The time that a city wants before a decision where it has not said."""


def agreements_due(day: date, *, lead: Term) -> QuerySet[AgreementDeadline]:
    """The deadlines of all agreements that may need somebody on `day`: decision, review, or ended without a successor.

    More than those that do, never fewer: whoever asks works out the deadlines of these, and of no others. `lead` is the
    longest time that anybody is reminded before something is due. A day in the past may ask of nearly all.
    """
    return AgreementDeadline.objects.filter(Q(due_on__lte=horizon(day, lead)) | Q(holds_from__gt=day))


def agreements_with_deadlines(day: date) -> QuerySet[AgreementDeadline]:
    """The deadlines of all agreements that may have something to decide, to review or to end, on `day` or ever after.

    More than those that do, never fewer. Left out is what is replaced, not signed or at rest, and what goes on without
    anybody being asked.
    """
    return AgreementDeadline.objects.filter(Q(due_on__isnull=False) | Q(holds_from__gt=day))


def agreements_with_status(status: str, day: date, *, lead: Term) -> Q:
    """Of live agreements those that have the status on the day, as whoever sees the whole record is told.

    Found by what is kept for each; those for which nothing is kept that tells of this day and this lead are worked out
    now. That is one query where there are none of these, and three where there are some.
    """
    found = _telling_of(day, lead, "deadline__") & Q(deadline__status=status)
    if rows := _untold(day, lead.months):
        told = statuses_as_of(rows, events_of(asked_about(rows)), day, lead=lead)
        found |= Q(pk__in=[key for key, span in told.items() if span.status == status])
    return found


def _telling_of(day: date, lead: Term, path: str = "") -> Q:
    """The rows whose status is that of the day, with this lead; `path` leads to them."""
    of_lead = Q(**{f"{path}status_lead_months": None}) | Q(**{f"{path}status_lead_months": lead.months})
    return of_lead & Q(**{f"{path}status_from__lte": day, f"{path}status_until__gt": day})


def old_statuses(day: date, lead: Term) -> QuerySet[AgreementDeadline]:
    """The rows whose status is that of other days, or with another lead: all but `_telling_of`, each by an index."""
    rows, other = AgreementDeadline.objects.order_by(), ("lt", "gt")
    return rows.filter(status_until__lte=day).union(
        rows.filter(status_from__gt=day), *(rows.filter(**{f"status_lead_months__{way}": lead.months}) for way in other)
    )


@prepared
def _untold(day: date, lead_months: int) -> QuerySet[Agreement]:
    """The live agreements for which no status is kept, or an old one."""
    missing = Agreement.objects.order_by().filter(deadline=None).values("pk")
    untold = old_statuses(day, Term(lead_months)).values("pk").union(missing)
    return Agreement.objects.live().filter(pk__in=untold).select_related(*FACTS_FROM)


def deadlines_as_of(
    agreement_ids: Collection[str], day: date, *, lead: Term, status_on: date | None = None
) -> list[AgreementDeadline]:
    """The deadlines of the live ones among some agreements as they stand on `day`, not saved; four queries.

    Counted are only successors that the same readers may see: one that is internal lets no published agreement rest.
    Their statuses are those of `status_on`, where that is another day.
    """
    agreements: list[Agreement] = list(
        Agreement.objects.live().filter(pk__in=agreement_ids).select_related(*FACTS_FROM).order_by("pk")
    )
    lines: dict[str, list[Agreement]] = {}
    series = {row.series_id for row in agreements if row.series_id}
    if series:
        for member in Agreement.objects.live().filter(series__in=series).select_related(*FACTS_FROM):
            lines.setdefault(member.series_id, []).append(member)
    events = events_of(asked_about(agreements) | {member.pk for line in lines.values() for member in line})
    found = [_deadline_of(row, lines.get(row.series_id or "", []), day, events) for row in agreements]
    statuses = statuses_as_of(agreements, events, status_on or day, lead=lead)
    for row in found:
        _set_status(row, statuses[row.pk], lead)
    return found


def _set_status(row: AgreementDeadline, span: StatusSpan, lead: Term) -> None:
    row.status, row.status_from, row.status_until = span.status, span.since, span.until
    row.status_lead_months = lead.months if span.hangs_on_lead else None


def _deadline_of(row: Agreement, line: list[Agreement], day: date, events: Events) -> AgreementDeadline:
    public_only = row.record.is_published
    members = [
        (member, own_facts(member, events, public_only=public_only))
        for member in line
        if member.pk != row.pk and (member.record.is_published or not public_only)
    ]
    facts = own_facts(row, events, public_only=public_only)
    others = [(member, current_end(known, day).end) for member, known in members]
    successor = successor_of(row, current_end(facts, day).end, others, public_only=public_only)
    turns = {turn for _, known in members for turn in days_of_change(known)}
    due = due_day(facts, day, is_succeeded=successor is not None, turns_of_successor=turns)
    return AgreementDeadline(
        agreement_id=row.pk,
        due_on=due.due_on,
        holds_from=due.holds_from,
        holds_until=due.holds_until,
        succeeded_by=None if facts.is_replaced else successor,
    )


def deadline_faults(day: date, *, lead: Term = USUAL_LEAD) -> Iterator[str]:
    """Every agreement whose kept day or status is not what follows from the record, as a sentence naming it.

    One whose time has gone by is no fault: until it is worked out anew the day is too early, never too late, and the
    status is not told. Nor is a status that was worked out with another lead.
    """
    left_over = AgreementDeadline.objects.exclude(agreement__in=Agreement.objects.live()).order_by("pk")
    for key in left_over.values_list("pk", flat=True):
        yield f"The agreement {key} is no longer there, but its deadline is kept."
    for batch in _batches():
        kept = AgreementDeadline.objects.in_bulk(batch)
        rows = AgreementDeadline.objects.filter(_telling_of(day, lead), pk__in=batch)
        telling = set(rows.values_list("pk", flat=True))
        for fresh in deadlines_as_of(batch, day, lead=lead):
            row = kept.get(fresh.pk)
            if row is None:
                yield f"The agreement {fresh.pk} has no deadline kept. Run solmu init."
                continue
            if not _is_of_another_time(row, day) and _said(row) != _said(fresh):
                yield f"The deadline kept of agreement {fresh.pk} is not what follows from the record: {row.due_on}."
            if row.pk in telling and row.status != fresh.status:
                yield f"The status kept of agreement {fresh.pk} is not what follows from the record: {row.status}."


def _said(row: AgreementDeadline) -> tuple[date | None, date | None, str | None]:
    return row.due_on, row.holds_until, row.succeeded_by_id


def _is_of_another_time(row: AgreementDeadline, day: date) -> bool:
    return bool((row.holds_until and row.holds_until <= day) or (row.holds_from and row.holds_from > day))


def _batches() -> Iterator[list[str]]:
    """The ids of all live agreements, some at a time."""
    last = ""
    while batch := list(
        Agreement.objects.live().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield batch
        last = batch[-1]
