from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.vocabulary import AgreementStatus
from solmu.stewardship.rules.agreements import AgreementEnd, Raised, matters_of_agreement
from solmu.stewardship.vocabulary import MatterRule, Severity


def raised(day: str, status: str, end: str = "", *, notice: int = 0, has_successor: bool = False) -> list[Raised]:
    facts = AgreementEnd(
        status=status,
        end=PartialDate.from_edtf(end) if end else None,
        has_successor=has_successor,
        notice=Term(notice),
        lead=Term(6),
    )
    return list(matters_of_agreement(facts, date.fromisoformat(day)))


def ended(occurrence: str, since: str, years: int) -> Raised:
    told = {"end": PartialDate.from_edtf(occurrence), "years": years}
    return Raised("ended_without_successor", "overdue", occurrence, arose_on=date.fromisoformat(since), told=told)


def ending(occurrence: str, due_on: str, severity: str = "soon") -> Raised:
    return Raised("ending_soon", severity, occurrence, due_on=date.fromisoformat(due_on))


@pytest.mark.parametrize(
    ("day", "status", "end", "notice", "expected"),
    [
        # It ended: surely only after the latest day.
        ("2026-11-24", "expired", "2019", 0, [ended("2019", "2020-01-01", 6)]),
        ("2019-07-01", "expired", "2019-06-30", 0, [ended("2019-06-30", "2019-07-01", 0)]),
        ("2022-03-04", "terminated", "2022-03-04", 0, [ended("2022-03-04", "2022-03-04", 0)]),
        ("2024-01-01", "terminated", "2022", 0, [ended("2022", "2022-12-31", 1)]),
        # It will end: from notice and lead before the earliest day.
        ("2018-06-30", "in_force", "2019", 0, []),
        ("2018-07-01", "ending_soon", "2019", 0, [ending("2019", "2018-12-31")]),
        ("2018-01-01", "ending_soon", "2019", 6, [ending("2019", "2018-07-01")]),
        ("2017-12-31", "in_force", "2019", 6, []),
        ("2018-07-01", "ending_soon", "2019", 6, [ending("2019", "2018-07-01")]),
        ("2018-07-02", "ending_soon", "2019", 6, [ending("2019", "2018-07-01", "overdue")]),
        ("2019-01-01", "ending_soon", "2019", 0, [ending("2019", "2018-12-31", "overdue")]),
        ("2027-01-15", "ending_soon", "2027-06-30", 6, [ending("2027-06-30", "2026-12-30", "overdue")]),
        # A suspended agreement or tie keeps its deadline.
        ("2018-07-01", "suspended", "2019", 0, [ending("2019", "2018-12-31")]),
        ("2018-07-01", "in_force_not_applied", "2019", 0, [ending("2019", "2018-12-31")]),
        # Nothing to remind of.
        ("2026-11-24", "replaced", "2019", 0, []),
        ("2026-11-24", "no_end_recorded", "", 0, []),
        ("2026-11-24", "not_known", "", 0, []),
        ("2026-11-24", "draft", "2019", 0, []),
        # The calendar's first year breaks nothing.
        ("2026-11-24", "ending_soon", "0001", 6, [ending("0001", "0001-01-01", "overdue")]),
        ("2026-11-24", "ending_soon", "0001", 0, [ending("0001", "0001-01-01", "overdue")]),
    ],
)
def test_matters_of_an_agreement(day: str, status: str, end: str, notice: int, expected: list[Raised]) -> None:
    assert raised(day, status, end, notice=notice) == expected


@given(
    st.sampled_from(AgreementStatus.values),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.sampled_from([4, 7, 10]),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.integers(0, 24),
)
def test_successor_silences_every_matter(status: str, end: date, length: int, day: date, notice: int) -> None:
    facts = (day.isoformat(), status, end.isoformat()[:length])

    assert raised(*facts, notice=notice, has_successor=True) == []
    for matter in raised(*facts, notice=notice):
        assert matter.rule in MatterRule.values
        assert matter.severity in Severity.values
        assert matter.occurrence == facts[2]
        assert (matter.since is None) != (matter.due_on is None)
