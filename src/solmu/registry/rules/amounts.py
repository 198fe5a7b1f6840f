"""Amounts of money as the record keeps them: not negative, to the cent, in a currency by its code."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import overload

from solmu.core.errors import BrokenRule, Phrase

LARGEST = Decimal("9999999999.99")
"""What the columns of amounts hold."""

CENT = Decimal("0.01")


@overload
def amount_of(value: Decimal | int | str, what: Phrase) -> Decimal: ...


@overload
def amount_of(value: Decimal | int | str | None, what: Phrase) -> Decimal | None: ...


def amount_of(value: Decimal | int | str | None, what: Phrase) -> Decimal | None:
    """The amount to the cent; None where it is not known. `what` it is stands in the sentence of a refusal.

    Raises BrokenRule for what is no number, is negative, has parts of a cent or is larger than the record holds.
    """
    if value is None:
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise BrokenRule(
            "%(what)s cannot be “%(value)s”. Write a number, for example 1200.50.", what=what, value=value
        ) from None
    if not amount.is_finite() or amount < 0:
        raise BrokenRule("%(what)s cannot be %(value)s. Write an amount of nought or more.", what=what, value=value)
    if amount > LARGEST:
        raise BrokenRule(
            "%(what)s cannot be %(value)s: the record holds amounts up to %(largest)s. Check the number.",
            what=what,
            value=value,
            largest=LARGEST,
        )
    if amount != amount.quantize(CENT):
        raise BrokenRule(
            "%(what)s cannot be %(value)s. Write it to the cent, with at most two decimals.", what=what, value=value
        )
    return amount.quantize(CENT)


def currency_of(code: str) -> str:
    """A currency's code; raises BrokenRule where it is not three capital letters (ISO 4217)."""
    if not re.fullmatch("[A-Z]{3}", code):
        raise BrokenRule("“%(code)s” is no currency. Write its three letters, for example EUR.", code=code)
    return code
