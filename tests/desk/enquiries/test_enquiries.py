"""Enquiries at the desk: who reads them, and answering, closing, opening and assigning one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.actions import add_account
from solmu.core.city import current_city
from solmu.core.models import PersonalDataLook, system_actor
from solmu.core.terms import Term
from solmu.core.wording import shown_date
from solmu.participation.actions import erase_old_enquiries, receive_enquiry
from solmu.participation.models import Enquiry
from solmu.participation.vocabulary import EnquiryKind
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

CANARY = "Kirjoittaja Kuusinen"


def received(days_ago: int = 0) -> Enquiry:
    return receive_enquiry(
        by=system_actor(),
        kind=EnquiryKind.QUESTION,
        message=f"{CANARY} <b>asks</b>\nwhere.",
        email="kirjoittaja@example.org",
        page="/fi/partners/",
        language="fi",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        day=current_city().today() - timedelta(days=days_ago),
        keep_for=Term(12),
    )


def send(desk, address: str, **fields):
    return desk.post(address, {**hidden(desk.get(address).text), **fields})


def test_enquiry_is_read_answered_and_opened_again(city, officer, desk_of) -> None:
    desk, found = desk_of(officer), received(days_ago=20)
    assert "6 days late" in desk.get("/desk/enquiries/").text
    address = f"/desk/enquiries/{found.pk}/"
    page = desk.get(address).text
    assert f"{CANARY} &lt;b&gt;asks&lt;/b&gt;<br>where." in page
    assert list(PersonalDataLook.objects.values_list("record_id", "account")) == [(found.pk, officer.pk)]

    form = desk.get(f"{address}answer/").text
    assert f'<blockquote lang="fi">{CANARY} &lt;b&gt;asks&lt;/b&gt;<br>where.</blockquote>' in form
    assert f"What was written on {shown_date(found.received_on)}" in form
    assert send(desk, f"{address}answer/", answer=" ", day="2026").status_code == 422
    sent = send(desk, f"{address}answer/", answer="By telephone.", day=current_city().today().isoformat())

    found.refresh_from_db()
    assert (sent.url, found.answer, found.answered_on) == (address, "By telephone.", current_city().today())
    assert "Record the answer" not in desk.get(address).text
    send(desk, f"{address}reopen/")
    found.refresh_from_db()
    assert (found.answer, found.answered_on) == ("", None)


def test_enquiry_is_closed_with_a_reason(city, officer, desk_of) -> None:
    desk, found = desk_of(officer), received()

    send(desk, f"/desk/enquiries/{found.pk}/close/", why="Advertising.")

    found.refresh_from_db()
    assert (found.answer, found.closed_on, found.answered_on) == ("Advertising.", current_city().today(), None)
    assert found.pk not in desk.get("/desk/enquiries/?state=open").text
    assert found.pk in desk.get("/desk/enquiries/?state=closed").text
    assert f"/desk/enquiries/{found.pk}/" not in desk.get("/desk/").text


def test_enquiry_is_given_to_somebody_who_may_read_it(city, officer, reader, desk_of) -> None:
    desk, found = desk_of(officer), received()
    other = add_account(by=system_actor(), email="toinen@desk.example", role="administrator", name="Toinen")
    address = f"/desk/enquiries/{found.pk}/"
    form = desk.get(f"{address}assign/").text
    assert (other.pk in form, reader.pk in form) == (True, False)

    send(desk, f"{address}assign/", account=other.pk)
    assert "Toinen" in desk.get("/desk/enquiries/").text

    send(desk, f"{address}assign/", account="")
    assert "Toinen" not in desk.get("/desk/enquiries/").text


def test_today_leads_to_the_answer(city, officer, desk_of) -> None:
    found = received()

    page = desk_of(officer).get("/desk/?of=all").text

    assert f'href="/desk/enquiries/{found.pk}/"' in page
    assert f'href="/desk/enquiries/{found.pk}/answer/"' in page
    assert CANARY not in page


def test_others_are_told_nothing_of_it(city, officer, reader, contributor, auditor, desk_of) -> None:
    found = received()
    for account in (reader, contributor, auditor):
        desk = desk_of(account)
        for address in ("", f"{found.pk}/", f"{found.pk}/answer/"):
            answer = desk.get(f"/desk/enquiries/{address}")
            assert (answer.status_code, CANARY in answer.text) == (403, False)
        assert 'href="/desk/enquiries/"' not in desk.get("/desk/").text
    files = [desk_of(officer).get(f"/desk/enquiries/?as={kind}") for kind in ("csv", "xlsx")]
    assert found.pk.encode() in b"".join(files[0])
    assert b"example.org" not in b"".join(files[0])


def test_erased_enquiry_says_so(city, officer, desk_of) -> None:
    found = received()
    erase_old_enquiries(by=system_actor(), day=found.keep_until + timedelta(days=1))

    page = desk_of(officer).get(f"/desk/enquiries/{found.pk}/").text

    assert "It was erased: its time is over." in page
    assert "Record the answer" not in page


def test_list_asks_as_much_of_three_as_of_one(city, officer, desk_of) -> None:
    desk, counts = desk_of(officer), []
    for number in (1, 2):
        for _each in range(number):
            received()
        desk.get("/desk/enquiries/")
        with CaptureQueriesContext(connection) as asked:
            assert desk.get("/desk/enquiries/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 15
