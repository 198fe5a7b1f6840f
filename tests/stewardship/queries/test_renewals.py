from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from solmu.core.models import Source
from solmu.registry.models import Agreement, Organisation, Partnership
from solmu.stewardship.actions.matters import assign_matter
from solmu.stewardship.actions.renewals.endings import drop_renewal
from solmu.stewardship.actions.renewals.stages import advance_renewal
from solmu.stewardship.queries.matters import matters_on
from solmu.stewardship.queries.renewals import (
    due_days_of,
    facts_of_renewal,
    is_signed_by_all,
    renewals_running,
    stage_lines,
)
from tests.registry import founding
from tests.registry.founding import BY, on
from tests.stewardship.renewing import CITY, DAY, completed, memorandum, person, planned, renewal_at, signed


@pytest.fixture
def agreement(source: Source, home: Organisation, tartu: Partnership) -> Agreement:
    return memorandum(source, home, tartu)


def reasons(agreement: Agreement, day: date = DAY, language: str = "en", **facts: Any) -> dict[str, str]:
    """Why the agreement needs somebody, by rule; what is only untidy left out."""
    found = matters_on(day, city=CITY, **facts)
    return {
        each.rule: each.reason(language)
        for each in found
        if each.record_id == agreement.pk and each.severity != "tidy_up"
    }


# --- under way --------------------------------------------------------------------------------------------------------


def test_renewals_under_way_are_found_by_agreement_in_one_query(
    source: Source, home: Organisation, tartu: Partnership, django_assert_num_queries: Callable[..., Any]
) -> None:
    riga = founding.partnership(source, founding.place(source, "Riga", "LV"))
    first, second = memorandum(source, home, tartu), memorandum(source, home, riga)
    renewal = planned(first)
    drop_renewal(by=BY, source=None, renewal=planned(second), reason="No.", day=DAY)

    with django_assert_num_queries(1):
        running = renewals_running([first.pk, second.pk], city=CITY)

    assert {key: (each.renewal_id, each.stage) for key, each in running.items()} == {first.pk: (renewal.pk, "planned")}
    assert renewals_running([second.pk], city=CITY) == {}


@pytest.mark.parametrize(
    ("stage", "sentence"),
    [
        ("planned", "A renewal is under way: planned, decision due 30\xa0November 2027."),
        ("negotiating", "A renewal is under way: negotiating, decision due 30\xa0November 2027."),
        ("decision", "A renewal is under way: decision, due 30\xa0November 2027."),
        ("signing", "A renewal is under way: signing, due 31\xa0December 2027."),
    ],
)
def test_renewal_under_way_is_told_with_the_day_that_counts(agreement: Agreement, stage: str, sentence: str) -> None:
    renewal_at(stage, agreement)

    with override("en"):
        assert renewals_running([agreement.pk], city=CITY)[agreement.pk].sentence == sentence


def test_matters_of_the_end_say_that_a_renewal_is_under_way(
    source: Source, home: Organisation, tartu: Partnership
) -> None:
    agreement = memorandum(source, home, tartu, until="2025")
    before = reasons(agreement)
    planned(agreement)

    assert before == {"ended_without_successor": "It was in force until 2025. No successor is recorded."}
    assert reasons(agreement) == {
        "ended_without_successor": (
            "It was in force until 2025. No successor is recorded. "
            "A renewal is under way: planned, decision due 24\xa0April 2027."
        )
    }
    assert reasons(agreement, public_only=True) == before


def test_stages_take_the_months_of_the_city(agreement: Agreement) -> None:
    renewal = planned(agreement)
    city = replace(CITY, drafting_months=0, negotiating_months=0, decision_months=0, signing_months=3)

    assert set(due_days_of(renewal, city).values()) == {
        date(2027, 9, 30),
        date(2027, 12, 31),
        date(2028, 1, 1),
    }


# --- late -------------------------------------------------------------------------------------------------------------


