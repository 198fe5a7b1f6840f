from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from solmu.core.dates import PartialDate
from solmu.core.terms import Term
from solmu.registry.rules import (
    AgreementFacts,
    PartnershipFact,
    PartnershipState,
    StatusOnDay,
    agreement_status,
    current_end,
    days_before,
    ending_soon_from,
    may_be_suspended,
    partnership_state,
    suspension_of_tie,
    years_since,
)
from solmu.registry.vocabulary import AgreementStatus
from tests.registry.founding import on
from tests.registry.rules.agreements import days_near, drawn_agreements, facts, made_precise, partial_dates

LEAD = Term(6)


def status(day: str, **given_facts: Any) -> tuple[str, bool] | None:
    found = agreement_status(facts(**given_facts), date.fromisoformat(day), LEAD)
    return None if found is None else (found.status, found.certain)


# --- the status of an agreement ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2018-06-01", "2026-11-24"])
@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        ({"signed": "1998"}, ("no_end_recorded", True)),
        ({"signed": "1999"}, ("no_end_recorded", True)),
        ({}, ("not_known", False)),
    ],
)
def test_what_the_issue_asks_of_agreements_without_an_end(day: str, given_facts: dict, expected: tuple) -> None:
    assert status(day, **given_facts) == expected


def test_what_the_issue_asks_of_an_agreement_with_only_an_end() -> None:
    assert status("2018-06-01", valid_until="2019") == ("in_force", False)
    assert status("2026-11-24", valid_until="2019") == ("expired", True)


TACIT: dict[str, Any] = {"renewal_mode": "tacit", "renewal": 12, "notice": 6}
"""It renews itself for a year, unless notice is given six months before."""
ONCE: dict[str, Any] = {"renewal_mode": "tacit", "renewal": 12, "most_renewals": 1}
HALF_YEARS: dict[str, Any] = {"renewal_mode": "tacit", "renewal": 18, "most_renewals": 1}
REPLACED_FROM_2014: dict[str, Any] = {"is_replaced": True, "replaced_from": "2014"}
EXPIRED = ("expired", True)
NOT_SURELY_TO_BEGIN = ("signed_not_yet_in_force", False)


