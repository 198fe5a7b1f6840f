from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solmu.core.dates import OPEN, PartialDate, Period
from solmu.core.terms import Term
from solmu.registry.rules import AgreementFacts, NoticeFact
from solmu.registry.vocabulary import AgreementStatus
from solmu.stewardship.rules.agreements import (
    STILL_RUNNING,
    matters_of_agreement,
    signed_before_decision,
    successor_precedes,
    under_ended_tie,
)
from solmu.stewardship.rules.raised import Raised
from solmu.stewardship.vocabulary import MatterRule, Severity
from tests.stewardship.rules.told import day, end, on, seen

LEAD = Term(6)


def facts(*, until: str = "", notice: int = 0, **known: Any) -> AgreementFacts:
    for name in ("signed", "valid_from", "terminated_on", "review_on"):
        if name in known:
            known[name] = on(known[name])
    known.setdefault("signed", on("2010"))
    return AgreementFacts(valid_until=end(until), notice=Term(notice), **known)


def raised(asked: str, known: AgreementFacts, *, is_settled: bool = False) -> list[Raised]:
    return list(matters_of_agreement(known, day(asked), LEAD, is_settled=is_settled))


TACIT: dict[str, Any] = {"renewal_mode": "tacit", "renewal": Term(24)}
ENDED, DECIDE, REVIEW = "ended_without_successor", "decision_due", "review_due"


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [
        # It ended: surely only after the latest day.
        ("2026-11-24", {"until": "2019"}, [(ENDED, "overdue", "2019", "", "2020-01-01")]),
        ("2019-07-01", {"until": "2019-06-30"}, [(ENDED, "overdue", "2019-06-30", "", "2019-07-01")]),
        (
            "2022-03-04",
            {"until": "2040", "terminated_on": "2022-03-04"},
            [(ENDED, "overdue", "2022-03-04", "", "2022-03-04")],
        ),
        ("2024-01-01", {"terminated_on": "2022"}, [(ENDED, "overdue", "2022", "", "2022-12-31")]),
        # It will end: from notice and lead before the earliest day.
        ("2018-06-30", {"until": "2019"}, []),
        ("2018-07-01", {"until": "2019"}, [(DECIDE, "soon", "2019", "2018-12-31", "2018-07-01")]),
        ("2018-01-01", {"until": "2019", "notice": 6}, [(DECIDE, "soon", "2019", "2018-07-01", "2018-01-01")]),
        ("2018-07-02", {"until": "2019", "notice": 6}, [(DECIDE, "overdue", "2019", "2018-07-01", "2018-07-02")]),
        ("2019-01-01", {"until": "2019"}, [(DECIDE, "overdue", "2019", "2018-12-31", "2019-01-01")]),
        # One that renews itself is decided about term by term, and is never overdue.
        ("2018-08-01", {"until": "2018-12-31", **TACIT}, [(DECIDE, "soon", "2018-12-31", "2018-12-30", "2018-06-30")]),
        ("2019-05-01", {"until": "2018-12-31", **TACIT}, []),
        ("2020-08-01", {"until": "2018-12-31", **TACIT}, [(DECIDE, "soon", "2020-12-31", "2020-12-30", "2020-06-30")]),
        # Suspended, or under a suspended tie, it keeps its deadline.
        (
            "2018-07-01",
            {"until": "2019", "suspensions": (Period(on("2015"), OPEN),)},
            [(DECIDE, "soon", "2019", "2018-12-31", "2018-07-01")],
        ),
        (
            "2018-07-01",
            {"until": "2019", "tie_suspended": True},
            [(DECIDE, "soon", "2019", "2018-12-31", "2018-07-01")],
        ),
        # Reviews.
        ("2026-11-24", {"until": "..", "review_on": "2027"}, [(REVIEW, "soon", "2027", "2027-12-31", "2026-07-01")]),
        ("2026-06-30", {"until": "..", "review_on": "2027"}, []),
        ("2028-01-01", {"until": "..", "review_on": "2027"}, [(REVIEW, "overdue", "2027", "2027-12-31", "2028-01-01")]),
        ("2028-01-01", {"until": "..", "review_on": "2027", "reviews": (on("2027-05"),)}, [
            ("review_missing", "tidy_up", "", "", "2010-12-31"),
        ]),
        ("2011-01-01", {"review_on": "2011-02"}, [(REVIEW, "soon", "2011-02", "2011-02-28", "2010-08-01")]),
        # Open-ended without a review.
        ("2026-11-24", {"until": ".."}, [("review_missing", "tidy_up", "", "", "2010-12-31")]),
        ("2026-11-24", {"until": "..", "signed": None}, [("review_missing", "tidy_up", "", "", "")]),
        # Nothing to remind of.
        ("2026-11-24", {"until": "2019", "is_replaced": True, "replaced_from": on("2019")}, []),
        ("2026-11-24", {}, []),
        ("2026-11-24", {"signed": None}, []),
        ("2009-11-24", {"until": "2019"}, []),  # not yet made
        ("2026-11-24", {"until": "2019", "stage": "draft", "signed": None}, []),
        # A tacit one whose term nobody stated: its end is not known.
        ("2026-11-24", {"until": "2019", "renewal_mode": "tacit"}, []),
    ],
)  # fmt: skip
def test_matters_of_an_agreement(asked: str, known: dict[str, Any], expected: list[tuple[str, ...]]) -> None:
    if known.get("signed", "") is None:
        known = known | {"signed": None}
        assert seen(matters_of_agreement(_unsigned(known), day(asked), LEAD)) == expected
        return
    assert seen(raised(asked, facts(**known))) == expected


