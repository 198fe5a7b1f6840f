"""Enquiries: received, answered, erased; and nothing of what somebody wrote in the audit."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from solmu.core.actions import add_account
from solmu.core.errors import BrokenRule, NotPermitted, SolmuError
from solmu.core.models import Account, AuditEntry, AuditValue, system_actor
from solmu.core.terms import Term
from solmu.participation.actions import (
    answer_enquiry,
    close_enquiry,
    erase_old_enquiries,
    receive_enquiry,
    reopen_enquiry,
)
from solmu.participation.models import LONGEST_MESSAGE, Enquiry
from solmu.participation.queries import (
    day_to_answer,
    enquiries,
    enquiry_of,
    number_received_on,
    open_enquiries,
)
from solmu.participation.rules import answer_due, kept_until
from solmu.participation.vocabulary import EnquiryKind

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
PERSONAL = ("Kirjoittaja Kuusinen", "kirjoittaja@example.org", "/fi/partners/secret-page", "Vastattu puhelimitse")

pytestmark = pytest.mark.django_db


def received(day: date = DAY, **values: object) -> Enquiry:
    given: dict[str, object] = {
        "by": system_actor(),
        "kind": EnquiryKind.QUESTION,
        "message": f"Nimeni on {PERSONAL[0]}.",
        "email": PERSONAL[1],
        "page": PERSONAL[2],
        "language": "fi",
        "at": AT,
        "day": day,
        "keep_for": Term(12),
    }
    return receive_enquiry(**(given | values))  # type: ignore[arg-type]


@pytest.fixture
def officer() -> Account:
    return add_account(by=system_actor(), email="officer@example.org", role="officer")


@pytest.mark.parametrize(
    ("received_on", "due_on", "until"),
    [
        (date(2026, 11, 24), date(2026, 12, 8), date(2027, 11, 24)),
        (date(2028, 2, 29), date(2028, 3, 14), date(2029, 2, 28)),
        (date(2026, 12, 25), date(2027, 1, 8), date(2027, 12, 25)),
    ],
)
def test_an_answer_is_due_in_fourteen_days(received_on: date, due_on: date, until: date) -> None:
    assert (answer_due(received_on), kept_until(received_on, Term(12))) == (due_on, until)


def test_received_enquiry_waits_for_an_answer(officer: Account) -> None:
    enquiry = received(message="  Missä?\r\nMilloin?  ")

    assert (enquiry.message, enquiry.due_on, enquiry.keep_until) == (
        "Missä?\nMilloin?",
        date(2026, 12, 8),
        date(2027, 11, 24),
    )
    assert open_enquiries() == [(enquiry.pk, DAY, enquiry.due_on)]
    assert list(enquiries(by=officer, open_only=True)) == [enquiry]
    assert (day_to_answer(enquiry.pk), day_to_answer("222222222222")) == (enquiry.due_on, None)
    assert (number_received_on(DAY), number_received_on(date(2026, 11, 25))) == (1, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"message": " \r\n "},
        {"message": "a" * (LONGEST_MESSAGE + 1)},
        {"page": "a" * 501},
        {"email": "kirjoittaja"},
        {"email": f"{'a' * 250}@example.org"},
    ],
    ids=["empty", "long message", "long page", "no address", "long address"],
)
def test_what_cannot_be_kept_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(BrokenRule) as refused:
        received(**wrong)

    assert Enquiry.objects.count() == 0
    assert not [value for value in wrong.values() if value.strip() and value in str(refused.value)]


def test_answered_enquiry_waits_no_longer(officer: Account) -> None:
    enquiry = received()
    answer_enquiry(by=officer, enquiry=enquiry, day=date(2026, 11, 30), answer=PERSONAL[3])

    enquiry.refresh_from_db()
    assert (enquiry.answered_on, enquiry.answer) == (date(2026, 11, 30), PERSONAL[3])
    assert open_enquiries() == []
    with pytest.raises(BrokenRule, match="was answered on 2026-11-30"):
        answer_enquiry(by=officer, enquiry=enquiry, day=date(2026, 12, 1), answer="Again.")


def test_answer_needs_words_and_a_day_after_the_question(officer: Account) -> None:
    enquiry = received()
    with pytest.raises(BrokenRule, match="Say in short"):
        answer_enquiry(by=officer, enquiry=enquiry, day=DAY, answer=" ")
    with pytest.raises(BrokenRule, match="before the enquiry came"):
        answer_enquiry(by=officer, enquiry=enquiry, day=date(2026, 11, 23), answer="Yes.")
    assert open_enquiries()


def test_closed_enquiry_waits_no_longer_until_it_is_opened_again(officer: Account) -> None:
    enquiry = received()
    with pytest.raises(BrokenRule, match="Say in short why no answer is needed"):
        close_enquiry(by=officer, enquiry=enquiry, day=DAY, why=" ")
    with pytest.raises(BrokenRule, match="waits for an answer already"):
        reopen_enquiry(by=officer, enquiry=enquiry)

    close_enquiry(by=officer, enquiry=enquiry, day=DAY, why="Advertising.")

    enquiry.refresh_from_db()
    assert (enquiry.closed_on, enquiry.answer, open_enquiries()) == (DAY, "Advertising.", [])
    with pytest.raises(BrokenRule, match="was closed on 2026-11-24"):
        answer_enquiry(by=officer, enquiry=enquiry, day=DAY, answer="Yes.")
    reopen_enquiry(by=officer, enquiry=enquiry)
    enquiry.refresh_from_db()
    assert (enquiry.closed_on, enquiry.answer) == (None, "")
    assert open_enquiries() == [(enquiry.pk, DAY, enquiry.due_on)]


def test_old_enquiries_are_emptied_and_counted(officer: Account) -> None:
    old, young = received(), received(day=date(2026, 11, 25))
    answer_enquiry(by=officer, enquiry=old, day=DAY, answer=PERSONAL[3])

    assert erase_old_enquiries(by=system_actor(), day=date(2027, 11, 24)) == 0
    assert erase_old_enquiries(by=system_actor(), day=date(2027, 11, 25)) == 1
    assert erase_old_enquiries(by=system_actor(), day=date(2027, 11, 25)) == 0

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.message, old.email, old.page, old.answer, old.erased_on) == ("", "", "", "", date(2027, 11, 25))
    assert (old.answered_on, old.kind, young.erased_on) == (DAY, EnquiryKind.QUESTION, None)
    assert PERSONAL[0] in young.message


def test_erased_enquiry_can_be_answered_no_more(officer: Account) -> None:
    enquiry = received()
    erase_old_enquiries(by=system_actor(), day=date(2028, 1, 1))

    assert open_enquiries() == []
    with pytest.raises(BrokenRule, match="was erased on 2028-01-01"):
        answer_enquiry(by=officer, enquiry=enquiry, day=date(2028, 1, 2), answer="Yes.")


def test_audit_tells_of_enquiries_without_a_word_of_them(officer: Account) -> None:
    before = AuditEntry.objects.count()
    enquiry = received()
    answer_enquiry(by=officer, enquiry=enquiry, day=DAY, answer=PERSONAL[3])
    erase_old_enquiries(by=system_actor(), day=date(2028, 1, 1))

    entries = AuditEntry.objects.filter(record_id=enquiry.pk).order_by("sequence")
    assert [entry.action for entry in entries] == ["receive_enquiry", "answer_enquiry", "erase_old_enquiries"]
    assert AuditEntry.objects.count() == before + 3
    kept = " ".join(f"{value.field} {value.before} {value.after}" for value in AuditValue.objects.all())
    kept += " ".join(f"{entry.details} {entry.commitments}" for entry in AuditEntry.objects.all())
    assert "answered_on" in kept
    assert [word for word in PERSONAL if word in kept] == []


@pytest.mark.parametrize("role", ["reader", "contributor", "auditor"])
def test_only_officers_read_and_answer(role: str) -> None:
    enquiry = received()
    by = add_account(by=system_actor(), email="other@example.org", role=role)

    for forbidden in (
        lambda: enquiries(by=by),
        lambda: enquiry_of(enquiry.pk, by=by),
        lambda: answer_enquiry(by=by, enquiry=enquiry, day=DAY, answer="Yes."),
        lambda: close_enquiry(by=by, enquiry=enquiry, day=DAY, why="Thanks."),
        lambda: reopen_enquiry(by=by, enquiry=enquiry),
        lambda: erase_old_enquiries(by=by, day=date(2028, 1, 1)),
    ):
        with pytest.raises(NotPermitted, match="Only an officer or an administrator"):
            forbidden()


def test_enquiry_is_found_by_its_reference(officer: Account) -> None:
    enquiry = received()

    assert enquiry_of(f" {enquiry.pk.upper()} ", by=officer) == enquiry
    with pytest.raises(SolmuError, match="There is no enquiry"):
        enquiry_of("222222222222", by=officer)


@pytest.mark.parametrize(
    "broken",
    [
        {"message": ""},
        {"erased_on": DAY},
        {"due_on": date(2026, 11, 1)},
        {"answered_on": date(2026, 11, 1)},
        {"kind": "praise"},
    ],
    ids=["emptied", "erased and kept", "due before", "answered before", "kind"],
)
def test_database_refuses_what_cannot_be(broken: dict[str, object]) -> None:
    enquiry = received()
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(**broken)
