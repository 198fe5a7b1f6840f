"""Every matter of the record on a day: a table of readings, each with the rules it answers for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from solmu.core.city import City
from solmu.stewardship.models import AgreementDeadline, MatterAssignment, MatterSnooze
from solmu.stewardship.queries.matters import (
    activities,
    agreements,
    claims,
    contacts,
    coverage,
    dues,
    files,
    languages,
    likeness,
    owners,
    reasons,
    renewals,
    sources,
    ties,
)
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.queries.matters.matter import Identity, Matter, Surroundings
from solmu.stewardship.vocabulary import MatterRule, Severity


@dataclass(frozen=True)
class Reading:
    """One read of the record, with a number of queries that does not grow, and the rules it raises matters of.

    `is_public` says that what it tells of a published record is public too, `may_be_urgent` that not all of it is
    tidy-up; agreements' deadlines are urgent too, but found for the first page by their index.
    """

    read: Callable[[Asked], Iterator[Found]]
    rules: tuple[MatterRule, ...]
    is_public: bool = False
    may_be_urgent: bool = False


READINGS = (
    Reading(
        agreements.deadlines,
        (
            MatterRule.ENDED_WITHOUT_SUCCESSOR,
            MatterRule.DECISION_DUE,
            MatterRule.REVIEW_DUE,
            MatterRule.REVIEW_MISSING,
        ),
        is_public=True,
    ),
    Reading(renewals.late, (MatterRule.RENEWAL_LATE,), may_be_urgent=True),
    Reading(agreements.under_ended_ties, (MatterRule.IN_FORCE_UNDER_ENDED_TIE,), may_be_urgent=True),
    Reading(agreements.signed_too_early, (MatterRule.SIGNED_BEFORE_DECISION,)),
    Reading(agreements.successors_that_precede, (MatterRule.SUCCESSOR_PRECEDES,)),
    Reading(dues.membership_reviews, (MatterRule.FEE_REVIEW_DUE, MatterRule.BENEFIT_REVIEW_DUE), may_be_urgent=True),
    Reading(dues.commitments, (MatterRule.COMMITMENT_DUE,), may_be_urgent=True),
    Reading(ties.dormant_ties, (MatterRule.TIE_DORMANT,), may_be_urgent=True),
    Reading(
        activities.told_of_activities,
        (MatterRule.ACTIVITY_WITHOUT_OUTCOME, MatterRule.ACTIVITY_WITHOUT_PARTICIPANTS),
    ),
    Reading(coverage.coverage_gaps, (MatterRule.COVERAGE_GAP,)),
    Reading(contacts.contacts, (MatterRule.CONTACT_UNVERIFIED, MatterRule.CONTACT_KEPT_TOO_LONG), may_be_urgent=True),
    Reading(owners.records_without_owner, (MatterRule.NO_OWNER,)),
    Reading(languages.languages_of_published, (MatterRule.LANGUAGE_MISSING,)),
    Reading(reasons.reasons_not_stated, (MatterRule.REASON_NOT_STATED,)),
    Reading(sources.contradictions, (MatterRule.SOURCES_CONTRADICT,)),
    Reading(sources.not_looked_at_lately, (MatterRule.SOURCE_NOT_LOOKED_AT,)),
    Reading(likeness.records_alike, (MatterRule.POSSIBLY_SAME_RECORD,)),
    Reading(files.files_gone, (MatterRule.DOCUMENT_MISSING, MatterRule.DOCUMENT_DAMAGED), may_be_urgent=True),
    Reading(claims.claims_waiting, (MatterRule.CLAIMS_WAITING,)),
)
"""Every reading; each rule is answered for by exactly one."""

_ORDER = {severity: position for position, severity in enumerate(Severity.values)}


def matters_on(
    day: date,
    *,
    city: City,
    with_snoozed: bool = False,
    public_only: bool = False,
    rules: Collection[str] | None = None,
) -> list[Matter]:
    """Every matter of the record on the day, most urgent first: overdue before soon, then the longest due.

    Those that are snoozed are left out unless asked for. With `rules`, only theirs are read.
    """
    asked = Asked(day, city, public_only)
    wanted = set(MatterRule if rules is None else rules)
    found = [
        each
        for reading in READINGS
        if wanted.intersection(reading.rules) and (reading.is_public or not public_only)
        for each in reading.read(asked)
        if each[1].rule in wanted
    ]
    matters = _matters(found, asked)
    return sorted(
        (matter for matter in matters if with_snoozed or matter.snoozed_until is None),
        key=lambda each: urgency(each, day),
    )


def first_matters(day: date, *, city: City, limit: int = 10) -> list[Matter]:
    """The most urgent matters of the day, as the first page of Today shows them: what `matters_on` begins with.

    Agreements are taken in the order of the day kept for each, by its index, and only as far as is needed; what can
    only be tidy-up is read only where nothing more urgent fills the page.
    """
    if AgreementDeadline.objects.filter(holds_from__gt=day).exists():
        return matters_on(day, city=city)[:limit]
    asked = Asked(day, city)
    found = [each for reading in READINGS if reading.may_be_urgent for each in reading.read(asked)]
    urgent = [each for each in found if each[1].severity != Severity.TIDY_UP]
    first: list[Matter] = []
    for portion, next_day in agreements.deadlines_in_order(asked):
        urgent += [each for each in portion if each[1].severity != Severity.TIDY_UP]
        first = _first(urgent, asked, limit)
        if next_day is None or (len(first) == limit and urgency(first[-1], day) <= _least_urgent(next_day, day)):
            break
    return first if len(first) == limit else matters_on(day, city=city)[:limit]


def _first(found: Sequence[Found], asked: Asked, limit: int) -> list[Matter]:
    matters = [matter for matter in _matters(found, asked) if matter.snoozed_until is None]
    return sorted(matters, key=lambda each: urgency(each, asked.day))[:limit]


def _least_urgent(next_day: date, day: date) -> tuple[int, date, Identity]:
    """Where a matter would stand that is about nothing before the day: no other of that day stands before it."""
    severity = Severity.OVERDUE if next_day < day else Severity.SOON
    return _ORDER[severity], next_day, ("", "", "")


def _matters(found: Sequence[Found], asked: Asked) -> list[Matter]:
    """What was found, with who sees to each and until when it can wait."""
    surroundings = Surroundings(found, city=asked.city, public_only=asked.public_only)
    assigned, snoozed = _assignments(), _snoozes(asked.day)
    matters = []
    for record_id, raised in found:
        identity = (raised.rule, record_id, raised.occurrence)
        matters.append(
            Matter(raised, record_id, assigned.get(identity), snoozed.get(identity), surroundings=surroundings)
        )
    return matters


def urgency(matter: Matter, day: date) -> tuple[int, date, Identity]:
    """Where a matter stands among others: by severity, then the longest due."""
    return _ORDER[matter.severity], matter.due_on or matter.arose_on or day, matter.identity


def _assignments() -> dict[Identity, str]:
    rows = MatterAssignment.objects.values_list("rule", "about", "occurrence", "account_id")
    return {(rule, about, occurrence): account_id for rule, about, occurrence, account_id in rows}


def _snoozes(day: date) -> dict[Identity, date]:
    """The matters that can wait on the day, and until when; on that day they are back."""
    rows = MatterSnooze.objects.filter(until__gt=day).values_list("rule", "about", "occurrence", "until")
    return {(rule, about, occurrence): until for rule, about, occurrence, until in rows}
