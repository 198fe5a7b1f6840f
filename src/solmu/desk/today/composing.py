"""What Today shows: at most ten sentences, in order of urgency, and the coming three months."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.models import Account, AuditEntry
from solmu.core.terms import shift_day
from solmu.core.wording import shown_date
from solmu.desk.naming import reading_language
from solmu.desk.today.drawing import Mark, drawn_months
from solmu.desk.today.moving_on import moves_on, record_page
from solmu.registry.models import Activity, UnitMember
from solmu.registry.naming import text_in
from solmu.registry.queries.names import names_of
from solmu.stewardship.queries.matters import Matter
from solmu.stewardship.queries.matters.grouping import groups_of
from solmu.stewardship.vocabulary import MatterRule, Severity

SENTENCES = 10
"""The most that Today says on one screen."""

CHANGES = 8
OWN, UNIT, EVERYONE = "own", "unit", "all"
DECISIONS = frozenset({MatterRule.DECISION_DUE, MatterRule.ENDED_WITHOUT_SUCCESSOR})
REVIEWS = frozenset({MatterRule.REVIEW_DUE, MatterRule.FEE_REVIEW_DUE, MatterRule.BENEFIT_REVIEW_DUE})


@dataclass(frozen=True)
class MatterLine:
    """One matter as a line: how late or when, what it is about, why, whose, and its button."""

    when: str
    day: str
    is_late: bool
    name: str
    href: str
    reason: str
    owner: str
    button: str
    button_href: str
    wait_href: str
    give_href: str
    is_first: bool = False


@dataclass(frozen=True)
class MatterGroup:
    """Matters equally pressing; `more` counts those that do not fit."""

    heading: str
    number: str
    is_late: bool
    lines: tuple[MatterLine, ...]
    sentences: tuple[tuple[str, str], ...] = ()
    more: str = ""
    more_href: str = ""


@dataclass(frozen=True)
class Change:
    """A record that others changed since the reader was last here."""

    name: str
    href: str
    who: str
    when: str


def units_of(by: Account) -> set[str]:
    return set(UnitMember.objects.filter(account=by).values_list("unit_id", flat=True))


def in_scope(matters: Iterable[Matter], scope: str, by: Account, units: Collection[str]) -> list[Matter]:
    """Those that are mine (given to me, or of what I own), or my units', or all."""
    if scope == OWN:
        return [each for each in matters if each.handled_by == by.pk or (each.owner and each.owner.account_id == by.pk)]
    if scope == UNIT:
        return [
            each
            for each in matters
            if each.handled_by == by.pk
            or (each.owner and (each.owner.unit_id in units or each.owner.account_id == by.pk))
        ]
    return list(matters)


def groups(matters: Sequence[Matter], day: date, people: dict[str, str]) -> list[MatterGroup]:
    """Overdue, within a week, within three months, later; what is to be tidied up is told together."""
    week, quarter = day + timedelta(days=7), shift_day(day, 3)
    pressing = [each for each in matters if each.severity != Severity.TIDY_UP]
    parts: list[tuple[str, bool, list[Matter]]] = [
        (_("Overdue"), True, [each for each in pressing if each.severity == Severity.OVERDUE])
    ]
    soon = [each for each in pressing if each.severity != Severity.OVERDUE]
    parts.append((_("Within a week"), False, [each for each in soon if each.due_on and each.due_on <= week]))
    parts.append(
        (_("Within three months"), False, [each for each in soon if each.due_on and week < each.due_on <= quarter])
    )
    parts.append((_("Later or no day set"), False, [each for each in soon if not each.due_on or each.due_on > quarter]))
    shown, left = [], SENTENCES
    is_first = True
    for heading, is_late, some in parts:
        lines = []
        for each in some[:left]:
            lines.append(line_of(each, day, people, is_first=is_first))
            is_first = False
        left -= len(lines)
        if some:
            shown.append(
                MatterGroup(heading, str(len(some)), is_late, tuple(lines), **_rest(len(some) - len(lines), "soon"))
            )
    if tidy := [each for each in matters if each.severity == Severity.TIDY_UP]:
        told = groups_of(tidy)
        sentences = tuple(
            (sentence, f"{reverse('desk:matters')}?rule={some[0].rule}") for sentence, some in told[: max(left, 1)]
        )
        number = sum(len(some) for _sentence, some in told[len(sentences) :])
        shown.append(
            MatterGroup(_("To be tidied up"), str(len(tidy)), False, (), sentences, **_rest(number, "tidy_up"))
        )
    return shown


