"""Reads of agreements with their status on a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from i18nfield.strings import LazyI18nString

from solmu.core.dates import OPEN, End, PartialDate, Period
from solmu.core.prepared import prepared
from solmu.core.terms import Term
from solmu.registry.models import (
    Agreement,
    AgreementPartnership,
    AgreementParty,
    AgreementSeries,
    AgreementSuspension,
    AgreementTheme,
    Partnership,
)
from solmu.registry.models.base import is_shown
from solmu.registry.queries.events import AgreementEvents, Events, events_of
from solmu.registry.queries.partnerships import partnership_facts
from solmu.registry.rules import (
    NO_LONGER,
    AgreementFacts,
    CurrentEnd,
    PartnershipFact,
    StatusOnDay,
    agreement_status,
    current_end,
    may_be_suspended,
    partnership_state,
    suspension_of_tie,
)

FACTS_FROM = (
    "record",
    "replaced_by__record",
    "series__standing_agreement__record",
    "series__standing_agreement__replaced_by__record",
)
"""What an agreement is loaded with, so that its facts ask the database nothing of their own."""


MANY = 1000
"""Agreements of which more are not named one by one in a query for their events."""


@dataclass(frozen=True)
class AgreementOnDay:
    """An agreement, its status and its current end on a day, and the facts they follow from.

    `successor` is what replaced it, or a later agreement of its series; None where neither is recorded.
    """

    agreement: Agreement
    status: StatusOnDay
    end: CurrentEnd
    facts: AgreementFacts
    successor: Agreement | None = None

    @property
    def validity(self) -> Period:
        """From its start until its current end; as it was stated, where it came to an end before it began."""
        start, end = self.agreement.valid_from, self.end.end
        if start and isinstance(end, PartialDate) and end.latest < start.earliest:
            return self.agreement.validity
        return Period(start, end)

    @property
    def suspensions(self) -> list[Period]:
        """The earliest first; one whose start is not known before all others."""
        return sorted(self.facts.suspensions, key=lambda each: each.start.earliest if each.start else date.min)

    @property
    def ended_without_successor(self) -> bool:
        return self.status.status in NO_LONGER and self.successor is None


def agreements_on(
    day: date,
    *,
    lead: Term,
    public_only: bool,
    partnership_id: str | None = None,
    record_id: str | None = None,
    among: QuerySet[Any, Any] | None = None,
    beside: Mapping[str, Any] = MappingProxyType({}),
    ties: Iterable[Partnership] = (),
    with_parties: bool = False,
) -> list[AgreementOnDay]:
    """Agreements made by the day, with their status, oldest first; at most seven queries whatever their number.

    With `record_id`: that agreement and the others of its series; `among` does the same for the rows of a query, which
    may be thousands, and `beside` is what these are annotated with. With `with_parties`: also who is party on the day.
    `ties` are partnerships already loaded with their names; those among them are not asked for again.
    """
    found: list[Agreement] = (
        _agreements(public_only, partnership_id, record_id)
        if among is None
        else _with_their_lines(among, beside, public_only)
    )
    load_partnerships(found, ties, public_only=public_only)
    is_part = partnership_id is not None or record_id is not None or (among is not None and len(found) <= MANY)
    events = events_of(asked_about(found) if is_part else None)
    if with_parties:
        load_parties(found, day, public_only=public_only)
    series: dict[str, list[Agreement]] = {}
    for row in found:
        if row.series_id:
            series.setdefault(row.series_id, []).append(row)
    ended = {
        row.pk: (facts := own_facts(row, events, public_only=public_only), current_end(facts, day)) for row in found
    }
    days = []
    for row in found:
        facts, end = ended[row.pk]
        facts = under_ties(facts, row, _ties(row, public_only), day, events, public_only=public_only)
        status = agreement_status(facts, day, lead)
        if status is not None:
            others = [(other, ended[other.pk][1].end) for other in series.get(row.series_id or "", ()) if other != row]
            successor = successor_of(row, end.end, others, public_only=public_only)
            days.append(AgreementOnDay(row, status, end, facts, successor))
    return sorted(days, key=lambda each: _order(each.agreement))


def _with_their_lines(among: QuerySet[Any, Any], beside: Mapping[str, Any], public_only: bool) -> list[Agreement]:
    """Agreements and the others of their series; one query."""
    rows = Agreement.objects.published() if public_only else Agreement.objects.live()
    own = among.order_by().values("pk")
    lines = AgreementSeries.objects.filter(agreements__in=own).values("pk")
    return list(rows.filter(Q(pk__in=own) | Q(series__in=lines)).select_related(*FACTS_FROM).annotate(**beside))


@prepared
def _agreements(public_only: bool, partnership_id: str | None, record_id: str | None) -> QuerySet[Agreement]:
    rows: QuerySet[Agreement] = Agreement.objects.published() if public_only else Agreement.objects.live()
    if partnership_id is not None:
        rows = rows.filter(partnership_rows__partnership_id=partnership_id)
    if record_id is not None:
        own = rows.filter(pk=record_id)
        rows = rows.filter(Q(pk=record_id) | Q(series__in=own.values("series"), series__isnull=False))
    return rows.select_related(*FACTS_FROM).distinct()


def asked_about(agreements: Iterable[Agreement]) -> set[str]:
    """The agreements whose events their facts rest on: themselves and those they stand under."""
    standing = (row.series.standing_agreement_id for row in agreements if row.series)
    return {row.pk for row in agreements} | {key for key in standing if key}


def load_partnerships(found: list[Agreement], ties: Iterable[Partnership], *, public_only: bool) -> None:
    """The partnerships of agreements with their changes and names; of those among `ties` at most their changes.

    With `public_only`, an internal partnership is no part of an agreement: its city is named nowhere.
    """
    rows_of = AgreementPartnership.objects.all()
    if public_only:
        rows_of = rows_of.filter(partnership__record__is_published=True)
    prefetch_related_objects(found, Prefetch("partnership_rows", rows_of))
    known = {tie.pk: tie for tie in ties}
    rows = [row for agreement in found for row in agreement.partnership_rows.all()]
    missing = {row.partnership_id for row in rows} - set(known)
    if missing:
        loaded = Partnership.objects.filter(pk__in=missing).select_related("record", "partner")
        known |= {tie.pk: tie for tie in loaded.prefetch_related("partner__names")}
    prefetch_related_objects([known[key] for key in {row.partnership_id for row in rows}], "changes")
    for row in rows:
        row.partnership = known[row.partnership_id]


def load_parties(found: list[Agreement], day: date, *, public_only: bool) -> None:
    """Who is party to agreements on the day; with `public_only` without organisations that are internal."""
    parties = AgreementParty.objects.filter(holding_on(day, "party_from", "party_until"))
    parties = parties.select_related("organisation")
    if public_only:
        parties = parties.filter(organisation__record__is_published=True)
    prefetch_related_objects(found, Prefetch("parties", parties))


@dataclass(frozen=True)
class ThemeLine:
    """A theme of an agreement in its own wording, with the names of the city's themes it points to."""

    wording: LazyI18nString
    theme_names: tuple[LazyI18nString, ...]


