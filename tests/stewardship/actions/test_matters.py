from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from solmu.core.city import City
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Account, AuditEntry, AuditValue, Source
from solmu.core.terms import Term
from solmu.intake.models import Claim
from solmu.participation.actions import receive_enquiry
from solmu.participation.vocabulary import EnquiryKind
from solmu.registry.actions.ownership import set_owner
from solmu.registry.models import Agreement
from solmu.stewardship.actions.matters import assign_matter, snooze_matter, unassign_matter, wake_matter
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from solmu.stewardship.queries.matters import Matter, matters_on
from tests.registry import founding
from tests.registry.founding import BY

TODAY = date(2026, 11, 24)
LATER = date(2027, 1, 31)
CITY = City(name="Rantala", country="FI", latitude=60.1, longitude=24.9, languages=("fi", "sv", "en"))


@pytest.fixture
def source(db: None) -> Source:
    return founding.page()


@pytest.fixture
def agreement(source: Source) -> Agreement:
    founding.home(source)
    return founding.agreement(source, founding.partnership(source, founding.place(source)), valid_until="2019")


def the_matter(rule: str = "ended_without_successor") -> Matter:
    (found,) = matters_on(TODAY, city=CITY, rules=(rule,), with_snoozed=True)
    return found


def snooze(by: Account = BY, **given: Any) -> MatterSnooze:
    values = {"until": LATER, "reason": "The council meets in January.", **given}
    return snooze_matter(by=by, matter=the_matter(), today=TODAY, **values)


def noted(action: str) -> tuple[str, dict[str, tuple[str, str]]]:
    """What the last entry of an action is about, and what each field was before and after."""
    entry = AuditEntry.objects.filter(action=action).latest("sequence")
    values = AuditValue.objects.filter(entry_id=entry.sequence)
    return entry.record_id, {value.field.rsplit(".", 1)[-1]: (value.before, value.after) for value in values}


# --- who sees to it ---------------------------------------------------------------------------------------------------


def test_matter_is_assigned_and_given_to_another(agreement: Agreement) -> None:
    officer, administrator = founding.account("officer"), founding.account("administrator")

    first = assign_matter(by=BY, matter=the_matter(), account=officer)
    assert the_matter().assigned_to == officer.pk
    about, values = noted("assign_matter")
    assert about == agreement.pk
    assert values["account_id"] == ("null", f'"{officer.pk}"')
    assert values["occurrence"] == ("null", '"2019"')

    again = assign_matter(by=BY, matter=the_matter(), account=administrator)
    assert (again.pk, MatterAssignment.objects.count()) == (first.pk, 1)
    assert noted("assign_matter")[1] == {"account_id": (f'"{officer.pk}"', f'"{administrator.pk}"')}


def test_enquiry_is_given_only_to_who_may_read_it(source: Source) -> None:
    founding.home(source)
    receive_enquiry(
        by=BY, kind=EnquiryKind.QUESTION, message="Where?", language="fi", at=timezone.now(), day=TODAY,
        keep_for=Term(12),
    )  # fmt: skip
    matter, officer = the_matter("enquiry_due"), founding.account("officer")

    with pytest.raises(BrokenRule, match="may not read enquiries"):
        assign_matter(by=BY, matter=matter, account=founding.account("contributor"))

    assert assign_matter(by=BY, matter=matter, account=officer).account == officer


def test_matter_is_left_to_its_owner_again(agreement: Agreement) -> None:
    assign_matter(by=BY, matter=the_matter(), account=founding.account("officer"))

    unassign_matter(by=BY, matter=the_matter())
    assert the_matter().assigned_to is None
    assert noted("unassign_matter")[0] == agreement.pk
    with pytest.raises(BrokenRule, match="There is nothing to take back"):
        unassign_matter(by=BY, matter=the_matter())


def test_nobody_who_left_is_asked(agreement: Agreement) -> None:
    with pytest.raises(BrokenRule, match="has left"):
        assign_matter(by=BY, matter=the_matter(), account=founding.account("officer", is_active=False))

    assert not MatterAssignment.objects.exists()