@pytest.mark.parametrize(
    ("day", "given_facts", "expected"),
    [
        # An end known to its year has passed only after it, and is not sure within it.
        ("2019-01-01", {"signed": "2010", "valid_until": "2019"}, ("ending_soon", True)),
        ("2019-01-02", {"signed": "2010", "valid_until": "2019"}, ("ending_soon", False)),
        ("2019-12-31", {"signed": "2010", "valid_until": "2019"}, ("ending_soon", False)),
        ("2020-01-01", {"signed": "2010", "valid_until": "2019"}, ("expired", True)),
        # A period is closed: its last day belongs to it.
        ("2019-06-30", {"signed": "2010", "valid_until": "2019-06-30"}, ("ending_soon", True)),
        ("2019-07-01", {"signed": "2010", "valid_until": "2019-06-30"}, ("expired", True)),
        # Ending soon counts lead and notice from the earliest possible end.
        ("2018-06-30", {"signed": "2010", "valid_until": "2019"}, ("in_force", True)),
        ("2018-07-01", {"signed": "2010", "valid_until": "2019"}, ("ending_soon", True)),
        ("2018-03-31", {"signed": "2010", "valid_until": "2019", "notice": Term(3)}, ("in_force", True)),
        ("2018-04-01", {"signed": "2010", "valid_until": "2019", "notice": Term(3)}, ("ending_soon", True)),
        # The start counts before the signing; known to its year it is not sure in that year.
        ("2010-05-01", {"signed": "2009", "valid_from": "2010", "valid_until": ".."}, ("in_force", False)),
        ("2010-12-31", {"signed": "2009", "valid_from": "2010", "valid_until": ".."}, ("in_force", True)),
        # Signed, its start later; nothing before the signing.
        ("2009-03-01", {"signed": "2009-02-28", "valid_from": "2010"}, ("signed_not_yet_in_force", True)),
        ("2009-03-01", {"signed": "2009", "valid_from": "2010"}, ("signed_not_yet_in_force", False)),
        ("2009-03-01", {"valid_from": "2010"}, ("signed_not_yet_in_force", False)),
        ("2008-12-31", {"signed": "2009", "valid_from": "2010"}, None),
        ("1997-12-31", {"signed": "1998"}, None),
        ("2009-03-01", {"signed": "2009-02-28", "valid_from": "2010", "terminated_on": "2009"}, NOT_SURELY_TO_BEGIN),
        # Open is said, unknown is not.
        ("2020-01-01", {"signed": "2010", "valid_until": ".."}, ("in_force", True)),
        ("2020-01-01", {"signed": "2010"}, ("no_end_recorded", True)),
        ("2020-01-01", {"valid_until": ".."}, ("in_force", False)),
        # Terminated, with effect from the day; known to its year, surely only at the end of it.
        ("2015-03-01", {"signed": "2010", "terminated_on": "2015-03-01"}, ("terminated", True)),
        ("2015-02-28", {"signed": "2010", "terminated_on": "2015-03-01"}, ("ending_soon", True)),
        ("2014-08-31", {"signed": "2010", "terminated_on": "2015-03-01"}, ("in_force", True)),
        ("2014-09-01", {"signed": "2010", "terminated_on": "2015-03-01"}, ("ending_soon", True)),
        ("2015-02-28", {"signed": "2010", "terminated_on": "2015"}, ("ending_soon", False)),
        # A termination to come brings the end nearer, and only nearer.
        ("2014-09-01", {"signed": "2010", "valid_until": "2020", "terminated_on": "2015-03-01"}, ("ending_soon", True)),
        ("2014-08-31", {"signed": "2010", "valid_until": "2020", "terminated_on": "2015-03-01"}, ("in_force", True)),
        ("2014-08-31", {"signed": "2010", "valid_until": "..", "terminated_on": "2015-03-01"}, ("in_force", True)),
        ("2014-09-01", {"signed": "2010", "valid_until": "2014-12-31", "terminated_on": "2030"}, ("ending_soon", True)),
        # What ended it may be another, earlier in the order.
        ("2015-02-28", {"signed": "2010", "valid_until": "2014", "terminated_on": "2015"}, ("expired", False)),
        ("2016-01-01", {"signed": "2010", "valid_until": "2014", "is_replaced": True}, ("expired", False)),
        ("2015-06-01", {"signed": "2010", "terminated_on": "2015", **REPLACED_FROM_2014}, ("replaced", False)),
        ("2015-01-01", {"signed": "2010", "terminated_on": "2015", **REPLACED_FROM_2014}, ("replaced", False)),
        ("2014-06-01", {"signed": "2010", "valid_until": "2013", **REPLACED_FROM_2014}, ("expired", False)),
        ("2014-01-01", {"signed": "2010", "valid_until": "2013", **REPLACED_FROM_2014}, ("expired", False)),
        ("2014-06-01", {"signed": "2010", **REPLACED_FROM_2014}, ("no_end_recorded", False)),
        ("2014-01-01", {"signed": "2010", **REPLACED_FROM_2014}, ("no_end_recorded", False)),
        ("2015-06-01", {"signed": "2010", "terminated_on": "2020", **REPLACED_FROM_2014}, ("replaced", True)),
        # Replaced from the successor's start; without one, not surely, and never before it was made itself.
        ("2015-03-01", {"signed": "2010", "is_replaced": True, "replaced_from": "2015-03-01"}, ("replaced", True)),
        (
            "2015-02-28",
            {"signed": "2010", "is_replaced": True, "replaced_from": "2015-03-01"},
            ("no_end_recorded", True),
        ),
        ("2015-02-28", {"signed": "2010", "is_replaced": True}, ("replaced", False)),
        ("2009-12-31", {"signed": "2010", "is_replaced": True}, None),
        # Suspended within a period; what is not known of it leaves it unsure.
        ("2015-01-01", {"signed": "2010", "suspensions": ["2014-12-31/.."]}, ("suspended", True)),
        ("2014-12-30", {"signed": "2010", "suspensions": ["2014-12-31/.."]}, ("no_end_recorded", True)),
        ("2015-06-01", {"signed": "2010", "suspensions": ["2014/2015"]}, ("suspended", False)),
        ("2015-06-01", {"signed": "2010", "suspensions": ["2015/.."]}, ("suspended", False)),
        ("2016-06-01", {"signed": "2010", "suspensions": ["2015/.."]}, ("suspended", True)),
        ("2016-06-01", {"signed": "2010", "suspensions": ["2015/"]}, ("suspended", False)),
        ("2016-06-01", {"signed": "2010", "suspensions": ["/.."]}, ("suspended", False)),
        ("2016-01-01", {"signed": "2010", "suspensions": ["2014/2015"]}, ("no_end_recorded", True)),
        ("2015-06-30", {"signed": "2010", "suspensions": ["2014-01-01/2015-06-30"]}, ("suspended", True)),
        ("2015-06-30", {"valid_until": "2030", "suspensions": ["2014-01-01/.."]}, ("suspended", False)),
        # Its tie is suspended: it stays in force, not applied; nothing is made of an agreement nothing is known of.
        ("2015-01-01", {"signed": "2010", "tie_suspended": True}, ("in_force_not_applied", True)),
        ("2015-01-01", {"valid_until": "2019", "tie_suspended": True}, ("in_force_not_applied", False)),
        ("2015-01-01", {"tie_suspended": True}, ("not_known", False)),
        # Known to its year, the suspension of the tie is not sure in it, and neither is that it goes on.
        (
            "2015-01-01",
            {"signed": "2010", "tie_suspended": True, "tie_certain": False},
            ("in_force_not_applied", False),
        ),
        ("2015-01-01", {"signed": "2010", "tie_certain": False}, ("no_end_recorded", False)),
        ("2015-01-01", {"signed": "2010", "suspensions": ["2014/.."], "tie_certain": False}, ("suspended", True)),
        # A tacit agreement renews itself: it never expires, but for a most of renewals or a notice.
        ("2015-05-31", {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT}, ("in_force", True)),
        (
            "2014-07-01",
            {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT, "most_renewals": 2},
            ("expired", True),
        ),
        (
            "2014-06-30",
            {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT, "most_renewals": 2},
            ("ending_soon", True),
        ),
        (
            "2012-07-01",
            {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT, "notices": [("2011-11-11", "")]},
            ("expired", True),
        ),
        (
            "2012-07-01",
            {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT, "notices": [("2012-03-03", "")]},
            ("ending_soon", True),
        ),
        (
            "2013-07-01",
            {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT, "notices": [("2012-03-03", "")]},
            ("expired", True),
        ),
        # Within the year of its end it may have renewed itself already: it is in force either way.
        ("2012-05-01", {"valid_from": "2010", "valid_until": "2012", **TACIT}, ("ending_soon", True)),
        (
            "2012-05-01",
            {"valid_from": "2010", "valid_until": "2012", **TACIT, "most_renewals": 0},
            ("ending_soon", False),
        ),
        # Eighteen months after a year: it may have ended, or end with the year after.
        ("2020-01-01", {"signed": "2010", "valid_until": "2018", **HALF_YEARS}, ("expired", False)),
        ("2021-01-01", {"signed": "2010", "valid_until": "2018", **HALF_YEARS}, ("expired", True)),
        # The last term it may renew itself for ends before the day the notice states.
        ("2020-01-01", {"signed": "2010", "valid_until": "2017", **ONCE, "notices": [("2016-05-05", "2025")]}, EXPIRED),
        # Soon to end only while notice can still be given for the term.
        ("2011-06-29", {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT}, ("in_force", True)),
        ("2011-06-30", {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT}, ("ending_soon", True)),
        ("2011-12-30", {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT}, ("ending_soon", True)),
        ("2011-12-31", {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT}, ("in_force", True)),
        ("2012-06-29", {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT}, ("in_force", True)),
        ("2012-06-30", {"valid_from": "2010", "valid_until": "2012-06-30", **TACIT}, ("ending_soon", True)),
        # It renews itself for a term nobody stated: what comes after its end is not known.
        (
            "2012-06-30",
            {"valid_from": "2010", "valid_until": "2012-06-30", "renewal_mode": "tacit"},
            ("in_force", True),
        ),
        (
            "2012-07-01",
            {"valid_from": "2010", "valid_until": "2012-06-30", "renewal_mode": "tacit"},
            ("no_end_recorded", False),
        ),
        ("2012-05-01", {"signed": "2010", "valid_until": "2012", "renewal_mode": "tacit"}, ("in_force", False)),
        ("2012-01-01", {"signed": "2010", "valid_until": "2012", "renewal_mode": "tacit"}, ("in_force", True)),
        # Whether an end is known may hang on the day of an amendment.
        ("2012-05-01", {"signed": "2010", "amendments": [("2012", "", "2030")]}, ("in_force", False)),
        ("2012-12-31", {"signed": "2010", "amendments": [("2012", "", "2030")]}, ("in_force", True)),
        # An extension counts from its signing or from when it takes effect.
        (
            "2013-01-01",
            {"signed": "2010", "valid_until": "2012", "amendments": [("2012-12-01", "2013", "2015")]},
            ("in_force", True),
        ),
        (
            "2013-01-01",
            {"signed": "2010", "valid_until": "2012", "amendments": [("", "2013-01-01", "..")]},
            ("in_force", True),
        ),
        (
            "2013-01-01",
            {"signed": "2010", "valid_until": "2012", "amendments": [("", "2013", "..")]},
            ("in_force", False),
        ),
        (
            "2013-01-01",
            {"signed": "2010", "valid_until": "2012", "amendments": [("2013-01-02", "", "..")]},
            ("expired", True),
        ),
        # Notice ends what is open, or what nobody stated an end of.
        (
            "2015-05-31",
            {"signed": "2010", "valid_until": "..", "notice": 3, "notices": [("2015-03-01", "")]},
            ("ending_soon", True),
        ),
        (
            "2015-06-02",
            {"signed": "2010", "valid_until": "..", "notice": 3, "notices": [("2015-03-01", "")]},
            ("expired", True),
        ),
        ("2015-06-02", {"signed": "2010", "notice": 3, "notices": [("2015-03-01", "")]}, ("expired", True)),
        ("2015-06-02", {"signed": "2010", "valid_until": "..", "notices": [("", "")]}, ("in_force", False)),
        (
            "2015-06-02",
            {"signed": "2010", "valid_until": "..", "notices": [("2015-03-01", "", "giver")]},
            ("in_force", True),
        ),
        # Stages are recorded, not computed.
        ("2015-01-01", {"stage": "draft", "valid_until": "2010"}, ("draft", True)),
        ("2015-01-01", {"stage": "in_negotiation"}, ("in_negotiation", True)),
        ("2015-01-01", {"stage": "approved"}, ("approved", True)),
    ],
)
def test_agreement_status_on_a_day(day: str, given_facts: dict, expected: tuple | None) -> None:
    assert status(day, **given_facts) == expected


