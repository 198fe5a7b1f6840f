"""Commitments at the desk: the list, a page, adding, changing, meeting one and taking that back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.city import current_city
from solmu.core.dates import PartialDate
from solmu.registry.actions.commitments import add_commitment
from solmu.registry.actions.networks import add_membership
from solmu.registry.actions.organisations import add_organisation
from solmu.registry.models import Agreement, Commitment, Membership
from solmu.registry.vocabulary import OrganisationKind
from tests.desk.reading import hidden
from tests.portal import published
from tests.registry import founding

pytestmark = pytest.mark.sqlite


def send(desk, address: str, **fields):
    return desk.post(address, {**hidden(desk.get(address).text), **fields})


@pytest.fixture
def agreement(city) -> Agreement:
    published.add_partners(1, shared=False)
    return Agreement.objects.get()


@pytest.fixture
def membership(city) -> Membership:
    network = add_organisation(by=founding.BY, source=None, kind=OrganisationKind.NETWORK, name="Verkosto")
    return add_membership(by=founding.BY, source=None, network=network, organisation=city)


def due(agreement: Agreement, text: str = "Report", days: int = -30, **values) -> Commitment:
    on = PartialDate.from_day(current_city().today() + timedelta(days=days))
    return add_commitment(by=founding.BY, source=None, agreement=agreement, text=text, due_on=on, **values)


def test_commitment_is_added_from_a_membership_and_changed(membership, officer, desk_of) -> None:
    desk = desk_of(officer)
    page = desk.get(f"/desk/networks/memberships/{membership.pk}/").text
    new = f"/desk/commitments/new/?membership={membership.pk}"
    assert f'href="{new}"' in page
    assert f'<option value="{membership.pk}" selected>' in desk.get(new).text

    sent = send(desk, "/desk/commitments/new/", membership=membership.pk, text_fi="Raportti <b>x</b>", due_on="2030")

    found = Commitment.objects.get()
    assert sent.url == f"/desk/commitments/{found.pk}/"
    send(desk, f"{sent.url}edit/", text_fi="Raportti <b>x</b>", due_on="2031", every_months="12")
    found.refresh_from_db()
    assert (str(found.due_on), found.every_months, found.membership) == ("2031", 12, membership)
    assert "Raportti &lt;b&gt;x&lt;/b&gt;" in desk.get(f"/desk/networks/memberships/{membership.pk}/").text


def test_commitment_of_both_or_neither_is_told(agreement, membership, officer, desk_of) -> None:
    desk, given = desk_of(officer), {"text_fi": "Raportti", "due_on": "2030", "until": "2029"}
    for of in ({}, {"agreement": agreement.pk, "membership": membership.pk}):
        answer = send(desk, "/desk/commitments/new/", **given, **of)
        assert answer.status_code == 422
        assert "2 things need to be put right" in answer.text
    assert Commitment.objects.count() == 0


def test_commitment_is_met_from_today_and_taken_back(agreement, officer, desk_of) -> None:
    desk, found = desk_of(officer), due(agreement)
    address = f"/desk/commitments/{found.pk}/"
    assert f'href="/desk/records/{found.pk}/page/fulfil/"' in desk.get("/desk/?of=all").text
    assert desk.get(f"/desk/records/{found.pk}/page/fulfil/").url == f"{address}fulfil/"
    assert "Report" in desk.get("/desk/commitments/?state=late").text

    send(desk, f"{address}fulfil/", due_on=str(found.due_on), done_on="2026", note_fi="Lähetetty")

    assert found.fulfilments.get().note.data == {"fi": "Lähetetty"}
    page = desk.get(address).text
    assert "Record as met" not in page
    assert "Report" not in desk.get("/desk/commitments/?state=late").text
    send(desk, f"{address}take-back/", fulfilment=found.fulfilments.get().pk)
    assert found.fulfilments.count() == 0


def test_what_is_due_after_a_terminated_agreement_is_not_asked_for(agreement, officer, desk_of) -> None:
    found = due(agreement)
    ended = {"terminated_on": PartialDate.from_edtf("2020"), "is_termination_reason_not_stated": True}
    Agreement.objects.filter(pk=agreement.pk).update(**ended, terminated_on_earliest="2020-01-01")

    assert "Record as met" not in desk_of(officer).get(f"/desk/commitments/{found.pk}/").text


def test_list_and_page_ask_as_much_of_three_as_of_one(agreement, officer, desk_of) -> None:
    desk, counts, first = desk_of(officer), [], due(agreement)
    for number in (1, 3):
        for index in range(number - 1):
            due(agreement, f"Report {index}")
        for address in ("", f"{first.pk}/", f"{first.pk}/fulfil/"):
            desk.get(f"/desk/commitments/{address}")
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(f"/desk/commitments/{address}").status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 15


def test_reader_changes_nothing(agreement, reader, desk_of) -> None:
    found, desk = due(agreement), desk_of(reader)
    assert "Report" in desk.get("/desk/commitments/").text
    for address in ("new/", f"{found.pk}/edit/", f"{found.pk}/fulfil/"):
        assert desk.get(f"/desk/commitments/{address}").status_code == 403
