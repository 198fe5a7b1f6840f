"""Dates and numbers as a reader of the active language writes them, as precisely as they are known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from django.utils import dates
from django.utils.formats import number_format
from django.utils.translation import get_language

from solmu.core.dates import PartialDate

NO_BREAK_SPACE = "\u00a0"


def shown_date(value: PartialDate | date) -> str:
    """*1998*, *syyskuu 1998*, *4.9.1998* in Finnish; *4 september 1998* in Swedish; *4 September 1998* in English."""
    known = value if isinstance(value, PartialDate) else PartialDate.from_day(value)
    if known.month is None:
        return str(known.year)
    month = str(dates.MONTHS[known.month])
    if known.day is None:
        return f"{month} {known.year}"
    if (get_language() or "").startswith("fi"):
        return f"{known.day}.{known.month}.{known.year}"
    return f"{known.day}{NO_BREAK_SPACE}{month} {known.year}"


def date_parts(value: PartialDate) -> dict[str, str]:
    """What a sentence may say of a date (year, month, day); a language puts its own endings to the month's name."""
    return {
        "year": str(value.year),
        "month": str(dates.MONTHS[value.month]) if value.month else "",
        "day": shown_date(value),
    }


def shown_number(value: float) -> str:
    """A whole number with the language's own grouping of thousands."""
    return str(number_format(round(value), use_l10n=True, force_grouping=True))


def shown_figure(value: float) -> str:
    """A figure with one decimal, none where it is whole."""
    if value == int(value):
        return shown_number(value)
    return str(number_format(value, decimal_pos=1, use_l10n=True, force_grouping=True))


def shown_amount(value: Decimal, currency: str) -> str:
    """*1 200,50 €* in Finnish and Swedish, *€1,200.50* in English; other currencies by code; no idle decimals."""
    decimals = 0 if value == value.to_integral_value() else 2
    number = str(number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True))
    if (get_language() or "").startswith("en"):
        return f"€{number}" if currency == "EUR" else f"{currency}{NO_BREAK_SPACE}{number}"
    return f"{number}{NO_BREAK_SPACE}{'€' if currency == 'EUR' else currency}"


def shown_value(value: object) -> str:
    """A value inside the sentence of an error (`core.errors`): dates and numbers as above, a choice by its word."""
    if isinstance(value, PartialDate | date):
        return shown_date(value)
    if isinstance(value, Enum):
        return lower_first(str(getattr(value, "label", value)))
    if isinstance(value, int):
        return shown_number(value)
    if isinstance(value, Decimal):
        return str(number_format(value, use_l10n=True, force_grouping=True))
    return str(value)


def lower_first(text: str) -> str:
    """A label as it stands inside a sentence; one that begins with an abbreviation (EU) keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
