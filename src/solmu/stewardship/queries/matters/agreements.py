"""Matters about agreements: their ends, reviews and what does not fit together.

Most agreements need nobody on a day. Those that may are found by the day kept for each (`AgreementDeadline`) or by
their columns alone; only for them is anything computed, from light rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from solmu.core.dates import End
from solmu.core.terms import Term
from solmu.registry.models import Agreement, AgreementAmendment, AgreementPartnership, AgreementParty
from solmu.registry.queries.agreements import own_facts, successor_of
from solmu.registry.queries.events import AgreementEvents, Events, events_of
from solmu.registry.queries.names import portions
from solmu.registry.rules import AgreementFacts, agreement_status, current_end
from solmu.stewardship.models import AgreementDeadline
from solmu.stewardship.queries.deadlines import agreements_due
from solmu.stewardship.queries.matters.asked import FROM_ONE_BY_ONE, Asked, Found
from solmu.stewardship.rules.agreements import (
    matters_of_agreement,
    signed_before_decision,
    successor_precedes,
    under_ended_tie,
)
from solmu.stewardship.rules.deadlines import horizon
from solmu.stewardship.rules.raised import Raised

PORTION = 50
"""Agreements looked at together, where only the most urgent matters are wanted."""

SETTLED_BY_SUCCESSOR = frozenset({"ended_without_successor", "decision_due"})

_OF_RECORD = ("removed_at", "merged_into", "is_published")
_OF_SUCCESSOR = ("signed", "valid_from")
_LIGHT = (
    *("signed", "valid_from", "valid_until", "stage", "terminated_on", "notice_months", "review_on"),
    *("renewal_mode", "renewal_months", "most_renewals", "review_every_months", "no_successor_on", "series"),
    *(f"record__{name}" for name in _OF_RECORD),
    *(f"replaced_by__{name}" for name in _OF_SUCCESSOR),
    *(f"replaced_by__record__{name}" for name in _OF_RECORD),
)
"""The columns an agreement's facts follow from."""


def deadlines(asked: Asked) -> Iterator[Found]:
    """Agreements that ended without a successor, whose end or review is near or past, and open-ended without a review.

    Whether a tie is suspended is not asked: suspended, an agreement keeps its deadlines.
    """
    lead = Term(asked.city.lead_months)
    due = agreements_due(asked.day, lead=lead).values("pk")
    found = (
        _light(asked.rows(Agreement).filter(pk__in=due)),
        _light(asked.rows(Agreement).filter(_open_without_review()).exclude(pk__in=due)),
    )
    for some in _some_at_a_time(chain.from_iterable(rows.iterator(chunk_size=FROM_ONE_BY_ONE) for rows in found)):
        yield from _matters_of(some, asked)


def deadlines_in_order(asked: Asked) -> Iterator[tuple[list[Found], date | None]]:
    """The same by the day kept for each agreement, the earliest first, some at a time; without missing reviews.

    With each portion comes a day that the date of no later matter lies before; None after the last. Whoever wants only
    the most urgent asks for no more than that. It holds on days on which no kept day is of a later time.
    """
    due = AgreementDeadline.objects.filter(due_on__lte=horizon(asked.day, Term(asked.city.lead_months)))
    last: tuple[date, str] | None = None
    while True:
        rest = due
        if last:
            rest = due.filter(Q(due_on__gt=last[0]) | Q(pk__gt=last[1]), due_on__gte=last[0])
        ordered = rest.order_by("due_on", "pk").values_list("due_on", "pk")
        portion = [(on, key) for on, key in ordered[:PORTION] if on is not None]
        rows = list(_light(asked.rows(Agreement).filter(pk__in=[key for _, key in portion])))
        found = list(_matters_of(rows, asked))
        if len(portion) < PORTION:
            yield found, None
            return
        last = portion[-1]
        yield found, last[0]


def _matters_of(rows: Sequence[Agreement], asked: Asked) -> Iterator[Found]:
    events, lead = _events(rows), Term(asked.city.lead_months)
    found: list[tuple[Agreement, AgreementFacts, Raised]] = []
    for row in rows:
        facts = own_facts(row, events, public_only=asked.public_only)
        settled = row.no_successor_on is not None and row.no_successor_on.earliest <= asked.day
        matters = matters_of_agreement(facts, asked.day, lead, is_settled=settled)
        found += [(row, facts, raised) for raised in matters]
    settled_ids = _settled(asked, [(row, facts) for row, facts, raised in found if raised.rule in SETTLED_BY_SUCCESSOR])
    for row, _facts, raised in found:
        if raised.rule not in SETTLED_BY_SUCCESSOR or row.pk not in settled_ids:
            yield row.pk, raised


def _open_without_review() -> Q:
    """What the columns say of an agreement until further notice that nobody looks at; no day is ever due for it."""
    opened = AgreementAmendment.objects.filter(valid_until="..").values("agreement")
    return Q(Q(valid_until="..") | Q(pk__in=opened), stage="", review_on="", review_every_months=None)


def _light(rows: Any) -> Any:
    return rows.select_related("record", "replaced_by__record").only(*_LIGHT)


