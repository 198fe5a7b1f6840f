"""The deadlines a subscription tells, on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from solmu.core.city import City
from solmu.core.models import Account, AuditEntry, Source
from solmu.places.actions import add_place_name
from solmu.places.rules import Name
from solmu.registry.actions.agreements import propose_series
from solmu.registry.actions.commitments import add_commitment, fulfil_commitment
from solmu.registry.actions.networks import add_membership, end_membership, review_membership
from solmu.registry.actions.organisations import add_organisation, add_unit
from solmu.registry.actions.ownership import add_unit_member, set_owner
from solmu.registry.actions.recording import recording
from solmu.registry.models import Agreement, Membership, Organisation, Partnership
from solmu.registry.queries.owners import owners_of
from solmu.registry.vocabulary import OrganisationKind, ReviewedPart
from solmu.stewardship.actions.calendars import follow_deadlines
from solmu.stewardship.actions.deadlines import refresh_deadlines
from solmu.stewardship.models import AgreementDeadline, CalendarSubscription, MatterAssignment
from solmu.stewardship.queries.calendars import CalendarDeadline, deadlines_followed
from solmu.stewardship.vocabulary import CalendarScope, DeadlineKind
from tests.registry import founding
from tests.registry.founding import BY, end, on

CITY = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi", "sv", "en"))
DAY = date(2026, 11, 24)


@pytest.fixture
def officer(db: None) -> Account:
    return founding.account("officer")


def followed(account: Account, *, scope: CalendarScope = CalendarScope.ALL, day: date = DAY) -> list[CalendarDeadline]:
    subscription, _ = follow_deadlines(by=account, scope=scope)
    return deadlines_followed(subscription, day, city=CITY)


def told(account: Account, **asked: Any) -> list[tuple[str, str, str]]:
    return [(each.kind.value, each.record.pk, each.on.edtf) for each in followed(account, **asked)]


def change(source: Source, row: Agreement | Membership, **values: object) -> None:
    with recording(by=BY, action="change", source=source) as journal:
        journal.update(row, **values)


def membership(source: Source, home: Organisation, name: str = "Eurocities", **facts: Any) -> Membership:
    network = add_organisation(by=BY, source=source, kind=OrganisationKind.NETWORK, name=name)
    return add_membership(by=BY, source=source, network=network, organisation=home, **facts)


# --- agreements -------------------------------------------------------------------------------------------------------


def test_agreement_has_a_last_day_to_decide_and_an_end(source: Source, tartu: Partnership, officer: Account) -> None:
    made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30", notice_months=3)
    assert told(officer) == [("decision", made.pk, "2027-03-30"), ("end", made.pk, "2027-06-30")]


def test_agreement_that_renews_itself_has_a_decision_for_each_term(
    source: Source, tartu: Partnership, officer: Account
) -> None:
    made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30", notice_months=3)
    change(source, made, renewal_mode="tacit", renewal_months=12)
    (first,) = followed(officer)
    (second,) = followed(officer, day=date(2027, 7, 1))
    assert [(each.kind, each.on.edtf, each.end.edtf) for each in (first, second)] == [
        ("decision", "2027-03-30", "2027-06-30"),
        ("decision", "2028-03-30", "2028-06-30"),
    ]
    assert (first.is_computed, second.is_computed) == (False, True)
    # Another term is another deadline, although nothing was recorded in between.
    assert (first.uid, second.uid) == (f"decision-{made.pk}", f"decision-{made.pk}-1")


def test_extension_moves_the_same_deadline(source: Source, tartu: Partnership, officer: Account) -> None:
    made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    before = followed(officer)
    change(source, made, valid_until=end("2029-06-30"))
    after = followed(officer)
    assert [each.uid for each in after] == [each.uid for each in before]
    assert [each.on.edtf for each in after] == ["2029-06-29", "2029-06-30"]
    assert all(new.revision > old.revision for new, old in zip(after, before, strict=True))


def test_end_known_to_its_year_is_told_as_known(source: Source, tartu: Partnership, officer: Account) -> None:
    made = founding.agreement(source, tartu, signed="2020", valid_until="2027")
    assert told(officer) == [("decision", made.pk, "2026-12-31"), ("end", made.pk, "2027")]


def test_review_is_told(source: Source, tartu: Partnership, officer: Account) -> None:
    made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="..")
    change(source, made, review_on=on("2027-05"))
    (review,) = followed(officer)
    assert (review.kind, review.on.edtf, review.uid) == ("review", "2027-05", f"review-{made.pk}")
    assert review.remind_from == date(2026, 11, 1)


def test_nothing_is_told_of_what_is_over_replaced_or_not_signed(
    source: Source, tartu: Partnership, officer: Account
) -> None:
    founding.agreement(source, tartu, signed="2000-01-01", valid_until="2019-12-31")
    draft = founding.agreement(source, tartu, valid_until="2030-12-31")
    change(source, draft, stage="draft")
    founding.agreement(source, tartu, signed="2020-01-01")
    old = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    new = founding.agreement(source, tartu, signed="2026-11-01", valid_from="2027-07-01", valid_until="..")
    change(source, old, replaced_by=new)
    assert told(officer) == []


def test_decided_that_nothing_follows_only_the_end_is_told(
    source: Source, tartu: Partnership, officer: Account
) -> None:
    made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    change(source, made, no_successor_on=on("2026-11-01"), no_successor_reason=LazyI18nString({"en": "Done."}))
    assert told(officer) == [("end", made.pk, "2027-06-30")]
    assert told(officer, day=date(2026, 10, 31))[0] == ("decision", made.pk, "2027-06-29")


# --- commitments and memberships --------------------------------------------------------------------------------------


def test_commitment_once_is_told_until_it_was_met(source: Source, tartu: Partnership, officer: Account) -> None:
    made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="..")
    report = add_commitment(by=BY, source=source, text="A report", due_on=on("2026-10"), agreement=made)
    assert told(officer) == [("commitment", report.pk, "2026-10")]
    assert followed(officer)[0].uid == f"commitment-{report.pk}"
    fulfil_commitment(by=BY, source=source, commitment=report, due_on=on("2026-10"), done_on=on("2026-11-01"), day=DAY)
    assert told(officer) == []


def test_commitment_that_recurs_is_told_five_years_ahead_and_once_for_all_that_is_past(
    source: Source, home: Organisation, officer: Account
) -> None:
    made = membership(source, home)
    report = add_commitment(
        by=BY, source=source, text="A report", due_on=on("2020-03-31"), membership=made, every_months=12
    )
    assert [each.on.edtf for each in followed(officer)] == [
        "2020-03-31",
        *(f"{year}-03-31" for year in range(2027, 2032)),
    ]
    assert followed(officer)[1].uid == f"commitment-{report.pk}-2027-03-31"


def test_looks_at_fee_and_benefit_are_told_until_somebody_looked(
    source: Source, home: Organisation, officer: Account
) -> None:
    made = membership(source, home, fee_review_on=on("2026-12-01"), benefit_review_on=on("2027"))
    assert told(officer) == [("fee_review", made.pk, "2026-12-01"), ("benefit_review", made.pk, "2027")]
    review_membership(
        by=BY, source=source, membership=made, part=ReviewedPart.FEE, reviewed=on("2026-11-20"), day=DAY
    )  # fmt: skip
    assert told(officer) == [("benefit_review", made.pk, "2027")]
    end_membership(by=BY, source=source, membership=made, until=on("2026-11-23"))
    assert told(officer) == []


# --- whose ------------------------------------------------------------------------------------------------------------


def test_own_deadlines_are_those_of_what_one_looks_after(
    source: Source, tartu: Partnership, home: Organisation, officer: Account
) -> None:
    of_the_tie = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    of_the_unit = membership(source, home, fee_review_on=on("2027-01-01"))
    membership(source, home, "Canary", fee_review_on=on("2027-01-01"))
    asked_for = membership(source, home, "Baltic", fee_review_on=on("2027-01-01"))
    set_owner(by=BY, source=source, record=tartu.record, account=officer)
    unit = add_unit(by=BY, source=source, organisation=home, name="International relations")
    set_owner(by=BY, source=source, record=of_the_unit.record, unit=unit)
    add_unit_member(by=BY, source=source, unit=unit, account=officer)
    MatterAssignment.objects.create(rule="fee_review_due", about=asked_for.pk, occurrence="2027-01-01", account=officer)

    own = {each.record.pk for each in followed(officer, scope=CalendarScope.OWN)}

    assert own == {of_the_tie.pk, of_the_unit.pk, asked_for.pk}
    assert len({each.record.pk for each in followed(officer)}) == 4
    assert followed(founding.account("reader"), scope=CalendarScope.OWN) == []


# --- changes and cost -------------------------------------------------------------------------------------------------


def test_revision_and_moment_are_of_the_last_entry_about_the_record(
    source: Source, tartu: Partnership, officer: Account
) -> None:
    made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    entry = AuditEntry.objects.get(record_id=made.pk)
    founding.page("Something else")
    first = followed(officer)[0]
    assert (first.revision, first.changed_at.isoformat(timespec="microseconds")) == (entry.sequence, entry.at)


def test_new_name_of_the_partner_is_a_change(source: Source, tartu: Partnership, officer: Account) -> None:
    founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    before = followed(officer)[0]
    add_place_name(by=BY, source=source, place=tartu.partner, name=Name("Yuryev", "ru", "former"))
    assert followed(officer)[0].revision > before.revision


def test_own_deadlines_are_those_of_the_whole_record_that_one_looks_after(
    source: Source, tartu: Partnership, home: Organisation, officer: Account
) -> None:
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    for ties in ((tartu,), (umea,), (tartu, umea), (umea, tartu)):
        made = founding.agreement(source, *ties, signed="2020-01-01", valid_until="2027-06-30")
        change(source, made, review_on=on("2027-05"))
        add_commitment(by=BY, source=source, text="A report", due_on=on("2027"), agreement=made)
    membership(source, home, fee_review_on=on("2027-01-01"))
    set_owner(by=BY, source=source, record=tartu.record, account=officer)
    set_owner(by=BY, source=source, record=umea.record, account=founding.account("reader"))

    every, own = followed(officer), followed(officer, scope=CalendarScope.OWN)

    owned = owners_of({each.record.pk for each in every})
    mine = [each for each in every if each.record.pk in owned and owned[each.record.pk].account_id == officer.pk]
    assert own == mine
    assert (len(every), len(own)) == (17, 8)


def test_of_a_series_what_another_carries_on_is_not_to_be_decided(
    source: Source, tartu: Partnership, officer: Account
) -> None:
    old = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    new = founding.agreement(source, tartu, signed="2026-11-01", valid_from="2027-07-01", valid_until="..")
    series = propose_series(by=BY, source=source, agreement=old)
    change(source, new, series=series)
    assert new.pk not in AgreementDeadline.objects.filter(due_on__isnull=False).values_list("pk", flat=True)
    assert told(officer) == [("end", old.pk, "2027-06-30")]


def test_on_a_day_before_the_kept_ones_hold_nothing_is_missed(
    source: Source, tartu: Partnership, officer: Account
) -> None:
    made = founding.agreement(source, tartu, signed="2000-01-01", valid_until="2019-12-31")
    successor = founding.agreement(source, tartu, signed="2021-01-01", valid_until="..")
    change(source, successor, series=propose_series(by=BY, source=source, agreement=made))
    refresh_deadlines(DAY)
    assert AgreementDeadline.objects.get(pk=made.pk).due_on is None
    assert told(officer) == []
    assert told(officer, day=date(2019, 6, 1)) == [("end", made.pk, "2019-12-31")]


@pytest.mark.parametrize("number", [1, 3])
def test_agreements_that_ask_nothing_of_the_account_are_not_read(
    source: Source, tartu: Partnership, officer: Account, number: int
) -> None:
    shown = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
    set_owner(by=BY, source=source, record=tartu.record, account=officer)
    umea = founding.partnership(source, founding.place(source, "Umeå", "SE"))
    for _ in range(number):
        founding.agreement(source, umea, signed="2020-01-01", valid_until="2027-06-30")
        old = founding.agreement(source, tartu, signed="2010-01-01", valid_until="2019-12-31")
        change(source, old, replaced_by=shown)
        founding.agreement(source, tartu, signed="2020-01-01", valid_until="..")
    whole, own = (follow_deadlines(by=officer, scope=scope)[0] for scope in (CalendarScope.ALL, CalendarScope.OWN))
    assert agreements_read(own) == {shown.pk}
    others = set(umea.agreement_rows.values_list("agreement_id", flat=True))
    assert agreements_read(whole) == {shown.pk} | others


def agreements_read(subscription: CalendarSubscription) -> set[str]:
    """The agreements that rows were made of while the deadlines of a subscription were read."""
    read: set[str] = set()

    def note(instance: Agreement, **_: object) -> None:
        read.add(instance.pk)

    post_init.connect(note, sender=Agreement)
    try:
        deadlines_followed(subscription, DAY, city=CITY)
    finally:
        post_init.disconnect(note, sender=Agreement)
    return read


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_the_same_whatever_the_number_of_deadlines(
    source: Source, tartu: Partnership, home: Organisation, officer: Account, number: int
) -> None:
    for index in range(number):
        made = founding.agreement(source, tartu, signed="2020-01-01", valid_until="2027-06-30")
        add_commitment(by=BY, source=source, text="A report", due_on=on("2027"), agreement=made)
        member = membership(source, home, f"Network {index}", fee_review_on=on("2027-01-01"))
        set_owner(by=BY, source=source, record=member.record, account=officer)
        set_owner(by=BY, source=source, record=made.record, account=officer)
    subscription, _ = follow_deadlines(by=officer, scope=CalendarScope.OWN)
    with CaptureQueriesContext(connection) as asked:
        found = deadlines_followed(subscription, DAY, city=CITY)
    assert {kind: sum(each.kind == kind for each in found) for kind in DeadlineKind} == {
        DeadlineKind.DECISION: number,
        DeadlineKind.END: number,
        DeadlineKind.REVIEW: 0,
        DeadlineKind.COMMITMENT: number,
        DeadlineKind.FEE_REVIEW: number,
        DeadlineKind.BENEFIT_REVIEW: 0,
    }
    assert len(asked) == 17
