"""What every action of the registry shares: who may, and that a refusal leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from solmu.core.audit import head_line
from solmu.core.errors import NotPermitted
from solmu.core.models import Account, Record, Source
from solmu.registry.actions import (
    activities,
    agreements,
    citations,
    completing,
    decisions,
    documents,
    institutions,
    networks,
    organisations,
    partnerships,
    publicity,
    recognitions,
)
from solmu.registry.models import Agreement, Organisation, Partnership, PublicVersion
from solmu.registry.permissions import can_keep_record, can_read_internal, can_record_activity
from tests.registry import founding
from tests.registry.founding import BY, on

TITLE = LazyI18nString({"en": "A title"})


@pytest.fixture
def memorandum(source: Source, tartu: Partnership) -> Agreement:
    return founding.agreement(source, tartu, signed="2001")


def keeping(source: Source, home: Organisation, tartu: Partnership, memorandum: Agreement) -> list[Callable[..., Any]]:
    """Every action that only officers and administrators may do, ready to be called by somebody."""
    facts: dict[str, Any] = {"source": source}
    suspension = agreements.suspend_agreement(by=BY, agreement=memorandum, on=on("2020"), **facts)
    tie = memorandum.partnership_rows.get()
    change = tartu.changes.get()
    school = organisations.add_organisation(by=BY, kind="school", name="A", **facts)  # type: ignore[arg-type]
    other = organisations.add_organisation(by=BY, kind="school", name="B", **facts)  # type: ignore[arg-type]
    network = organisations.add_organisation(by=BY, kind="network", name="N", **facts)  # type: ignore[arg-type]
    membership = networks.add_membership(by=BY, network=network, organisation=home, **facts)
    link = institutions.add_institution_link(
        by=BY,
        level="school",
        home_institution=school,
        partner_institution=other,
        **facts,  # type: ignore[arg-type]
    )
    series = agreements.propose_series(by=BY, agreement=memorandum, **facts)
    assert series is not None
    record = founding.place(source, "Umeå", "SE")
    draft = agreements.draft_agreement(by=BY, kind="other", parties=[home, other], **facts)  # type: ignore[arg-type]
    notice = agreements.give_notice(by=BY, agreement=memorandum, given_on=on("2020"), **facts)
    document = documents.add_agreement_document(by=BY, agreement=memorandum, content=b"%PDF-1.7", name="a.pdf", **facts)
    about: dict[str, Any] = {"agreement": memorandum} | facts
    return [
        lambda by: agreements.draft_agreement(by=by, kind="action_plan", parties=[home, other], **facts),
        lambda by: agreements.advance_agreement(by=by, agreement=draft, to="in_negotiation", **facts),
        lambda by: agreements.abandon_draft(by=by, agreement=draft, reason="No.", **facts),
        lambda by: agreements.sign_agreement(by=by, party=home, on=on("2020"), **about),
        lambda by: agreements.succeed_agreement(by=by, **about),
        lambda by: agreements.record_no_successor(by=by, on=on("2020"), reason="No.", **about),
        lambda by: agreements.set_agreement_terms(by=by, notice_months=3, **about),
        lambda by: agreements.resume_agreement(by=by, on=on("2021"), **about),
        lambda by: agreements.give_notice(by=by, given_on=on("2020"), given_by=home, **about),
        lambda by: agreements.withdraw_notice(by=by, notice=notice, **facts),
        lambda by: agreements.extend_agreement(by=by, until=on("2030"), on=on("2020"), **about),
        lambda by: agreements.amend_agreement(by=by, on=on("2020"), wording="x", **about),
        lambda by: agreements.review_agreement(by=by, on=on("2020"), outcome="x", **about),
        lambda by: decisions.record_decision(by=by, organ="Board", decided=on("2020"), **facts),
        lambda by: documents.add_agreement_document(by=by, content=b"%PDF-2.0", name="b.pdf", **about),
        lambda by: documents.publish_document(by=by, document=document, **facts),
        lambda by: documents.withdraw_document(by=by, document=document, **facts),
        lambda by: documents.classify_document(by=by, document=document, publicity="public", **facts),
        lambda by: documents.remove_document(by=by, document=document, **facts),
        lambda by: partnerships.suspend_partnership(by=by, partnership=tartu, on=on("2020"), **facts),
        lambda by: partnerships.resume_partnership(by=by, partnership=tartu, on=on("2020"), **facts),
        lambda by: partnerships.end_partnership(by=by, partnership=tartu, on=on("2020"), **facts),
        lambda by: agreements.add_agreement(by=by, kind="other", parties=[home], **facts),
        lambda by: agreements.set_agreement_dates(by=by, agreement=memorandum, signed=on("2002"), **facts),
        lambda by: agreements.put_under_partnership(by=by, agreement=memorandum, partnership=tartu, **facts),
        lambda by: agreements.take_from_partnership(by=by, tie=tie, **facts),
        lambda by: agreements.propose_series(by=by, agreement=memorandum, **facts),
        lambda by: agreements.confirm_series(by=by, agreement=memorandum, **facts),
        lambda by: agreements.leave_series(by=by, agreement=memorandum, **facts),
        lambda by: agreements.replace_agreement(by=by, agreement=memorandum, successor=memorandum, **facts),
        lambda by: agreements.terminate_agreement(by=by, agreement=memorandum, on=on("2020"), **facts),
        lambda by: agreements.withdraw_termination(by=by, agreement=memorandum, **facts),
        lambda by: agreements.suspend_agreement(by=by, agreement=memorandum, on=on("2020"), **facts),
        lambda by: agreements.remove_suspension(by=by, suspension=suspension, **facts),
        lambda by: agreements.add_theme(by=by, key="x", position=1, name=TITLE, **facts),
        lambda by: partnerships.add_partnership(by=by, partner=record, relation="contact", **facts),
        lambda by: partnerships.change_partnership(by=by, partnership=tartu, status="active", **facts),
        lambda by: partnerships.set_partnership_since(by=by, partnership=tartu, since=on("1990"), **facts),
        lambda by: partnerships.remove_partnership_change(by=by, change=change, **facts),
        lambda by: organisations.add_organisation(by=by, kind="other", name="X", **facts),
        lambda by: organisations.city_of(by=by, place=record, name="Umeå", is_published=False, **facts),
        lambda by: organisations.add_unit(by=by, organisation=home, name="Office", **facts),
        lambda by: networks.add_membership(by=by, network=network, organisation=home, **facts),
        lambda by: institutions.add_institution_link(
            by=by, level="school", home_institution=school, partner_institution=other, **facts
        ),
        lambda by: institutions.add_coverage_statement(by=by, level="school", extent="all", **facts),
        lambda by: institutions.put_links_under_partnership(by=by, row=link, partnership=tartu, **facts),
        lambda by: recognitions.add_recognition(by=by, title=TITLE, recipient_as_written="Rantala", **facts),
        lambda by: completing.complete_record(by=by, row=membership, fee="1 €", **facts),
        lambda by: completing.empty_fields(by=by, row=membership, fields=["fee"], **facts),
        lambda by: publicity.publish_record(by=by, record=tartu.record, **facts),
        lambda by: publicity.remove_record(by=by, record=link.record, reason="No.", **facts),
        lambda by: publicity.restore_record(by=by, record=link.record, is_published=False, **facts),
    ]


@pytest.mark.parametrize(
    ("role", "is_active"),
    [("reader", True), ("contributor", True), ("auditor", True), ("officer", False), ("administrator", False)],
)
def test_keeping_the_record_is_for_officers_and_administrators(
    source: Source, home: Organisation, tartu: Partnership, memorandum: Agreement, role: str, is_active: bool
) -> None:
    by = founding.account(role, is_active=is_active)
    actions = keeping(source, home, tartu, memorandum)
    before = Record.objects.count(), head_line(), PublicVersion.objects.count()

    for action in actions:
        with pytest.raises(NotPermitted, match="Only an officer or an administrator may change the record"):
            action(by)

    assert (Record.objects.count(), head_line(), PublicVersion.objects.count()) == before


@pytest.mark.parametrize(("role", "is_active"), [("reader", True), ("auditor", True), ("contributor", False)])
def test_activities_are_for_contributors_too(source: Source, tartu: Partnership, role: str, is_active: bool) -> None:
    by = founding.account(role, is_active=is_active)
    before = head_line()
    citing = {"record": tartu.record, "field": "since", "quote": "1992", "start": 0, "end": 4}

    for action in (
        lambda: activities.add_activity(by=by, source=source, kind="visit", title=TITLE),  # type: ignore[arg-type]
        lambda: citations.cite(by=by, source=source, **citing),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotPermitted, match="Only a contributor, an officer or an administrator"):
            action()

    assert head_line() == before


def test_contributor_records_activities_and_cites(source: Source, tartu: Partnership) -> None:
    by = founding.account("contributor")

    activity = activities.add_activity(by=by, source=source, kind="visit", title=TITLE)  # type: ignore[arg-type]
    citation = citations.cite(
        by=by, source=source, record=activity.record, field="title", quote="A title", start=0, end=7
    )

    assert citation is not None
    citations.remove_citation(by=by, source=source, citation=citation)
    assert activity.record.citations.count() == 0


@pytest.mark.parametrize(
    ("role", "keeps", "records", "reads"),
    [
        ("reader", False, False, True),
        ("contributor", False, True, True),
        ("officer", True, True, True),
        ("administrator", True, True, True),
        ("auditor", False, False, True),
    ],
)
def test_what_each_role_may(role: str, keeps: bool, records: bool, reads: bool) -> None:
    for is_active in (True, False):
        by = Account(role=role, is_active=is_active)
        assert (can_keep_record(by), can_record_activity(by), can_read_internal(by)) == (
            keeps and is_active,
            records and is_active,
            reads and is_active,
        )
    assert can_read_internal(None) is False