def _unsigned(known: dict[str, Any]) -> AgreementFacts:
    return AgreementFacts(valid_until=end(known.get("until", "")), stage=known.get("stage", ""))


@pytest.mark.parametrize(
    ("known", "renews"),
    [
        ({**TACIT}, 1),
        ({**TACIT, "most_renewals": 1}, 0),  # the term that ends is the last
        ({**TACIT, "most_renewals": 2}, 1),
        ({**TACIT, "notices": (NoticeFact(on("2020-05-01")),)}, 0),
        ({**TACIT, "notices": (NoticeFact(None, on("2020-12-31")),)}, 0),
        ({**TACIT, "notices": (NoticeFact(on("2020-05-01"), is_for_giver_only=True),)}, 1),
        ({**TACIT, "notices": (NoticeFact(on("2025-05-01")),)}, 1),  # still to come
        ({**TACIT, "terminated_on": "2020-12-31"}, 0),
    ],
)
def test_a_decision_says_whether_it_renews_itself(known: dict[str, Any], renews: int) -> None:
    (matter,) = raised("2020-08-01", facts(until="2018-12-31", **known))

    assert (matter.rule, matter.told) == (DECIDE, {"end": on("2020-12-31"), "renews": renews})


def test_one_that_does_not_renew_itself_says_so() -> None:
    (matter,) = raised("2018-08-01", facts(until="2019"))

    assert matter.told == {"end": on("2019"), "renews": 0}


@pytest.mark.parametrize(("asked", "years"), [("2020-01-01", 0), ("2020-12-31", 1), ("2026-11-24", 6)])
def test_what_ended_says_since_how_many_years(asked: str, years: int) -> None:
    (matter,) = raised(asked, facts(until="2019"))

    assert matter.told == {"end": on("2019"), "years": years}


@given(
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.sampled_from([4, 7, 10]),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.integers(0, 24),
    st.sampled_from(["", "none", "express", "tacit"]),
)
def test_what_is_settled_leaves_only_reviews(until: date, length: int, asked: date, notice: int, mode: str) -> None:
    known = AgreementFacts(
        signed=PartialDate(1985),
        valid_until=PartialDate.from_edtf(until.isoformat()[:length]),
        notice=Term(notice),
        renewal_mode=mode,
        renewal=Term(12) if mode == "tacit" else None,
    )

    assert list(matters_of_agreement(known, asked, LEAD, is_settled=True)) == []
    for matter in matters_of_agreement(known, asked, LEAD):
        assert matter.rule in MatterRule.values
        assert matter.severity in Severity.values
        assert matter.occurrence
        assert matter.arose_on is not None
        assert matter.arose_on <= asked


def test_an_extension_makes_another_matter() -> None:
    before = raised("2019-02-01", facts(until="2019-06-30"))
    after = raised("2020-02-01", facts(until="2020-06-30"))

    assert [each.occurrence for each in (*before, *after)] == ["2019-06-30", "2020-06-30"]


# --- what does not fit together ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", AgreementStatus.values)
def test_only_what_runs_is_in_force_under_an_ended_tie(status: str) -> None:
    found = list(under_ended_tie(status, "tie", on("2022-03")))

    runs = status in STILL_RUNNING or status == "no_end_recorded"
    assert seen(found) == ([("in_force_under_ended_tie", "soon", "tie", "", "2022-03-31")] if runs else [])


def test_a_tie_that_ended_on_an_unknown_day() -> None:
    assert seen(under_ended_tie("in_force", "tie", None)) == [("in_force_under_ended_tie", "soon", "tie", "", "")]


@pytest.mark.parametrize(
    ("signed", "decided", "is_raised"),
    [
        ("2020-03-01", "2020-03-02", True),
        ("2020-03-02", "2020-03-02", False),
        ("2020", "2020-03-02", False),  # it may have been signed after
        ("2019", "2020", True),
        ("", "2020", False),
        ("2020", "", False),
    ],
)
def test_signed_before_the_decision_only_where_that_is_sure(signed: str, decided: str, is_raised: bool) -> None:
    found = signed_before_decision(end(signed) or None, end(decided) or None, "decision")  # type: ignore[arg-type]

    arose = {"2020-03-01": "2020-03-01", "2019": "2019-12-31"}.get(signed, "")
    assert seen(found) == ([("signed_before_decision", "tidy_up", "decision", "", arose)] if is_raised else [])


@pytest.mark.parametrize(
    ("began", "successor", "is_raised"),
    [
        ("2020", "2019", True),
        ("2020", "2020-03", False),
        ("2020", "2021", False),
        ("", "2019", False),
        ("2020", "", False),
    ],
)
def test_successor_precedes_only_where_that_is_sure(began: str, successor: str, is_raised: bool) -> None:
    found = successor_precedes(end(began) or None, end(successor) or None, "other")  # type: ignore[arg-type]

    assert seen(found) == ([("successor_precedes", "tidy_up", "other", "", "")] if is_raised else [])
