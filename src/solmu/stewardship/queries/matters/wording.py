"""What matters say, in the active language: why each needs somebody, and by when or since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.dates import PartialDate
from solmu.core.wording import shown_date
from solmu.stewardship.rules.raised import Raised
from solmu.stewardship.vocabulary import MatterRule, Severity

NameOf = Callable[[str], str]
"""The name of another record a matter speaks of, by its id."""


def reason(raised: Raised, name_of: NameOf) -> str:
    """Why it needs somebody, in a sentence or two."""
    return _REASONS[MatterRule(raised.rule)](raised, name_of)


def when(raised: Raised) -> str:
    """By when to act, or since when it is so; empty where neither is known."""
    if raised.rule == MatterRule.ENDED_WITHOUT_SUCCESSOR:
        return _since(raised.arose_on, _number(raised, "years"))
    if raised.due_on is None:
        return _since(raised.arose_on, 0)
    if raised.rule == MatterRule.DECISION_DUE:
        return _("Decide by %(day)s.") % {"day": shown_date(raised.due_on)}
    if raised.severity == Severity.OVERDUE:
        return _("The day was %(day)s.") % {"day": shown_date(raised.due_on)}
    return _("By %(day)s.") % {"day": shown_date(raised.due_on)}


def _since(day: date | None, years: int) -> str:
    if day is None:
        return ""
    if not years:
        return _("Since %(day)s.") % {"day": shown_date(day)}
    words = ngettext("Since %(day)s, for over a year.", "Since %(day)s, for over %(years)d years.", years)
    return words % {"day": shown_date(day), "years": years}


def ended_sentence(end: PartialDate) -> str:
    """*It was in force until 2019.* in the active language, as precise as the end is known."""
    forms = {
        "year": _("It was in force until %(year)s."),
        "month": _("It was in force until %(month)s %(year)s."),
        "day": _("It was in force until %(day)s."),
    }
    return forms[end.precision] % _parts(end)


def ends_sentence(end: PartialDate) -> str:
    """*It ends in 2027.* in the active language."""
    forms = {
        "year": _("It ends in %(year)s."),
        "month": _("It ends in %(month)s %(year)s."),
        "day": _("It ends on %(day)s."),
    }
    return forms[end.precision] % _parts(end)


def _parts(end: PartialDate) -> dict[str, str]:
    """What a sentence may say of the date; a language puts its own endings to the month's name."""
    return {
        "year": str(end.year),
        "month": str(MONTHS[end.month]) if end.month else "",
        "day": shown_date(end),
    }


# What a rule told, as the sentence needs it.


def _number(raised: Raised, name: str) -> int:
    value = raised.told[name]
    assert isinstance(value, int)  # each rule tells what its own sentence needs
    return value


def _date(raised: Raised, name: str) -> PartialDate:
    value = raised.told[name]
    assert isinstance(value, PartialDate)
    return value


def _ended(raised: Raised, name_of: NameOf) -> str:
    return " ".join((ended_sentence(_date(raised, "end")), _("No successor is recorded.")))


def _decision(raised: Raised, name_of: NameOf) -> str:
    return " ".join((ends_sentence(_date(raised, "end")), _("Decide whether it is renewed.")))


_REASONS: Mapping[MatterRule, Callable[[Raised, NameOf], str]] = MappingProxyType(
    {
        MatterRule.ENDED_WITHOUT_SUCCESSOR: _ended,
        MatterRule.DECISION_DUE: _decision,
    }
)