def holding_on(day: date, start: str, until: str) -> Q:
    """Rows whose period, in these two columns, may hold the day: what is unknown or open bounds nothing."""
    begun = Q(**{f"{start}_earliest__isnull": True}) | Q(**{f"{start}_earliest__lte": day})
    return begun & (Q(**{f"{until}_latest__isnull": True}) | Q(**{f"{until}_latest__gte": day}))


def themes_of(agreement_ids: Iterable[str], day: date | None = None) -> dict[str, list[ThemeLine]]:
    """The themes of each agreement in its order, only those that apply on the day where one is given; one query."""
    lines: dict[str, dict[int, ThemeLine]] = {}
    for agreement_id, position, wording, name in _theme_rows(list(agreement_ids), day):
        of_agreement = lines.setdefault(agreement_id, {})
        line = of_agreement.get(position, ThemeLine(wording, ()))
        of_agreement[position] = ThemeLine(wording, (*line.theme_names, name)) if name else line
    return {agreement_id: list(of_agreement.values()) for agreement_id, of_agreement in lines.items()}


@prepared
def _theme_rows(agreement_ids: list[str], day: date | None) -> QuerySet[Any, Any]:
    rows = AgreementTheme.objects.filter(agreement_id__in=agreement_ids)
    if day is not None:
        rows = rows.filter(holding_on(day, "applies_from", "applies_until"))
    rows = rows.order_by("position", "themes__position")
    return rows.values_list("agreement_id", "position", "wording", "themes__name")


def suspensions_of(agreement_id: str) -> list[AgreementSuspension]:
    """The suspensions of an agreement with their reasons, the earliest first; one query."""
    rows = AgreementSuspension.objects.filter(agreement=agreement_id)
    return sorted(rows, key=lambda row: (row.suspended_from.earliest if row.suspended_from else date.min, row.pk))


def themes_agreed_on(theme_ids: Iterable[str], day: date) -> set[str]:
    """Those of the themes that a published agreement made by the day has on the day; one query.

    Made are those that `agreements_on` tells: all but those that were surely signed, and begin, only later.
    """
    later = Q(stage="", signed_earliest__gt=day) & (
        Q(valid_from_earliest__isnull=True) | Q(valid_from_earliest__gt=day)
    )
    ids = list(theme_ids)
    rows = AgreementTheme.objects.filter(holding_on(day, "applies_from", "applies_until"), themes__in=ids)
    live = {"record__is_published": True, "record__removed_at": None, "record__merged_into": None}
    agreements = Agreement.objects.filter(~later, **live)
    return set(rows.filter(agreement__in=agreements.values("pk")).values_list("themes", flat=True)) & set(ids)


