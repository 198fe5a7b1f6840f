"""Reads for calendars of deadlines: whose a secret is, and the deadlines it opens."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from solmu.core.audit import last_touched
from solmu.core.city import City
from solmu.core.dates import PartialDate
from solmu.core.models import Account
from solmu.core.terms import Term, shift_day
from solmu.registry.models import Agreement, Commitment, Membership
from solmu.registry.queries.agreements import load_parties, load_partnerships, own_facts
from solmu.registry.queries.commitments import commitments_due
from solmu.registry.queries.events import events_of
from solmu.registry.queries.owners import owners_of, perhaps_looked_after
from solmu.registry.rules import agreement_status
from solmu.registry.vocabulary import RecordKind, ReviewedPart
from solmu.stewardship.models import CalendarSubscription, MatterAssignment
from solmu.stewardship.queries.deadlines import agreements_with_deadlines
from solmu.stewardship.queries.matters.agreements import carried_on
from solmu.stewardship.queries.matters.asked import FROM_ONE_BY_ONE, Asked
from solmu.stewardship.rules.deadlines import deadline
from solmu.stewardship.rules.dues import is_looked_at
from solmu.stewardship.vocabulary import CalendarScope, DeadlineKind

MONTHS_AHEAD = 60
"""How far ahead commitments that recur are told."""

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


def digest_of(secret: str) -> str:
    """What is kept of a secret, its SHA-256: as it is long and random, neither salt nor slowness would add to it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def subscription_with(secret: str) -> CalendarSubscription | None:
    """The subscription a secret opens; None where there is none, it was revoked, or its account is active no more."""
    rows = CalendarSubscription.objects.filter(revoked_at__isnull=True, account__is_active=True)
    return rows.select_related("account").filter(secret_sha256=digest_of(secret)).first()


def subscriptions(*, account: Account | None = None) -> list[CalendarSubscription]:
    """The subscriptions, of one account where asked, the oldest first; those revoked too."""
    rows = CalendarSubscription.objects.select_related("account")
    return list(rows.filter(account=account) if account else rows)


@dataclass(frozen=True)
class CalendarDeadline:
    """One day on which something must have been done, of one record.

    `on` is as precise as its source; the last day to act is its latest. `occurrence` tells those of one kind and record
    apart: the term of an agreement that renews itself, the date of a commitment that recurs. `is_computed`: no document
    states it. `revision` is the last audit entry about what it rests on, written at `changed_at`.
    """

    kind: DeadlineKind
    record: Agreement | Commitment | Membership
    on: PartialDate
    occurrence: str = ""
    remind_from: date | None = None
    is_computed: bool = False
    certain: bool = True
    end: PartialDate | None = None
    revision: int = 0
    changed_at: datetime = BEFORE_ALL

    @property
    def uid(self) -> str:
        """The same for as long as it is the same deadline, whatever day it is moved to."""
        return "-".join(filter(None, (self.kind.value.replace("_", "-"), self.record.pk, self.occurrence)))


def deadlines_followed(subscription: CalendarSubscription, day: date, *, city: City) -> list[CalendarDeadline]:
    """The deadlines a subscription tells as they stand on a day, the earliest first; queries in a fixed number.

    With the scope "own": of the records that the account, or a unit it acts for, looks after, or where it is asked to
    see to a matter. Read is only what may be told: the rest of the record costs nothing.
    """
    own = subscription.account_id if subscription.scope == CalendarScope.OWN else None
    found = [*_of_agreements(day, city, own), *_of_commitments(day, own), *_of_memberships(day, city, own)]
    if own is not None:
        told = _own(own, {each.record.pk for each in found})
        found = [each for each in found if each.record.pk in told]
    _load_names(found, day)
    return sorted(_dated(found), key=lambda each: (each.on.latest, each.uid))


def _own(account_id: str, record_ids: set[str]) -> set[str]:
    owned = {key for key, owner in owners_of(record_ids).items() if account_id in owner.account_ids}
    return owned | record_ids.intersection(_assigned(account_id))


def _perhaps_own(account_id: str | None, kind: RecordKind) -> QuerySet[Any, Any] | None:
    """The ids of the records of a kind that `_own` chooses from; None for all, where nobody's own are asked for."""
    if account_id is None:
        return None
    return perhaps_looked_after(account_id, kind).union(_assigned(account_id))


def _assigned(account_id: str) -> QuerySet[Any, Any]:
    """What the matters are about that somebody is asked to see to."""
    return MatterAssignment.objects.filter(account_id=account_id).order_by().values_list("about", flat=True)