def test_renewal_is_a_matter_from_the_day_after_its_stage_was_due(agreement: Agreement) -> None:
    planned(agreement)
    due = date(2027, 6, 30)

    assert "renewal_late" not in reasons(agreement, due)
    (matter,) = matters_on(due + timedelta(days=1), city=CITY, rules=["renewal_late"])

    assert (matter.record_id, matter.severity, matter.occurrence) == (agreement.pk, "soon", "planned 2027-06-30")
    assert (matter.due_on, matter.arose_on) == (due, date(2027, 7, 1))
    assert matter.reason("en") == "Its renewal is late. Stage: planned."
    assert matter.when("en") == "The day was 30\xa0June 2027."


def test_late_renewal_is_for_who_sees_to_it(agreement: Agreement) -> None:
    owner, other = person("officer"), person("officer", "b")
    planned(agreement, owner=owner)
    late = date(2027, 7, 2)
    (matter,) = matters_on(late, city=CITY, rules=["renewal_late"])

    assign_matter(by=BY, matter=matter, account=other)

    assert matter.assigned_to == owner.pk
    assert [each.assigned_to for each in matters_on(late, city=CITY, rules=["renewal_late"])] == [other.pk]


def test_next_stage_is_another_matter_and_the_end_of_the_renewal_none(agreement: Agreement) -> None:
    renewal = planned(agreement)
    late = date(2027, 9, 1)

    advance_renewal(by=BY, source=None, renewal=renewal, day=late)
    (matter,) = matters_on(late, city=CITY, rules=["renewal_late"])
    drop_renewal(by=BY, source=None, renewal=renewal, reason="No.", day=late)

    assert matter.occurrence == "drafting 2027-07-30"
    assert matters_on(late, city=CITY, rules=["renewal_late"]) == []


# --- stages as a reader sees them -------------------------------------------------------------------------------------


def test_stages_are_told_with_what_is_done_current_and_late(agreement: Agreement) -> None:
    renewal = planned(agreement)
    advance_renewal(by=BY, source=None, renewal=renewal, day=DAY + timedelta(days=3))

    lines = stage_lines(renewal, date(2027, 8, 1), CITY)

    assert [(line.stage, line.done_on, line.is_current, line.is_late) for line in lines] == [
        ("planned", DAY + timedelta(days=3), False, False),
        ("drafting", None, True, True),
        ("negotiating", None, False, False),
        ("decision", None, False, False),
        ("signing", None, False, False),
        ("in_force", None, False, False),
    ]


def test_stage_that_was_gone_back_to_is_not_done(agreement: Agreement) -> None:
    renewal = renewal_at("decision", agreement)
    advance_renewal(by=BY, source=None, renewal=renewal, day=DAY, to="negotiating")

    lines = {line.stage: line for line in stage_lines(renewal, DAY, CITY)}

    assert (lines["negotiating"].is_current, lines["negotiating"].done_on) == (True, None)
    assert (lines["decision"].reached_on, lines["decision"].done_on) == (None, None)
    assert lines["drafting"].done_on == DAY


def test_completed_renewal_is_in_force(agreement: Agreement) -> None:
    renewal = renewal_at("signing", agreement)
    completed(renewal)

    assert [(line.stage, line.is_current) for line in stage_lines(renewal, DAY, CITY)][-2:] == [
        ("signing", False),
        ("in_force", True),
    ]


# --- what the next step follows from ----------------------------------------------------------------------------------


def test_facts_are_those_of_the_record(agreement: Agreement) -> None:
    empty = facts_of_renewal(planned(agreement))
    drop_renewal(by=BY, source=None, renewal=agreement.renewals.get(), reason="No.", day=DAY)
    renewal = renewal_at("signing", agreement)
    unsigned = facts_of_renewal(renewal)
    signed(renewal)

    assert (empty.has_draft, empty.has_decision, empty.is_signed, empty.begins) == (False, False, False, None)
    assert (unsigned.has_draft, unsigned.has_decision, unsigned.is_signed) == (True, True, False)
    assert facts_of_renewal(renewal).is_signed
    assert unsigned.begins == on("2026-11-01")


def test_agreement_whose_day_of_signing_a_source_gives_is_signed(agreement: Agreement) -> None:
    assert is_signed_by_all(agreement)