def _some_at_a_time(rows: Iterable[Agreement]) -> Iterator[list[Agreement]]:
    """Rows as they come, so that those of a large record are never all in memory."""
    coming = iter(rows)
    while some := list(islice(coming, FROM_ONE_BY_ONE)):
        yield some


def _events(rows: Sequence[Agreement]) -> Events:
    events: dict[str, AgreementEvents] = {}
    for some in portions([row.pk for row in rows], FROM_ONE_BY_ONE):
        events |= events_of(some)
    return events


def _settled(asked: Asked, ended: Sequence[tuple[Agreement, AgreementFacts]]) -> set[str]:
    """Those of the agreements that something follows, or whose ties have all ended: nothing is expected to follow."""
    settled = {row.pk for row, facts in ended if facts.is_replaced}
    open_ones = [(row, facts) for row, facts in ended if row.pk not in settled]
    return settled | carried_on(asked, open_ones) | _of_ended_ties(asked, {row.pk for row, _ in open_ones})


def carried_on(asked: Asked, ended: Sequence[tuple[Agreement, AgreementFacts]]) -> set[str]:
    """Those of the agreements that a later one of their series carries on."""
    lines = sorted({row.series_id for row, _ in ended if row.series_id})
    series: dict[str, list[tuple[Agreement, End]]] = {}
    for some in portions(lines, FROM_ONE_BY_ONE):
        rows = list(_light(asked.rows(Agreement).filter(series__in=some)))
        events = _events(rows)
        for row in rows:
            end = current_end(own_facts(row, events, public_only=asked.public_only), asked.day).end
            series.setdefault(row.series_id or "", []).append((row, end))
    followed = set()
    for row, facts in ended:
        others = [(other, end) for other, end in series.get(row.series_id or "", ()) if other.pk != row.pk]
        if successor_of(row, current_end(facts, asked.day).end, others, public_only=asked.public_only):
            followed.add(row.pk)
    return followed


def _of_ended_ties(asked: Asked, agreement_ids: Collection[str]) -> set[str]:
    """Those of the agreements that belong to partnerships of which every one has ended."""
    pairs = AgreementPartnership.objects.order_by().values_list("agreement_id", "partnership_id")
    ties: dict[str, set[str]] = {}
    for some in portions(sorted(agreement_ids), FROM_ONE_BY_ONE):
        for key, tie in pairs.filter(agreement__in=some):
            ties.setdefault(key, set()).add(tie)
    states = asked.states_of({tie for key in agreement_ids for tie in ties.get(key, ())})
    over = {key for key, state in states.items() if state.status == "ended"}
    return {key for key in agreement_ids if ties.get(key) and ties[key] <= over}


# --- what does not fit together ---------------------------------------------------------------------------------------


def under_ended_ties(asked: Asked) -> Iterator[Found]:
    """Agreements that run on although their partnership has ended; not where the partner has left the agreement."""
    ended = {key: state.until for key, state in asked.tie_states.items() if state.status == "ended"}
    pairs = AgreementPartnership.objects.order_by().values_list(
        "agreement_id", "partnership_id", "partnership__partner_id"
    )
    parties = AgreementParty.objects.order_by().filter(party_until_latest__lt=asked.day)
    left = set(parties.values_list("agreement_id", "organisation__place_id"))
    ties: dict[str, list[str]] = {}
    for some in portions(sorted(ended), FROM_ONE_BY_ONE):
        for key, tie, place in pairs.filter(partnership__in=some):
            if (key, place) not in left:
                ties.setdefault(key, []).append(tie)
    for some in portions(sorted(ties), FROM_ONE_BY_ONE):
        rows = list(_light(asked.rows(Agreement).filter(pk__in=some)))
        events = _events(rows)
        for row in rows:
            facts = own_facts(row, events, public_only=asked.public_only)
            status = agreement_status(facts, asked.day, Term(0))
            if status is None:
                continue
            for tie in sorted(ties[row.pk]):
                for raised in under_ended_tie(status.status, tie, ended[tie]):
                    yield row.pk, raised


def signed_too_early(asked: Asked) -> Iterator[Found]:
    """Agreements signed before the decision that approves them."""
    rows = asked.rows(Agreement).filter(signed_latest__lt=F("approved_by__decided_earliest"))
    for key, signed, decided, decision in rows.values_list("pk", "signed", "approved_by__decided", "approved_by_id"):
        for raised in signed_before_decision(signed, decided, decision):
            yield key, raised


def successors_that_precede(asked: Asked) -> Iterator[Found]:
    """Agreements whose recorded successor began before they did."""
    began = Coalesce("valid_from_earliest", "signed_earliest")
    after = Coalesce("replaced_by__valid_from_latest", "replaced_by__signed_latest")
    rows = (
        asked.rows(Agreement)
        .filter(replaced_by__record__removed_at__isnull=True, replaced_by__record__merged_into__isnull=True)
        .annotate(began=began, after=after)
        .filter(after__lt=F("began"))
    )
    columns = ("pk", "valid_from", "signed", "replaced_by__valid_from", "replaced_by__signed", "replaced_by_id")
    for key, valid_from, signed, next_from, next_signed, successor in rows.values_list(*columns):
        for raised in successor_precedes(valid_from or signed, next_from or next_signed, successor):
            yield key, raised