def _of_agreements(day: date, city: City, own: str | None) -> Iterator[CalendarDeadline]:
    """The last day to decide, the end that nothing renews, and the next review of each agreement."""
    lead = Term(city.lead_months)
    rows = Agreement.objects.live().filter(pk__in=agreements_with_deadlines(day).values("pk"))
    among = _perhaps_own(own, RecordKind.AGREEMENT)
    if among is not None:
        rows = rows.filter(pk__in=among)
    read = list(rows.select_related("record", "replaced_by__record"))
    events = events_of([row.pk for row in read] if len(read) <= FROM_ONE_BY_ONE else None)
    known = [(row, own_facts(row, events, public_only=False)) for row in read]
    # Not yet made, an agreement has no status and asks nothing of anybody.
    known = [(row, facts) for row, facts in known if agreement_status(facts, day, lead)]
    dues = [(row, facts, deadline(facts, day, lead=lead)) for row, facts in known]
    carried = carried_on(Asked(day, city), [(row, facts) for row, facts, due in dues if due.decide_by])
    for row, facts, due in dues:
        end = due.end if isinstance(due.end, PartialDate) else None
        term = str(due.term) if due.term else ""
        if due.decide_by and row.pk not in carried and not _is_let_end(row, day):
            yield CalendarDeadline(
                DeadlineKind.DECISION,
                row,
                PartialDate.from_day(due.decide_by),
                occurrence=term,
                remind_from=due.remind_from,
                is_computed=due.is_computed,
                certain=due.certain,
                end=end,
            )
        if due.decide_by and end and not facts.is_tacit:
            yield CalendarDeadline(DeadlineKind.END, row, end, occurrence=term, certain=due.certain)
        if due.next_review:
            yield CalendarDeadline(DeadlineKind.REVIEW, row, due.next_review, remind_from=due.remind_of_review_from)


def _is_let_end(row: Agreement, day: date) -> bool:
    """Whether it was decided by the day that nothing follows."""
    return row.no_successor_on is not None and row.no_successor_on.earliest <= day


def _of_commitments(day: date, own: str | None) -> Iterator[CalendarDeadline]:
    """Of each commitment the earliest date it was not met for, and those to come."""
    told: set[str] = set()
    among = _perhaps_own(own, RecordKind.COMMITMENT)
    for each in commitments_due(shift_day(day, MONTHS_AHEAD), among=among):
        commitment = each.commitment
        if each.due_on.latest < day:
            if commitment.pk in told:
                continue
            told.add(commitment.pk)
        occurrence = each.due_on.edtf if commitment.every_months else ""
        yield CalendarDeadline(DeadlineKind.COMMITMENT, commitment, each.due_on, occurrence=occurrence)


def _of_memberships(day: date, city: City, own: str | None) -> Iterator[CalendarDeadline]:
    """The next looks at the fee and the benefit of each membership of the home city, until somebody looked."""
    rows = Membership.objects.live().filter(
        Q(fee_review_on_earliest__isnull=False) | Q(benefit_review_on_earliest__isnull=False),
        Q(member_until_latest__isnull=True) | Q(member_until_latest__gte=day),
        organisation__is_home=True,
    )
    among = _perhaps_own(own, RecordKind.MEMBERSHIP)
    if among is not None:
        rows = rows.filter(pk__in=among)
    lead = Term(city.review_lead_months)
    for row in rows.select_related("network").prefetch_related("reviews"):
        made = {part: [each.reviewed for each in row.reviews.all() if each.part == part] for part in ReviewedPart}
        for kind, part, on in (
            (DeadlineKind.FEE_REVIEW, ReviewedPart.FEE, row.fee_review_on),
            (DeadlineKind.BENEFIT_REVIEW, ReviewedPart.BENEFIT, row.benefit_review_on),
        ):
            if on and not is_looked_at(on, [done for done in made[part] if done and done.earliest <= day], lead):
                yield CalendarDeadline(kind, row, on, remind_from=shift_day(on.earliest, -lead.months))


def _load_names(deadlines: Iterable[CalendarDeadline], day: date) -> None:
    """What agreements are called by: their partners, and who is party on the day."""
    agreements = {each.record.pk: each.record for each in deadlines if isinstance(each.record, Agreement)}
    load_partnerships(list(agreements.values()), (), public_only=False)
    load_parties(list(agreements.values()), day, public_only=False)


def _dated(deadlines: Iterable[CalendarDeadline]) -> list[CalendarDeadline]:
    """The deadlines with the last audit entry about what each rests on, its name included."""
    rest = [(each, _rests_on(each.record)) for each in deadlines]
    touched = last_touched({key for _, keys in rest for key in keys})
    dated = []
    for each, keys in rest:
        last = max((touched[key] for key in keys if key in touched), key=lambda entry: entry.revision, default=None)
        dated.append(replace(each, revision=last.revision, changed_at=last.at) if last else each)
    return dated


def _rests_on(record: Agreement | Commitment | Membership) -> set[str]:
    """The record, and those its name is made of."""
    if isinstance(record, Membership):
        return {record.pk, record.network_id}
    if isinstance(record, Commitment):
        of = record.agreement_id or record.membership_id
        return {record.pk, of} if of else {record.pk}
    partners = {row.partnership.partner_id for row in record.partnership_rows.all()}
    return {record.pk, *partners, *(party.organisation_id for party in record.parties.all())}
