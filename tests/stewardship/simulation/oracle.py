"""What the ledger must hold, worked out day by day from the plan alone.

Nothing of Solmu's is imported: dates, terms, matters, days of telling and turns are told here again, as
docs/reference/reminders.md and deadlines.md tell them, in the plainest way there is.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.stewardship.simulation.plan import ENTERED, HEADS, PEOPLE, UNIT, Event, Pact, Plan

LEAD, AGAIN, ESCALATION = 6, 30, 14
ONE = timedelta(days=1)

Row = tuple[str, int, str, date, str, str]
"""Rule, agreement's number, occurrence, due day, recipient, purpose."""


def earliest(text: str) -> date:
    return date.fromisoformat(text + {4: "-01-01", 7: "-01", 10: ""}[len(text)])


def latest(text: str) -> date:
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date(year, month, calendar.monthrange(year, month)[1])
    return date.fromisoformat(text)


def moved(day: date, months: int) -> date:
    """The corresponding day, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def after(text: str, months: int) -> str:
    """A date as precise as it was, some months on; only whole years are added to a year."""
    if len(text) == 4:
        return f"{int(text) + months // 12:04}"
    return moved(earliest(text), months).isoformat()[: len(text)]


@dataclass
class State:
    """What has happened to an agreement by a day."""

    pact: Pact
    owner: str
    extended: list[tuple[date, str]] = field(default_factory=list)
    notices: list[date] = field(default_factory=list)
    terminated: date | None = None
    reviews: list[date] = field(default_factory=list)

    @property
    def until(self) -> str:
        return self.extended[-1][1] if self.extended else self.pact.until

    @property
    def is_tacit(self) -> bool:
        return self.pact.mode.startswith("tacit")


@dataclass(frozen=True)
class Matter:
    rule: str
    occurrence: str
    severity: str
    arose: date
    due: date | None


def decide_by(end: str, notice: int) -> date:
    return moved(earliest(end), -notice) if notice else earliest(end) - ONE


def term_ends(state: State) -> list[str]:
    """The ends of the terms, of the agreement as it is now; a century of them where nothing limits it."""
    if not state.is_tacit:
        return [state.until]
    assert state.pact.renewal is not None
    number = state.pact.most if state.pact.most is not None else 100
    return [after(state.until, state.pact.renewal * times) for times in range(number + 1)]


def cut(state: State) -> str:
    """The end a notice brings: of the first term it is in time for. One given before the latest extension is over."""
    since = state.extended[-1][0] if state.extended else date.min
    ends = []
    for given in state.notices:
        if given < since:
            continue
        terms = term_ends(state)
        ends.append(next((end for end in terms if given <= moved(earliest(end), -state.pact.notice)), terms[-1]))
    return min(ends, default="")


def matters(state: State, day: date) -> list[Matter]:
    found: list[Matter] = []
    if state.terminated:
        end = state.terminated.isoformat()
        return [Matter("ended_without_successor", end, "overdue", state.terminated, None)]
    if state.until != "..":
        cut_at = cut(state)
        end = cut_at or next(
            (end for end in term_ends(state) if decide_by(end, state.pact.notice) >= day), term_ends(state)[-1]
        )
        if latest(end) < day:
            return [Matter("ended_without_successor", end, "overdue", latest(end) + ONE, None)]
        last = earliest(end) - ONE if cut_at else decide_by(end, state.pact.notice)
        first = moved(earliest(end), -(state.pact.notice + LEAD))
        if not cut_at and state.is_tacit and end != state.until:
            before = term_ends(state)[term_ends(state).index(end) - 1]
            first = max(first, decide_by(before, state.pact.notice) + ONE)
        found += one("decision_due", end, first, last, day)
    if review := next_review(state, day):
        ends_at = last_end(state)
        if not ends_at or earliest(review) <= latest(ends_at):
            found += one("review_due", review, moved(earliest(review), -LEAD), latest(review), day)
    return found


def last_end(state: State) -> str:
    """The end that nothing renews; empty where something always may."""
    if state.until == "..":
        return ""
    if cut_at := cut(state):
        return cut_at
    if state.is_tacit and state.pact.most is None:
        return ""
    return term_ends(state)[-1]


def one(rule: str, occurrence: str, first: date, last: date, day: date) -> list[Matter]:
    if day < first:
        return []
    if day > last:
        return [Matter(rule, occurrence, "overdue", last + ONE, last)]
    return [Matter(rule, occurrence, "soon", first, last)]


def next_review(state: State, day: date) -> str:
    pact = state.pact
    if not pact.review_on:
        return ""
    number = 0

    def nth(times: int) -> str:
        return after(pact.review_on, (pact.review_every or 0) * times)

    for done in sorted(state.reviews):
        if done > day or done < moved(earliest(nth(number)), -LEAD):
            continue
        if pact.review_every is None:
            return ""
        number += 1
        while earliest(nth(number)) <= done:
            number += 1
    return nth(number)


@dataclass
class Oracle:
    """The plan's days gone through one by one."""

    plan: Plan
    states: dict[int, State] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    snoozed: dict[tuple[str, int, str], date] = field(default_factory=dict)
    assigned: dict[tuple[str, int, str], str] = field(default_factory=dict)
    rows: dict[tuple[str, int, str, date, str], str] = field(default_factory=dict)
    escalated: set[tuple[str, int, str, str]] = field(default_factory=set)
    digests: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.states = {pact.number: State(pact, pact.owner) for pact in self.plan.pacts}

    def happens(self, event: Event) -> str | None:
        """Take in an event; None where it cannot happen to what there is, else the occurrence it is said of."""
        state = self.states.get(event.pact)
        if state is None:
            (self.gone.add if event.what == "leave" else self.gone.discard)(event.person)
            return ""
        day, running = event.day, not self.has_ended(state, event.day)
        if event.what == "extend":
            if not running or (state.extended and state.extended[-1][0] >= day):
                return None
            current = last_end(state) or next(end for end in term_ends(state) if latest(end) >= day)
            if date.fromisoformat(event.text) <= latest(current):
                return None
            state.extended.append((day, event.text))
        elif event.what == "notice":
            if not running or cut(state):
                return None
            state.notices.append(day)
        elif event.what == "terminate":
            if not running:
                return None
            state.terminated = day
        elif event.what == "review":
            if not running or day in state.reviews:
                return None
            state.reviews.append(day)
        elif event.what == "own":
            state.owner = event.text
        else:
            return self.is_said_of(state, event)
        return ""

    def is_said_of(self, state: State, event: Event) -> str | None:
        """A matter is put off or given to somebody, if the agreement has one of that rule."""
        rule, _, until = event.text.partition(" ")
        for matter in matters(state, event.day):
            if matter.rule == rule:
                key = (rule, state.pact.number, matter.occurrence)
                if event.what == "snooze":
                    self.snoozed[key] = date.fromisoformat(until)
                else:
                    self.assigned[key] = event.person
                return matter.occurrence
        return None

    def has_ended(self, state: State, day: date) -> bool:
        if state.terminated:
            return True
        end = last_end(state)
        return bool(end) and latest(end) < day

    def jobs_run(self, day: date) -> None:
        """What the ledger must hold once the jobs of the day are done."""
        week = (day - timedelta(days=day.weekday())).isocalendar()
        for person in PEOPLE:
            if person not in self.gone:
                self.digests.add((f"{week.year}-W{week.week:02}", person))
        for state in self.states.values():
            for matter in matters(state, day):
                self.tell(state, matter, day)

    def tell(self, state: State, matter: Matter, day: date) -> None:
        key = (matter.rule, state.pact.number, matter.occurrence)
        back = self.snoozed.get(key)
        if back and back > day:
            return
        turns = self.turns(state, self.assigned.get(key))
        for due in self.days_of_telling(matter, back):
            if due <= day:
                for person in turns[0] if turns else ():
                    self.rows.setdefault((*key, due, person), "reminder")
        base = self.base(matter)
        if base is None:
            return
        for turn in (1, 2):
            wait = timedelta(days=ESCALATION * turn)
            if max(base, back or base) + wait <= day and turn < len(turns):
                for person in turns[turn]:
                    row = (*key, base + wait, person)
                    if row not in self.rows and (*key, person) not in self.escalated:
                        self.escalated.add((*key, person))
                        self.rows[row] = "escalation"

    @staticmethod
    def days_of_telling(matter: Matter, back: date | None) -> list[date]:
        days = [back] if back else []
        if matter.severity == "overdue":
            if matter.arose > ENTERED:
                days.append(matter.due if matter.due and matter.due + ONE == matter.arose else matter.arose)
            return days
        assert matter.due is not None
        again = matter.due - timedelta(days=AGAIN)
        days += [day for day in (matter.arose, matter.due) if day > ENTERED]
        if matter.arose < again and again > ENTERED:
            days.append(again)
        return days

    @staticmethod
    def base(matter: Matter) -> date | None:
        """The day nobody's answer is counted from; none where it was so when the record was entered."""
        if matter.severity == "overdue":
            if matter.arose <= ENTERED:
                return None
            return matter.due if matter.due and matter.due + ONE == matter.arose else matter.arose
        return matter.due if matter.due and matter.due > ENTERED else None

    def turns(self, state: State, assigned: str | None) -> list[list[str]]:
        here = [person for person in PEOPLE if person not in self.gone]
        officers = [person for person in here if PEOPLE[person] == "officer"]
        owners = [person for person in (UNIT if state.owner == "unit" else (state.owner,)) if person in here]
        heads = [person for person in HEADS if person in here] if state.owner == "unit" else []
        first = [assigned] if assigned in here and assigned else owners or officers or ["admin"]
        second = [person for person in heads if person not in first]
        second = second or [person for person in officers if person not in first]
        third = [person for person in ["admin"] if person not in first + second]
        return [turn for turn in (first, second, third) if turn]
