"""Reads of agreements by when they need somebody."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from solmu.core.terms import Term
from solmu.registry.models import Agreement
from solmu.registry.queries.agreements import FACTS_FROM, own_facts, successor_of
from solmu.registry.queries.events import Events, events_of
from solmu.registry.rules import current_end, days_of_change
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.rules.deadlines import due_day, horizon

BATCH = 1000


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


def deadlines_as_of(agreement_ids: Collection[str], day: date) -> list[AgreementDeadline]:
    """The deadlines of the live ones among some agreements as they stand on `day`, not saved; three queries.

    Counted are only successors that the same readers may see: one that is internal lets no published agreement rest.
    """
    agreements: list[Agreement] = list(
        Agreement.objects.live().filter(pk__in=agreement_ids).select_related(*FACTS_FROM).order_by("pk")
    )
    lines: dict[str, list[Agreement]] = {}
    series = {row.series_id for row in agreements if row.series_id}
    if series:
        for member in Agreement.objects.live().filter(series__in=series).select_related(*FACTS_FROM):
            lines.setdefault(member.series_id, []).append(member)
    every = {row.pk for row in agreements} | {member.pk for line in lines.values() for member in line}
    events = events_of(every)
    return [_deadline_of(row, lines.get(row.series_id or "", []), day, events) for row in agreements]


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


def deadline_faults(day: date) -> Iterator[str]:
    """Every agreement whose kept day is not what follows from the record, as a sentence naming it.

    One whose time has gone by is no fault: until it is worked out anew it is too early, never too late.
    """
    left_over = AgreementDeadline.objects.exclude(agreement__in=Agreement.objects.live()).order_by("pk")
    for key in left_over.values_list("pk", flat=True):
        yield f"The agreement {key} is no longer there, but its deadline is kept."
    for batch in _batches():
        kept = AgreementDeadline.objects.in_bulk(batch)
        for fresh in deadlines_as_of(batch, day):
            row = kept.get(fresh.pk)
            if row is None:
                yield f"The agreement {fresh.pk} has no deadline kept. Run solmu init."
            elif not _is_of_another_time(row, day) and _said(row) != _said(fresh):
                yield f"The deadline kept of agreement {fresh.pk} is not what follows from the record: {row.due_on}."


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
