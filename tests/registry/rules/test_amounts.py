from __future__ import annotations

from decimal import Decimal

import pytest

from solmu.core.errors import BrokenRule
from solmu.registry.rules.amounts import amount_of, currency_of


@pytest.mark.parametrize(
    ("value", "amount"),
    [(None, None), (0, "0.00"), ("12.5", "12.50"), (Decimal("9999999999.99"), "9999999999.99"), ("1e3", "1000.00")],
)
def test_amount_is_kept_to_the_cent(value: Decimal | int | str | None, amount: str | None) -> None:
    found = amount_of(value, "The fee")
    assert (None if found is None else str(found)) == amount


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("much", "The fee cannot be “much”. Write a number"),
        (-1, "The fee cannot be -1. Write an amount of nought or more"),
        ("NaN", "amount of nought or more"),
        ("Infinity", "amount of nought or more"),
        ("10000000000", "up to 9999999999.99"),
        ("1.005", "at most two decimals"),
    ],
)
def test_amount_that_cannot_be_is_refused(value: int | str, sentence: str) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        amount_of(value, "The fee")


def test_currency_is_three_capital_letters() -> None:
    assert currency_of("SEK") == "SEK"
    for code in ("", "eur", "EURO", "€"):
        with pytest.raises(BrokenRule, match="is no currency"):
            currency_of(code)
