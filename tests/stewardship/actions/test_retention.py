"""What is past its declared time is forgotten, once, and nothing before its time."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from solmu.core.audit import chain_faults, revision
from solmu.core.models import AuditEntry, AuditValue, PassingNote, PersonalDataLook, Session, UnsavedWork
from solmu.core.terms import Term
from solmu.participation.actions import receive_enquiry
from solmu.participation.models import Enquiry
from solmu.registry.actions.contacts import add_contact
from solmu.registry.models import Contact, Organisation
from solmu.stewardship.actions.retention import Forgotten, forget_past_time
from tests.registry import founding
from tests.registry.founding import BY

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 6, tzinfo=UTC)
CANARY = "Kanaria Kelluvainen"


@pytest.fixture
def kept(home: Organisation) -> None:
    """One of each that is past its time by a day, and one that is not."""
    given: Any = {"by": BY, "source": None, "organisation": home, "purpose": "Asiat", "keep_for": Term(24)}
    for name, until in ((CANARY, date(2026, 10, 24)), ("Toinen", date(2026, 10, 25))):
        add_contact(name=name, day=date(2026, 1, 1), keep_until=until, **given)
    account = founding.account("officer")
    for begun in (date(2025, 11, 23), date(2025, 11, 24)):
        receive_enquiry(by=BY, kind="accessibility", message=CANARY, language="fi", at=AT, day=begun, keep_for=Term(12))
    for days in (732, 700):
        at = AT - timedelta(days=days)
        PersonalDataLook.objects.create(account=account, record_id="x", what="page", at=at)
    for key, until, seen in (("a", -1, 0), ("b", 60, -61), ("c", 60, 0)):
        moments = {"until": AT + timedelta(minutes=until), "seen_at": AT + timedelta(minutes=seen), "began_at": AT}
        Session.objects.create(key_hash=key, content="", account=account, **moments)
    for key, minutes in (("a", -1), ("b", 1)):
        PassingNote.objects.create(key_hash=key, value=1, until=AT + timedelta(minutes=minutes))
    for key, days in (("/a/", 15), ("/b/", 13)):
        UnsavedWork.objects.create(account=account, key=key, at=AT - timedelta(days=days))


def test_what_is_past_its_time_goes_and_nothing_else(kept: None) -> None:
    gone = forget_past_time(by=BY, day=DAY, at=AT)

    assert gone == Forgotten(contacts=1, enquiries=1, looks=1, sessions=2, passing_notes=1, unsaved=1)
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["", "Toinen"]
    assert Enquiry.objects.exclude(message="").count() == 1
    left = [model.objects.count() for model in (PersonalDataLook, Session, PassingNote, UnsavedWork)]
    assert left == [1, 1, 1, 1]
    assert list(chain_faults()) == []


def test_audit_tells_ids_and_numbers_alone(kept: None) -> None:
    forget_past_time(by=BY, day=DAY, at=AT)

    assert json.loads(AuditEntry.objects.get(action="forget_past_time").details) == {
        "looks": 1, "sessions": 2, "passing_notes": 1, "unsaved": 1,
    }  # fmt: skip
    said = [*AuditValue.objects.values_list("before", "after"), *AuditEntry.objects.values_list("details")]
    assert CANARY not in str(said)


def test_run_again_it_finds_nothing_and_writes_nothing(kept: None) -> None:
    forget_past_time(by=BY, day=DAY, at=AT)
    before = revision()

    assert forget_past_time(by=BY, day=DAY, at=AT) == Forgotten()
    assert revision() == before