ORDER = {
    "terminated": {"terminated_on": "2015-01-01"},
    "replaced": {"is_replaced": True, "replaced_from": "2015-01-01"},
    "expired": {"valid_until": "2015-01-01"},
    "suspended": {"suspensions": ["2014-01-01/.."]},
    "in_force_not_applied": {"tie_suspended": True},
}


@pytest.mark.parametrize("first", range(len(ORDER)))
@pytest.mark.parametrize("second", range(len(ORDER)))
def test_agreement_status_of_two_that_hold_is_the_first_in_order(first: int, second: int) -> None:
    names = list(ORDER)
    both = {"signed": "2010", **ORDER[names[first]], **ORDER[names[second]]}

    assert status("2020-01-01", **both) == (names[min(first, second)], True)


@pytest.mark.parametrize(
    ("given_facts", "expected"),
    [
        ({"valid_from": "2031", "suspensions": ["2014-01-01/.."]}, "signed_not_yet_in_force"),
        ({"valid_until": "2030-02-01", "suspensions": ["2014-01-01/.."]}, "suspended"),
        ({"valid_until": "2030-02-01", "tie_suspended": True}, "in_force_not_applied"),
        ({"valid_until": "2030-02-01"}, "ending_soon"),
    ],
)
def test_agreement_status_further_down_the_order(given_facts: dict, expected: str) -> None:
    assert status("2030-01-01", signed="2010", **given_facts) == (expected, True)