def facts_of(agreement: Agreement, day: date, *, public_only: bool = False) -> AgreementFacts:
    """What the agreement's status, end and deadline on the day follow from, with its ties as they are on the day.

    With `public_only`, from published records alone: what is internal shows in no status either.
    """
    events = events_of(asked_about([agreement]))
    facts = own_facts(agreement, events, public_only=public_only)
    return under_ties(facts, agreement, _ties(agreement, public_only), day, events, public_only=public_only)


def own_facts(agreement: Agreement, events: Events, *, public_only: bool) -> AgreementFacts:
    """The agreement's own facts, which are the same for every day; it must be loaded with `FACTS_FROM`."""
    successor = _shown(agreement.replaced_by, public_only)
    happened = events.get(agreement.pk) or AgreementEvents()
    return AgreementFacts(
        signed=agreement.signed,
        valid_from=agreement.valid_from,
        valid_until=agreement.valid_until,
        stage=agreement.stage,
        terminated_on=agreement.terminated_on,
        is_replaced=successor is not None,
        replaced_from=(successor.valid_from or successor.signed) if successor else None,
        suspensions=tuple(happened.suspensions),
        notice=Term(agreement.notice_months),
        renewal_mode=agreement.renewal_mode,
        renewal=Term(agreement.renewal_months) if agreement.renewal_months else None,
        most_renewals=agreement.most_renewals,
        amendments=tuple(happened.amendments),
        notices=tuple(happened.notices),
        review_on=agreement.review_on,
        review_every=Term(agreement.review_every_months) if agreement.review_every_months else None,
        reviews=tuple(happened.reviews),
    )


def _shown(agreement: Agreement | None, public_only: bool) -> Agreement | None:
    """An agreement another refers to, unless it was removed or, with `public_only`, is internal."""
    if agreement is None or not is_shown(agreement.record, public_only=public_only):
        return None
    return agreement


def _ties(agreement: Agreement, public_only: bool) -> list[list[PartnershipFact]]:
    """What happened to each partnership it belongs to; they must be loaded with their changes."""
    ties = [row.partnership for row in agreement.partnership_rows.all()]
    return [partnership_facts(list(tie.changes.all())) for tie in ties if is_shown(tie.record, public_only=public_only)]


def under_ties(
    facts: AgreementFacts,
    agreement: Agreement,
    ties: Collection[list[PartnershipFact]],
    day: date,
    events: Events,
    *,
    public_only: bool,
) -> AgreementFacts:
    """The facts with whether every tie it belongs to, or the agreement it stands under, is suspended on the day."""
    told = bool(ties) and all(partnership_state(tie, day).status == "suspended" for tie in ties)
    held = {suspension_of_tie(tie, day) for tie in ties}
    surely = bool(ties) and held == {True}
    surely_not = not ties or False in held
    standing = standing_over(agreement, public_only=public_only)
    if standing is not None:
        above = agreement_status(own_facts(standing, events, public_only=public_only), day, Term(0))
        told_above = above is not None and above.status == "suspended"
        happened = events.get(standing.pk) or AgreementEvents()
        never = may_be_suspended(tuple(happened.suspensions), day) is False
        told = told or told_above
        surely = surely or (above is not None and told_above and above.certain)
        surely_not = surely_not and (never or (not told_above and (above is None or above.certain)))
    return replace(facts, tie_suspended=told, tie_certain=surely if told else surely_not)


def standing_over(agreement: Agreement, *, public_only: bool) -> Agreement | None:
    """The agreement that this one stands under, unless it was removed or, with `public_only`, is internal."""
    return _shown(agreement.series.standing_agreement, public_only) if agreement.series else None


def successor_of(
    agreement: Agreement, end: End, others: Iterable[tuple[Agreement, End]], *, public_only: bool
) -> Agreement | None:
    """What replaced the agreement, or the first of its series that carries on after its end.

    `others` are the other members of its series, with their ends on the same day.
    """
    if replaced_by := _shown(agreement.replaced_by, public_only):
        return replaced_by
    if not isinstance(end, PartialDate):
        return None
    later = [other for other, until in others if _carries_on(other, until, agreement, end)]
    return min(later, key=_order, default=None)


def _carries_on(other: Agreement, until: End, agreement: Agreement, end: PartialDate) -> bool:
    """Whether `other`, signed, begins at or after the end, or began no earlier than the agreement and ends later.

    So a renewal signed before the old end counts, and a draft does not.
    """
    if other.stage:
        return False
    began, before = other.valid_from or other.signed, agreement.valid_from or agreement.signed
    if began and began.latest >= end.earliest:
        return True
    if began and before and began.latest < before.earliest:
        return False
    if isinstance(until, PartialDate):
        return until.latest > end.latest
    return until is OPEN


def _order(agreement: Agreement) -> tuple[date, int, str]:
    """Oldest first by what is known of the beginning, else of the end; what nothing is known of comes last."""
    began = agreement.signed or agreement.valid_from
    if began:
        return began.earliest, 0, agreement.pk
    if isinstance(agreement.valid_until, PartialDate):
        return agreement.valid_until.earliest, 1, agreement.pk
    return date.max, 2, agreement.pk
