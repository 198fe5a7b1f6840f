from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from solmu.core.audit import chain_faults
from solmu.core.dates import NotADate
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import AuditEntry, Source
from solmu.registry.actions.commitments import (
    add_commitment,
    change_commitment,
    fulfil_commitment,
    withdraw_fulfilment,
)
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.actions.publicity import remove_record
from solmu.registry.models import Commitment, CommitmentFulfilment, Membership, Organisation, Partnership, PublicVersion
from tests.registry import founding
from tests.registry.founding import BY, on

DAY = on("2026-11-24").earliest
TEXT = LazyI18nString({"fi": "Seurantaraportti"})


@pytest.fixture
def membership(source: Source, home: Organisation) -> Membership:
    network = add_organisation(by=BY, source=source, kind="network", name="Covenant", is_published=True)  # type: ignore[arg-type]
    return add_membership(by=BY, source=source, network=network, organisation=home, is_published=True)


@pytest.fixture
def report(source: Source, membership: Membership) -> Commitment:
    return add_commitment(
        by=BY, source=source, membership=membership, text=TEXT, due_on=on("2024-05-31"), every_months=24,
        is_published=True,
    )  # fmt: skip


def actions_on(row: Commitment) -> list[str]:
    return list(AuditEntry.objects.filter(record_id=row.pk).order_by("sequence").values_list("action", flat=True))


def test_commitment_is_of_an_agreement_or_a_membership(
    source: Source, tartu: Partnership, membership: Membership, report: Commitment
) -> None:
    agreement = founding.agreement(source, tartu)
    plan = add_commitment(by=BY, source=source, agreement=agreement, text=TEXT, due_on=on("2027"))

    assert (plan.agreement, plan.membership, report.agreement, report.membership) == (agreement, None, None, membership)
    shape = PublicVersion.objects.get(record=report.pk).shape
    assert (shape["text"], shape["due_on"], shape["every_months"]) == ({"fi": "Seurantaraportti"}, "2024-05-31", 24)
    assert actions_on(report) == ["add_commitment"]
    for both in ({}, {"agreement": agreement, "membership": membership}):
        with pytest.raises(BrokenRule, match="Name one of the two"):
            add_commitment(by=BY, source=source, text=TEXT, due_on=on("2027"), **both)


@pytest.mark.parametrize(
    ("values", "error", "sentence"),
    [
        ({"text": " "}, BrokenRule, "says what is to be done"),
        ({"every_months": 0}, BrokenRule, "cannot recur every 0 months"),
        ({"due_on": None}, BrokenRule, "Give the first day"),
        ({"until": on("2024-05-30")}, NotADate, "before it starts"),
    ],
)
def test_commitment_that_cannot_be_is_refused(
    source: Source, membership: Membership, report: Commitment, values: dict[str, Any], error: type[Exception],
    sentence: str,
) -> None:  # fmt: skip
    facts: dict[str, Any] = {"text": TEXT, "due_on": on("2024-05-31")} | values
    with pytest.raises(error, match=sentence):
        add_commitment(by=BY, source=source, membership=membership, **facts)
    with pytest.raises(error, match=sentence):
        change_commitment(by=BY, source=source, commitment=report, **values)
    assert Commitment.objects.count() == 1
    assert actions_on(report) == ["add_commitment"]


def test_commitment_is_met_for_a_day_it_is_due_on(source: Source, report: Commitment) -> None:
    met = fulfil_commitment(
        by=BY, source=source, commitment=report, due_on=on("2026-05-31"), done_on=on("2026-06"), day=DAY,
        note="Late but whole.",
    )  # fmt: skip

    assert (met.due_on, met.done_on) == (on("2026-05-31"), on("2026-06"))
    shape = PublicVersion.objects.filter(record=report.pk).latest("revision").shape
    assert shape["fulfilled"] == [{"due_on": "2026-05-31", "done_on": "2026-06"}]
    for due, done, sentence in (
        ("2026-05-31", "2026-06", "was met already"),
        ("2026-05-30", "2026-06", r"is not due on 2026-05-30\. Its first due day is 2024-05-31"),
        ("2028-05-31", "2026-11-25", "2026-11-25 lies ahead"),
    ):
        with pytest.raises(BrokenRule, match=sentence):
            fulfil_commitment(by=BY, source=source, commitment=report, due_on=on(due), done_on=on(done), day=DAY)

    withdraw_fulfilment(by=BY, source=source, fulfilment=met)
    assert not CommitmentFulfilment.objects.exists()
    assert actions_on(report) == ["add_commitment", "fulfil_commitment", "withdraw_fulfilment"]
    assert list(chain_faults()) == []


def test_commitment_changes_but_not_under_what_was_met(source: Source, report: Commitment) -> None:
    fulfil_commitment(by=BY, source=source, commitment=report, due_on=on("2026-05-31"), done_on=on("2026-05"), day=DAY)
    assert change_commitment(by=BY, source=source, commitment=report, every_months=12, until=on("2030")) == [
        "every_months", "until",
    ]  # fmt: skip
    for values in ({"every_months": 36}, {"every_months": None}, {"due_on": on("2024-06-30")}, {"until": on("2025")}):
        with pytest.raises(BrokenRule, match="It was met for 2026-05-31"):
            change_commitment(by=BY, source=source, commitment=report, **values)
    with pytest.raises(BrokenRule, match="“membership” of a commitment cannot be changed"):
        change_commitment(by=BY, source=source, commitment=report, membership=None)
    assert actions_on(report) == ["add_commitment", "fulfil_commitment", "change_commitment"]


def test_commitments_are_for_those_who_keep_the_record_and_of_what_is_there(
    source: Source, membership: Membership, report: Commitment
) -> None:
    reader = founding.account("contributor")
    met = fulfil_commitment(
        by=BY, source=source, commitment=report, due_on=on("2024-05-31"), done_on=on("2024"), day=DAY
    )
    due = on("2026-05-31")
    writes: list[Callable[[Any], Any]] = [
        lambda by: change_commitment(by=by, source=source, commitment=report, every_months=12),
        lambda by: fulfil_commitment(by=by, source=source, commitment=report, due_on=due, done_on=due, day=DAY),
        lambda by: add_commitment(by=by, source=source, membership=membership, text=TEXT, due_on=due),
        lambda by: withdraw_fulfilment(by=by, source=source, fulfilment=met),
    ]
    for write in writes:
        with pytest.raises(NotPermitted):
            write(reader)
    remove_record(by=BY, source=source, record=report.record, reason="Wrong.")
    remove_record(by=BY, source=source, record=membership.record, reason="Wrong.")
    for write in writes[:-1]:
        with pytest.raises(BrokenRule, match="is no longer there"):
            write(BY)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [("commitment_of_one", {"membership": None}), ("commitment_recurs_forward", {"every_months": 0})],
)
def test_database_refuses_a_broken_commitment(report: Commitment, constraint: str, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(report, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        report.save()