def _rest(number: int, severity: str) -> dict[str, Any]:
    if number <= 0:
        return {}
    words = ngettext("%(number)s more", "%(number)s more", number) % {"number": number}
    return {"more": words, "more_href": f"{reverse('desk:matters')}?severity={severity}"}


def line_of(matter: Matter, day: date, people: dict[str, str], *, is_first: bool = False) -> MatterLine:
    language = reading_language()
    owner = text_in(matter.owner.name, language) if matter.owner else _("Nobody's")
    if matter.handled_by:
        owner = people.get(matter.handled_by, owner)
    key = key_of(matter)
    move = moves_on(matter)
    return MatterLine(
        when=_how_far(matter, day),
        day=shown_date(matter.due_on) if matter.due_on else "",
        is_late=matter.severity == Severity.OVERDUE,
        name=matter.name(language),
        href=record_page(matter),
        reason=matter.reason(language),
        owner=owner,
        button=str(move.label),
        button_href=move.where(matter),
        wait_href=reverse("desk:matter-wait", args=key),
        give_href=reverse("desk:matter-give", args=key),
        is_first=is_first,
    )


def key_of(matter: Matter) -> tuple[str, str, str]:
    """A matter's identity as its address has it; what is empty is a dash."""
    return matter.rule, matter.record_id or "-", matter.occurrence or "-"


def _how_far(matter: Matter, day: date) -> str:
    """*3 days*, *5 weeks*, *over 6 years*: how late it is, or how long there is."""
    turn = matter.due_on or matter.arose_on
    if turn is None:
        return _("No day set")
    days = abs((turn - day).days)
    is_past = turn < day
    if not days:
        return _("Today")
    if days < 14:
        words = ngettext("%(number)s day", "%(number)s days", days)
        number = days
    elif days < 92:
        number = days // 7
        words = ngettext("%(number)s week", "%(number)s weeks", number)
    elif days < 730:
        number = days // 30
        words = ngettext("%(number)s month", "%(number)s months", number)
    else:
        number = days // 365
        words = (
            ngettext("over %(number)s year", "over %(number)s years", number)
            if is_past
            else ngettext("%(number)s year", "%(number)s years", number)
        )
    return words % {"number": number}


def changes_since(by: Account, moment: datetime | None) -> list[Change]:
    """The records that others changed since then, the latest first; three queries and one per kind of record."""
    if moment is None:
        return []
    entries = (
        AuditEntry.objects.filter(at__gt=moment.isoformat())
        .exclude(actor_id__in=(by.pk, "system"))
        .exclude(record_id="")
        .order_by("-sequence")
        .values_list("record_id", "actor_id", "at")[:500]
    )
    latest: dict[str, tuple[str, str]] = {}
    for record_id, actor_id, at in entries:
        latest.setdefault(record_id, (actor_id, at))
    chosen = dict(list(latest.items())[:CHANGES])
    names = names_of(chosen)
    known = [key for key in chosen if key in names.rows]
    people = names_of_people({chosen[key][0] for key in known})
    return [
        Change(
            names.of(key, reading_language()),
            reverse("desk:history", args=[key]),
            people.get(chosen[key][0], ""),
            shown_date(datetime.fromisoformat(chosen[key][1]).date()),
        )
        for key in known
    ]


def names_of_people(ids: Collection[str]) -> dict[str, str]:
    """Accounts by name, or by address where they have none; one query."""
    return {row.pk: row.name or row.email for row in Account.objects.filter(pk__in=ids)} if ids else {}


def coming(matters: Sequence[Matter], day: date) -> tuple[str, list[str]]:
    """The coming three months as a drawing, and the same in words; one query."""
    until, language = shift_day(day, 3), reading_language()
    marks = [
        Mark(each.due_on, each.name(language), _kind(each.rule), record_page(each))
        for each in matters
        if each.due_on and day <= each.due_on <= until and each.severity != Severity.TIDY_UP
    ]
    rows = Activity.objects.live().filter(starts_earliest__gte=day, starts_earliest__lte=until)
    marks += [
        Mark(row.starts_earliest, text_in(row.title, language), "event", reverse("desk:record-page", args=[row.pk]))
        for row in rows.order_by("starts_earliest", "pk")[:SENTENCES]
    ]
    marks = sorted(marks, key=lambda mark: (mark.on, mark.words))[:SENTENCES]
    return drawn_months(day, until, marks), [f"{shown_date(mark.on)} {mark.words}" for mark in marks]


def _kind(rule: str) -> str:
    if rule in DECISIONS:
        return "decision"
    return "review" if rule in REVIEWS else "other"
