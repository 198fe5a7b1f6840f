"""Amounts of money as the record keeps them: not negative, to the cent, in a currency by its code."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import overload

from solmu.core.errors import BrokenRule

LARGEST = Decimal("9999999999.99")
"""What the columns of amounts hold."""

CENT = Decimal("0.01")


@overload
def amount_of(value: Decimal | int | str, what: str) -> Decimal: ...


@overload
def amount_of(value: Decimal | int | str | None, what: str) -> Decimal | None: ...


def amount_of(value: Decimal | int | str | None, what: str) -> Decimal | None:
    """The amount to the cent; None where it is not known. `what` it is stands in the sentence of a refusal.

    Raises BrokenRule for what is no number, is negative, has parts of a cent or is larger than the record holds.
    """
    if value is None:
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise BrokenRule(f"{what} cannot be “{value}”. Write a number, for example 1200.50.") from None
    if not amount.is_finite() or amount < 0:
        raise BrokenRule(f"{what} cannot be {value}. Write an amount of nought or more.")
    if amount > LARGEST:
        raise BrokenRule(f"{what} cannot be {value}: the record holds amounts up to {LARGEST}. Check the number.")
    if amount != amount.quantize(CENT):
        raise BrokenRule(f"{what} cannot be {value}. Write it to the cent, with at most two decimals.")
    return amount.quantize(CENT)


def currency_of(code: str) -> str:
    """A currency's code; raises BrokenRule where it is not three capital letters (ISO 4217)."""
    if not re.fullmatch("[A-Z]{3}", code):
        raise BrokenRule(f"“{code}” is no currency. Write its three letters, for example EUR.")
    return code
