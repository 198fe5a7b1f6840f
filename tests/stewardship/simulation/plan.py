"""What happens in the simulated years, drawn from a seed: agreements, people, and what they do on which day."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST_DAY = date(2012, 1, 2)
ENTERED = date(2011, 6, 1)
"""The day the record was entered: what was so by then is left to the digest."""

MODES = ("none", "express", "tacit", "tacit at most", "open with reviews", "open")
DAYS_IN_YEAR = 365


@dataclass
class Pact:
    """An agreement. `until` and `review_on` are EDTF text, `..` until further notice; lengths are in months."""

    number: int
    mode: str
    signed: str
    until: str
    notice: int = 0
    renewal: int | None = None
    most: int | None = None
    review_on: str = ""
    review_every: int | None = None
    owner: str = ""
    """unit, person N, or empty for nobody's"""


@dataclass(frozen=True, order=True)
class Event:
    """Something that happens in the morning of a day, before jobs run.

    extend (end), notice, terminate, review: to an agreement. snooze (rule, until), assign (rule, person): to whichever
    matter of that rule it has then. own (owner): an agreement changes hands. leave, return (person).
    """

    day: date
    what: str
    pact: int = -1
    text: str = ""
    person: str = ""


@dataclass
class Plan:
    """All of it. `days` are those on which jobs run, `mail` says on which of them the mail server does what."""

    seed: int
    days: list[date]
    pacts: list[Pact]
    events: dict[date, list[Event]]
    mail: dict[date, str] = field(default_factory=dict)


PEOPLE = {
    "unit-1": "contributor",
    "unit-2": "contributor",
    "head": "contributor",
    "person-1": "contributor",
    "person-2": "officer",
    "officer": "officer",
    "admin": "administrator",
}
UNIT, HEADS = ("unit-1", "unit-2", "head"), ("head",)
MAY_LEAVE = ("unit-1", "person-1", "officer")


def drawn(seed: int, *, years: int, agreements: int, every: int) -> Plan:
    """A plan. `every`: jobs run each day (1), or on average on each so-many-th."""
    die = random.Random(seed)
    last = FIRST_DAY + timedelta(days=DAYS_IN_YEAR * years)
    pacts = [_pact(die, number, years) for number in range(agreements)]
    events: dict[date, list[Event]] = {}
    for event in _events(die, pacts, years):
        events.setdefault(event.day, []).append(event)
    days = _days(die, last, every)
    mail = {day: die.choice(["down", "not now", "breaks off"]) for day in days if die.random() < 0.05}
    return Plan(seed, days, pacts, events, mail)


def _days(die: random.Random, last: date, every: int) -> list[date]:
    """The days on which jobs run: after an absence of weeks, now and then, they go on."""
    days, day = [], FIRST_DAY
    while day < last:
        days.append(day)
        is_absence = die.random() < 1 / 500
        day += timedelta(days=die.randrange(10, 45) if is_absence else die.randrange(1, 2 * every))
    return days


def _pact(die: random.Random, number: int, years: int) -> Pact:
    mode = MODES[number % len(MODES)]
    signed = FIRST_DAY - timedelta(days=die.randrange(400, 1500))
    owner = die.choice(["unit", "unit", "person-1", "person-2", ""])
    if mode.startswith("open"):
        pact = Pact(number, mode, signed.isoformat(), "..", owner=owner)
        if mode != "open":
            pact.review_on = _date(die, _some_day(die, years), precise=0.6)
            pact.review_every = die.choice([None, 12, 24, 36])
        return pact
    precise = 1.0 if mode.startswith("tacit") else 0.7
    pact = Pact(number, mode, signed.isoformat(), _date(die, _some_day(die, years), precise=precise), owner=owner)
    if mode.startswith("tacit"):
        pact.renewal = die.choice([12, 12, 24, 36, 60])
        pact.notice = die.choice([0, 3, 6])
        pact.most = die.choice([1, 2, 3]) if mode == "tacit at most" else None
    else:
        pact.notice = die.choice([0, 0, 3])
    if die.random() < 0.2:
        pact.review_on = _date(die, _some_day(die, years), precise=1.0)
    return pact


def _some_day(die: random.Random, years: int) -> date:
    """A day of the years, at times the last of a month; some have passed before, some lie beyond."""
    day = FIRST_DAY + timedelta(days=die.randrange(-200, DAYS_IN_YEAR * years + 200))
    return day.replace(day=1) - timedelta(days=1) if die.random() < 0.4 else day


def _date(die: random.Random, day: date, *, precise: float) -> str:
    if die.random() < precise:
        return day.isoformat()
    return day.isoformat()[: die.choice([4, 7])]


def _events(die: random.Random, pacts: list[Pact], years: int) -> list[Event]:
    def some_day() -> date:
        return FIRST_DAY + timedelta(days=die.randrange(5, DAYS_IN_YEAR * years))

    drawn_events = [_event(die, die.choice(pacts), some_day()) for _ in range(len(pacts) * years)]
    found = [event for event in drawn_events if event]
    for _ in range(years):
        person, day = die.choice(MAY_LEAVE), some_day()
        found.append(Event(day, "leave", person=person))
        found.append(Event(day + timedelta(days=die.randrange(20, 200)), "return", person=person))
    return sorted(found, key=lambda event: (event.day, event.pact, event.what, event.text, event.person))


def _event(die: random.Random, pact: Pact, day: date) -> Event | None:
    """Something for an agreement, where it makes sense for one of its kind."""
    what = die.choice(["extend", "notice", "terminate", "review", "snooze", "snooze", "assign", "assign", "own"])
    rule = die.choice(["decision_due", "ended_without_successor", "review_due"])
    makes_sense = {
        "extend": not pact.mode.startswith("open"),
        "notice": pact.mode.startswith("tacit"),
        "terminate": die.random() < 0.3,
        "review": bool(pact.review_on),
    }
    if not makes_sense.get(what, True):
        return None
    texts = {
        "extend": (day + timedelta(days=die.randrange(200, 1200))).isoformat(),
        "snooze": f"{rule} {(day + timedelta(days=die.randrange(5, 90))).isoformat()}",
        "assign": rule,
        "own": die.choice(["unit", "person-1", "person-2"]),
    }
    return Event(day, what, pact.number, texts.get(what, ""), die.choice(["unit-2", "person-1", "head"]))
