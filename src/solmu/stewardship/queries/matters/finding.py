"""Every matter of the record on a day: a table of readings, each with the rules it answers for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

from solmu.core.city import City
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from solmu.stewardship.queries.matters import agreements
from solmu.stewardship.queries.matters.asked import Asked, Found
from solmu.stewardship.queries.matters.matter import Identity, Matter, Surroundings
from solmu.stewardship.vocabulary import MatterRule, Severity


@dataclass(frozen=True)
class Reading:
    """One read of the record, with a number of queries that does not grow, and the rules it raises matters of.

    `is_public` says that what it tells of a published record is public too.
    """

    read: Callable[[Asked], Iterator[Found]]
    rules: tuple[MatterRule, ...]
    is_public: bool = False


READINGS = (Reading(agreements.ends, (MatterRule.ENDED_WITHOUT_SUCCESSOR, MatterRule.DECISION_DUE), is_public=True),)

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
    surroundings = Surroundings({record_id for record_id, _ in found}, city=city, public_only=public_only)
    assigned, snoozed = _assignments(), _snoozes(day)
    matters = []
    for record_id, raised in found:
        identity = (raised.rule, record_id, raised.occurrence)
        until = snoozed.get(identity)
        if until is None or with_snoozed:
            matters.append(Matter(raised, record_id, assigned.get(identity), until, surroundings=surroundings))
    return sorted(matters, key=lambda each: urgency(each, day))


def urgency(matter: Matter, day: date) -> tuple[int, date, Identity]:
    return _ORDER[matter.severity], matter.due_on or matter.arose_on or day, matter.identity


def _assignments() -> dict[Identity, str]:
    rows = MatterAssignment.objects.values_list("rule", "about", "occurrence", "account_id")
    return {(rule, about, occurrence): account_id for rule, about, occurrence, account_id in rows}


def _snoozes(day: date) -> dict[Identity, date]:
    """The matters that can wait on the day, and until when; on that day they are back."""
    rows = MatterSnooze.objects.filter(until__gt=day).values_list("rule", "about", "occurrence", "until")
    return {(rule, about, occurrence): until for rule, about, occurrence, until in rows}
