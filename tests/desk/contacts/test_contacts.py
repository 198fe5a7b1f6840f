"""Contact persons at the desk: who may see them, who looked, and what erasing leaves."""

from __future__ import annotations

import pytest

from solmu.core.audit import chain_faults
from solmu.core.models import AuditValue, PersonalDataLook, UnsavedWork
from solmu.registry.models import Contact
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

CANARY = "Kanaria Kelluvainen"


@pytest.fixture
def address(city, officer, desk_of) -> str:
    desk = desk_of(officer)
    fields = {"organisation": city.pk, "name": CANARY, "email": "kanaria@example.org", "purpose_fi": "Koulujen asiat"}
    return desk.post("/desk/contacts/new/", {**hidden(desk.get("/desk/contacts/new/").text), **fields}).url


def test_reader_is_shown_no_person(address, reader, desk_of) -> None:
    desk = desk_of(reader)
    pages = [address, "/desk/contacts/", "/desk/contacts/?as=csv", f"{address}data/", f"{address}edit/"]
    record = address.split("/")[-2]
    pages += [f"/desk/records/{record}/", f"/desk/records/{record}/preview/"]

    answers = [desk.get(page) for page in pages]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert not [answer for answer in answers if CANARY in answer.text]


def test_looks_are_noted_once_an_hour(address, contributor, desk_of) -> None:
    desk = desk_of(contributor)

    desk.get(address)
    desk.get(address)
    list(desk.get("/desk/contacts/?as=csv").streaming_content)

    looks = PersonalDataLook.objects.filter(account=contributor).order_by("what")
    assert list(looks.values_list("what", flat=True)) == ["file", "page"]


def test_administrator_erases_and_the_chain_still_verifies(address, administrator, officer, desk_of) -> None:
    record = address.split("/")[-2]
    desk_of(officer).get(f"{address}edit/")
    desk = desk_of(administrator)

    done = desk.post(f"{address}erase/", {**hidden(desk.get(f"{address}erase/").text), "ground": "GDPR 17 (1) a"})

    assert done.status_code == 302
    assert Contact.objects.get(pk=record).name == ""
    assert not [value for value in AuditValue.objects.all() if CANARY in value.before + value.after]
    assert not UnsavedWork.objects.filter(key__contains=record).exclude(key__endswith="/erase/").exists()
    assert list(chain_faults()) == []
    assert desk.get(address).status_code == 404


def test_officer_may_not_erase(address, officer, desk_of) -> None:
    desk = desk_of(officer)

    assert f"{address}erase/" not in desk.get(address).text
    answer = desk.post(f"{address}erase/", {**hidden(desk.get(f"{address}edit/").text), "ground": "GDPR 17 (1) a"})

    assert answer.status_code == 403
    assert Contact.objects.get().name == CANARY