DAYS = st.dates(date(1988, 1, 1), date(2040, 12, 31))


@given(drawn_agreements(), DAYS)
def test_agreement_status_is_one_of_the_vocabulary_or_not_made_yet(given_facts: AgreementFacts, day: date) -> None:
    found = agreement_status(given_facts, day, LEAD)

    assert found is None or found.status in AgreementStatus.values
    if found is None:
        assert given_facts.began is not None
        assert day < given_facts.began.earliest


@given(drawn_agreements(with_events=False), DAYS)
def test_agreement_that_has_ended_stays_ended(given_facts: AgreementFacts, day: date) -> None:
    today, tomorrow = (agreement_status(given_facts, each, LEAD) for each in (day, day + timedelta(days=1)))

    order = ["expired", "replaced", "terminated"]
    if today and today.certain and today.status in order:
        assert tomorrow is not None
        assert order.index(tomorrow.status) >= order.index(today.status)


@given(drawn_agreements(), DAYS)
def test_agreement_has_expired_only_after_the_latest_day_of_its_current_end(
    given_facts: AgreementFacts, day: date
) -> None:
    found = agreement_status(given_facts, day, LEAD)

    if found and found.status == "expired":
        until = current_end(given_facts, day).end
        assert isinstance(until, PartialDate)
        assert until.latest < day
    if found and found.status in ("in_force", "ending_soon"):
        until = current_end(given_facts, day).end
        assert not isinstance(until, PartialDate) or day <= until.latest


