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
    enquiries,
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
from solmu.stewardship.rules.raised import Raised
from solmu.stewardship.vocabulary import MatterRule, Severity


@dataclass(frozen=True)
class Reading:
    """One read of the record and the rules it raises matters of; more queries only for every 2,000 records it looks at.

    `is_public` says that what it tells of a published record is public too. `most` is how pressing its matters are at
    most; those of agreements' deadlines are found for the first page by their index.
    """

    read: Callable[[Asked], Iterator[Found]]
    rules: tuple[MatterRule, ...]
    is_public: bool = False
    most: Severity = Severity.TIDY_UP


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
    Reading(renewals.late, (MatterRule.RENEWAL_LATE,), most=Severity.SOON),
    Reading(agreements.under_ended_ties, (MatterRule.IN_FORCE_UNDER_ENDED_TIE,), most=Severity.SOON),
    Reading(agreements.signed_too_early, (MatterRule.SIGNED_BEFORE_DECISION,)),
    Reading(agreements.successors_that_precede, (MatterRule.SUCCESSOR_PRECEDES,)),
    Reading(dues.membership_reviews, (MatterRule.FEE_REVIEW_DUE, MatterRule.BENEFIT_REVIEW_DUE), most=Severity.OVERDUE),
    Reading(dues.commitments, (MatterRule.COMMITMENT_DUE,), most=Severity.OVERDUE),
    Reading(enquiries.enquiries_waiting, (MatterRule.ENQUIRY_DUE,), most=Severity.OVERDUE),
    Reading(ties.dormant_ties, (MatterRule.TIE_DORMANT,), most=Severity.SOON),
    Reading(
        activities.told_of_activities,
        (MatterRule.ACTIVITY_WITHOUT_OUTCOME, MatterRule.ACTIVITY_WITHOUT_PARTICIPANTS),
    ),
    Reading(coverage.coverage_gaps, (MatterRule.COVERAGE_GAP,)),
    Reading(contacts.contacts, (MatterRule.CONTACT_UNVERIFIED, MatterRule.CONTACT_KEPT_TOO_LONG), most=Severity.SOON),
    Reading(owners.records_without_owner, (MatterRule.NO_OWNER,)),
    Reading(languages.languages_of_published, (MatterRule.LANGUAGE_MISSING,)),
    Reading(reasons.reasons_not_stated, (MatterRule.REASON_NOT_STATED,)),
    Reading(sources.contradictions, (MatterRule.SOURCES_CONTRADICT,)),
    Reading(sources.not_looked_at_lately, (MatterRule.SOURCE_NOT_LOOKED_AT,)),
    Reading(likeness.records_alike, (MatterRule.POSSIBLY_SAME_RECORD,)),
    Reading(files.files_gone, (MatterRule.DOCUMENT_MISSING, MatterRule.DOCUMENT_DAMAGED), most=Severity.SOON),
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

    Agreements are taken in the order of the day kept for each, by its index, and only as far as is needed. What is at
    most soon is read only where nothing overdue fills the page, what is tidy-up only where nothing else does.
    """
    if AgreementDeadline.objects.filter(holds_from__gt=day).exists():
        return matters_on(day, city=city)[:limit]
    asked, urgent = Asked(day, city), list[Found]()
    first: list[Matter] = []
    portions = agreements.deadlines_in_order(asked)
    next_day: date | None = date.min
    for severity in (Severity.OVERDUE, Severity.SOON):
        urgent += [each for reading in READINGS if reading.most == severity for each in reading.read(asked)]
        least = _ORDER[severity]
        while True:
            first = _first([each for each in urgent if _ORDER[each[1].severity] <= least], asked, limit)
            if next_day is None or _ORDER[severity] < _place_of(next_day, day):
                break
            if len(first) == limit and urgency(first[-1], day) <= _least_urgent(next_day, day):
                break
            found, next_day = next(portions)
            urgent += found
        if len(first) == limit:
            return first
    return matters_on(day, city=city)[:limit]


def _first(found: Sequence[Found], asked: Asked, limit: int) -> list[Matter]:
    matters = [matter for matter in _matters(found, asked) if matter.snoozed_until is None]
    return sorted(matters, key=lambda each: urgency(each, asked.day))[:limit]


def _place_of(next_day: date, day: date) -> int:
    """The severity that a matter about nothing before the day has at most, as its place in the order."""
    return _ORDER[Severity.OVERDUE if next_day < day else Severity.SOON]


def _least_urgent(next_day: date, day: date) -> tuple[int, date, Identity]:
    """Where a matter would stand that is about nothing before the day: no other of that day stands before it."""
    return _place_of(next_day, day), next_day, ("", "", "")


def _matters(found: Sequence[Found], asked: Asked) -> list[Matter]:
    """What was found, with who sees to each and until when it can wait."""
    surroundings = Surroundings(found, city=asked.city, public_only=asked.public_only)
    assigned, snoozed = _assignments(), _snoozes(asked.day)
    matters = []
    for record_id, raised in found:
        identity = (raised.rule, record_id, raised.occurrence)
        matters.append(
            Matter(
                raised,
                record_id,
                assigned.get(identity) or sees_to_it(raised),
                snoozed.get(identity),
                surroundings=surroundings,
            )
        )
    return matters


def sees_to_it(raised: Raised) -> str | None:
    """The account that a rule itself names, such as whose a renewal is; an assignment counts before it."""
    return str(raised.told["sees_to_it"]) if "sees_to_it" in raised.told else None


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
