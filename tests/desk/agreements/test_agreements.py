"""Agreements of the example city at the desk: the register, a renewal, and two people at one form."""

from __future__ import annotations

import pytest

from solmu.core.dates import PartialDate
from solmu.registry.models import Agreement
from solmu.stewardship.models.renewals import Renewal
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite


def memorandum() -> Agreement:
    return Agreement.objects.get(valid_until=PartialDate(2019))


@pytest.fixture
def address(example) -> str:
    return f"/desk/agreements/{memorandum().pk}/"


def test_register_shows_what_has_expired(example, officer, desk_of) -> None:
    page = desk_of(officer).get("/desk/agreements/?status=expired").text

    assert "1 agreement<" in page
    assert "status-expired" in page


def test_expired_memorandum_is_renewed(address, officer, desk_of) -> None:
    desk = desk_of(officer)

    assert f"{address}renew/" in desk.get(address).text
    desk.post(f"{address}renew/", hidden(desk.get(f"{address}renew/").text))

    renewal = Renewal.objects.get()
    assert (renewal.agreement_id, renewal.owner) == (memorandum().pk, officer)
    assert f"{address}renew/" not in desk.get(address).text


def test_two_people_change_one_agreement_and_nobody_overwrites(address, officer, administrator, desk_of) -> None:
    one, other = desk_of(officer), desk_of(administrator)
    fields = {"valid_until": "2019", "notice_months": "0"}
    forms = [desk.get(f"{address}edit/").text for desk in (one, other)]

    one.post(f"{address}edit/", {**hidden(forms[0]), **fields, "review_on": "2027"})
    merged = other.post(f"{address}edit/", {**hidden(forms[1]), **fields, "signed": "2015"})
    kept = memorandum()
    clash = other.post(f"{address}edit/", {**hidden(forms[1]), **fields, "signed": "2015", "review_on": "2029"})

    assert merged.status_code == 302
    assert (str(kept.review_on), str(kept.signed)) == ("2027", "2015")
    assert clash.status_code == 422
    assert "Somebody else changed the same thing meanwhile" in clash.text
    assert str(memorandum().review_on) == "2027"


def test_reader_may_not_take_a_step(address, reader, desk_of) -> None:
    desk = desk_of(reader)

    assert desk.get(address).status_code == 200
    assert [desk.get(f"{address}{verb}/").status_code for verb in ("edit", "terminate", "document")] == [403] * 3