SOON = {"in_force", "ending_soon"}  # which of the two may hang on the day of the end


@settings(max_examples=1000)
@given(drawn_agreements(), st.data())
def test_certain_means_that_no_day_the_dates_allow_says_otherwise(
    given_facts: AgreementFacts, draw: st.DataObject
) -> None:
    day = draw.draw(days_near(given_facts))
    found = agreement_status(given_facts, day, LEAD)
    assume(found is not None and found.certain)

    precise = agreement_status(made_precise(given_facts, draw), day, LEAD)

    assert precise is not None
    assert found is not None
    if found.status in SOON:
        assert precise.status in SOON
    else:
        assert precise.status == found.status


def test_ending_soon_from_is_the_first_day_where_it_lies_before_the_calendar() -> None:
    assert ending_soon_from(on("0001"), Term(6), Term(6)) == date.min
    assert days_before(on("2027-06-30"), Term(6)) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("stop", "day", "years"),
    [("2019", "2020-12-30", 0), ("2019", "2020-12-31", 1), ("2019", "2026-11-24", 6), ("2019-06-30", "2020-06-30", 1)],
)
def test_years_since_counts_whole_years_from_the_latest_end(stop: str, day: str, years: int) -> None:
    assert years_since(on(stop), date.fromisoformat(day)) == years


# --- the state of a partnership ---------------------------------------------------------------------------------------


def state(day: str, *changes: tuple[str, str, str]) -> PartnershipState:
    known = [PartnershipFact(on(when) if when else None, relation, status) for when, relation, status in changes]
    return partnership_state(known, date.fromisoformat(day))


def test_partnership_without_changes_states_nothing() -> None:
    assert state("2026-11-24") == PartnershipState("", "", None)