# --- until when it can wait -------------------------------------------------------------------------------------------


def test_matter_waits_and_is_woken(agreement: Agreement) -> None:
    kept = snooze(reason="  The council meets in January. ")
    assert (kept.until, kept.reason) == (LATER, "The council meets in January.")
    assert the_matter().snoozed_until == LATER
    about, values = noted("snooze_matter")
    assert about == agreement.pk
    assert values["until"] == ("null", '"2027-01-31"')

    snooze(until=date(2027, 2, 28))
    assert MatterSnooze.objects.get().until == date(2027, 2, 28)

    wake_matter(by=BY, matter=the_matter())
    assert the_matter().snoozed_until is None
    assert noted("wake_matter")[1]["until"] == ('"2027-02-28"', "null")
    with pytest.raises(BrokenRule, match="This matter does not wait"):
        wake_matter(by=BY, matter=the_matter())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"until": TODAY}, "Give a day after 2026-11-24."),
        ({"until": date(2026, 11, 23)}, "Give a day after 2026-11-24."),
        ({"until": date(2027, 11, 25)}, "at most a year. Give a day no later than 2027-11-24."),
        ({"reason": "  "}, "Give the reason in a sentence."),
        ({"reason": "x" * 301}, "more than 300 characters"),
    ],
)
def test_refused_snooze(agreement: Agreement, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BrokenRule, match=sentence):
        snooze(**given)

    assert not MatterSnooze.objects.exists()
    assert not AuditEntry.objects.filter(action="snooze_matter").exists()


@pytest.mark.parametrize("given", [{"until": date(2026, 11, 25)}, {"until": date(2027, 11, 24)}, {"reason": "x" * 300}])
def test_snooze_at_its_bounds(agreement: Agreement, given: dict[str, Any]) -> None:
    assert snooze(**given).pk


def test_snooze_whose_day_has_come_is_no_snooze(agreement: Agreement) -> None:
    MatterSnooze.objects.create(
        rule="ended_without_successor", about=agreement.pk, occurrence="2019", until=TODAY, reason="Then."
    )

    with pytest.raises(BrokenRule, match="This matter does not wait"):
        wake_matter(by=BY, matter=the_matter())


def test_matter_about_no_record_can_wait_too(source: Source) -> None:
    Claim.objects.create(source=source, position=1, kind="agreement", content={})

    kept = snooze_matter(by=BY, matter=the_matter("claims_waiting"), until=LATER, reason="Next week.", today=TODAY)
    assert kept.identity == ("claims_waiting", "", "")
    assert the_matter("claims_waiting").snoozed_until == LATER


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [("officer", True), ("administrator", True), ("contributor", False), ("reader", False), ("auditor", False)],
)
def test_roles(agreement: Agreement, role: str, may: bool) -> None:
    by = founding.account(role)
    if may:
        snooze(by)
        assign_matter(by=by, matter=the_matter(), account=by)
        return
    for action in (
        lambda: snooze(by),
        lambda: assign_matter(by=by, matter=the_matter(), account=by),
        lambda: unassign_matter(by=by, matter=the_matter()),
        lambda: wake_matter(by=by, matter=the_matter()),
    ):
        with pytest.raises(NotPermitted):
            action()


def test_contributor_handles_what_is_theirs_or_was_given_to_them(source: Source, agreement: Agreement) -> None:
    by = founding.account("contributor")
    assign_matter(by=BY, matter=the_matter(), account=by)
    assert snooze(by).pk

    unassign_matter(by=by, matter=the_matter())
    with pytest.raises(NotPermitted):
        snooze(by)

    set_owner(by=BY, source=source, record=agreement.record, account=by)
    assert snooze(by).pk


def test_contributor_who_left_handles_nothing(source: Source, agreement: Agreement) -> None:
    by = founding.account("contributor")
    set_owner(by=BY, source=source, record=agreement.record, account=by)
    Account.objects.filter(pk=by.pk).update(is_active=False)
    by.refresh_from_db()

    with pytest.raises(NotPermitted):
        snooze(by)
