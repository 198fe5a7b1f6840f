"""Whether the terms of an agreement go together."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import OPEN, PartialDate
from solmu.registry.rules.terms import Terms, last_day_before, terms_fault


def on(text: str) -> PartialDate:
    return PartialDate.from_edtf(text)


PERIOD: dict[str, Any] = {"valid_from": on("2024-01-01"), "valid_until": on("2026-12-31")}
TACIT: dict[str, Any] = PERIOD | {"renewal_mode": "tacit", "renewal": 12}


@pytest.mark.parametrize(
    "terms",
    [
        {},
        PERIOD,
        PERIOD | {"notice": 36},  # notice for the whole term may be given on its first day
        {"valid_from": on("2024"), "valid_until": on("2024"), "notice": 12},
        {"valid_from": on("2024"), "valid_until": OPEN, "notice": 120},
        {"valid_until": on("2024"), "notice": 120},
        TACIT,
        TACIT | {"most_renewals": 1, "notice": 12},
        PERIOD | {"renewal_mode": "express", "review_on": on("2024"), "review_every": 1},
        {"renewal_mode": "tacit", "renewal": 1},
        {"valid_until": on("9999"), "notice": 1, "valid_from": on("2024")},
    ],
)
def test_terms_that_go_together(terms: dict[str, Any]) -> None:
    assert terms_fault(Terms(**terms)) is None


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"valid_from": on("2024"), "valid_until": on("2023")}, r"The end \(2023\) lies before the start \(2024\)\."),
        (PERIOD | {"notice": 37}, r"The notice period \(37 months\) is longer than the term of the agreement \(2024-0"),
        (
            TACIT | {"notice": 13},
            r"The notice period \(13 months\) is longer than the term it renews itself for \(12 m",
        ),
        (PERIOD | {"notice": -1}, "A notice period has no less than 0 months"),
        (PERIOD | {"renewal": 12}, "Only an agreement that renews itself has a term"),
        (PERIOD | {"renewal_mode": "express", "most_renewals": 2}, "Only an agreement that renews itself has a term"),
        (PERIOD | {"renewal_mode": "tacit"}, "does so for a term. Give its length"),
        (TACIT | {"renewal": 0}, "does so for a term. Give its length"),
        (TACIT | {"most_renewals": 0}, "does so at least once"),
        (TACIT | {"valid_until": OPEN}, "has an end to renew at"),
        (PERIOD | {"review_every": 0}, "Reviews come every so many months"),
        (PERIOD | {"review_on": on("2023")}, r"The review \(2023\) lies before the start \(2024-01-01\)"),
    ],
)
def test_fault_names_the_field_and_the_remedy(terms: dict[str, Any], sentence: str) -> None:
    fault = terms_fault(Terms(**terms))

    assert fault is not None
    assert re.search(sentence, fault)


@pytest.mark.parametrize(
    ("change", "begun", "last"),
    [
        ("2026-03-01", None, "2026-02-28"),
        ("2024-03-01", "2020", "2024-02-29"),
        ("2026-01-01", "2026-01-01", "2026-01-01"),  # of a change on the first day it is that day
        ("2026-03", "2026-01-01", "2026-03"),
        ("2026", None, "2026"),
        ("0001-01-01", None, "0001-01-01"),
    ],
)
def test_last_day_before_a_change(change: str, begun: str | None, last: str) -> None:
    assert str(last_day_before(on(change), on(begun) if begun else None)) == last


@given(st.dates(), st.dates())
def test_nothing_ends_before_it_began(change: Any, begun: Any) -> None:
    start, at = PartialDate.from_day(begun), PartialDate.from_day(change)
    if change >= begun:
        assert last_day_before(at, start).latest >= begun