@pytest.mark.parametrize(
    ("day", "changes", "expected"),
    [
        # Kind and status each follow from their own changes.
        (
            "2020-01-01",
            [("", "sister_city", ""), ("2010", "", "active")],
            PartnershipState("sister_city", "active"),
        ),
        ("2009-12-31", [("", "sister_city", ""), ("2010", "", "active")], PartnershipState("sister_city", "")),
        # A change of a year counts from its start; an unknown day comes before all others.
        ("2010-01-01", [("2010", "", "active")], PartnershipState("", "active")),
        ("2020-01-01", [("2010", "", "dormant"), ("", "", "active")], PartnershipState("", "dormant")),
        ("2025-01-01", [("2022-06-01", "", "active"), ("2022", "", "dormant")], PartnershipState("", "active")),
        # Ended on a day, and taken up again.
        ("2022-03-01", [("2022-03-01", "", "ended")], PartnershipState("", "ended", on("2022-03-01"))),
        ("2022-02-28", [("2022-03-01", "", "ended")], PartnershipState("", "", None)),
        ("2025-01-01", [("2022", "", "ended"), ("2024", "", "active")], PartnershipState("", "active", None)),
        ("2025-01-01", [("", "", "ended")], PartnershipState("", "ended", None)),
        # Of one day, or of none, what was recorded last counts.
        ("2025-01-01", [("", "", "active"), ("", "", "suspended")], PartnershipState("", "suspended")),
        ("2025-01-01", [("2022", "", "active"), ("2022", "", "suspended")], PartnershipState("", "suspended")),
        # A change of kind leaves the status as it was.
        (
            "2025-01-01",
            [("2020", "contact", "active"), ("2024", "sister_city", "")],
            PartnershipState("sister_city", "active"),
        ),
    ],
)
def test_partnership_state_on_a_day(day: str, changes: list, expected: PartnershipState) -> None:
    assert state(day, *changes) == expected


@given(
    st.lists(st.tuples(st.one_of(st.none(), partial_dates()), st.sampled_from(["active", "dormant", "ended"]))), DAYS
)
def test_partnership_state_never_looks_ahead(known: list[tuple[PartialDate | None, str]], day: date) -> None:
    changes = [PartnershipFact(when, "", status) for when, status in known]
    past = [change for change in changes if change.on is None or change.on.earliest <= day]

    assert partnership_state(changes, day) == partnership_state(past, day)


@pytest.mark.parametrize(
    ("day", "changes", "expected"),
    [
        ("2022-03-01", [], False),
        ("2022-03-01", [("2022-03-01", "", "suspended")], True),
        ("2022-02-28", [("2022-03-01", "", "suspended")], False),
        ("2022-02-28", [("2022", "", "suspended")], None),
        ("2022-12-31", [("2022", "", "suspended")], True),
        ("2024-06-01", [("2022", "", "suspended"), ("2024", "", "active")], None),
        ("2024-12-31", [("2022", "", "suspended"), ("2024", "", "active")], False),
        # Of one year, what was recorded last counts; of days within it the order is not known.
        ("2025-01-01", [("2022", "", "suspended"), ("2022", "", "active")], False),
        ("2025-01-01", [("2022", "", "suspended"), ("2022-06-01", "", "active")], None),
        ("2025-01-01", [("2022-06-01", "", "suspended"), ("2023", "", "suspended")], True),
        # What is of an unknown day comes before all others, and alone is not sure.
        ("2025-01-01", [("", "", "suspended")], None),
        ("2025-01-01", [("", "", "suspended"), ("2022", "", "active")], False),
        ("2025-01-01", [("", "", "active")], False),
        # A change of kind says nothing of it.
        ("2025-01-01", [("2022", "", "suspended"), ("2024-01-01", "contact", "")], True),
    ],
)
def test_suspension_of_a_tie_on_a_day(day: str, changes: list, expected: bool | None) -> None:
    known = [PartnershipFact(on(when) if when else None, relation, status) for when, relation, status in changes]

    assert suspension_of_tie(known, date.fromisoformat(day)) is expected


@pytest.mark.parametrize(
    ("suspensions", "expected"),
    [
        ([], False),
        (["2014/2015"], None),
        (["2014-01-01/.."], True),
        (["2014-01-01/2014-12-31"], False),
        (["2015/..", "2014-01-01/.."], True),
        (["2014-01-01/2014-12-31", "2015/.."], None),
    ],
)
def test_suspension_holds_surely_maybe_or_not(suspensions: list[str], expected: bool | None) -> None:
    assert may_be_suspended(facts(suspensions=suspensions).suspensions, date(2015, 6, 1)) is expected


def test_status_on_day_compares_by_value() -> None:
    assert StatusOnDay("in_force", True) == StatusOnDay("in_force", True)
