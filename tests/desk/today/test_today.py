"""Today: what needs somebody, the one button, waiting and giving."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from solmu.core.city import current_city
from solmu.registry.models import Agreement
from solmu.stewardship.actions.renewals.stages import plan_renewal
from solmu.stewardship.models import MatterAssignment, MatterSnooze
from tests.desk.reading import hidden
from tests.registry import founding

pytestmark = pytest.mark.sqlite


def test_expired_memorandum_stands_first_with_its_button(example, officer, desk_of) -> None:
    page = desk_of(officer).get("/desk/").text

    overdue, tidy_up = page.index("Overdue"), page.index("To be tidied up")
    assert overdue < page.index("It was in force until 2019") < tidy_up
    assert page.count("button primary") == 1


def test_renewal_under_way_is_gone_on_with(example, officer, desk_of) -> None:
    desk = desk_of(officer)
    [start] = re.findall(r'href="([^"]+)">Start the renewal', desk.get("/desk/").text)
    form = desk.get(start, follow=True)
    desk.post(form.request["PATH_INFO"], hidden(form.text))

    page = desk.get("/desk/").text
    [further] = re.findall(r'href="([^"]+)">Go on with the renewal', page)

    assert "Start the renewal" not in page
    assert desk.get(further, follow=True).redirect_chain[-1][0].endswith("/renewal/")


def test_matter_waits_for_a_reason_and_is_woken(example, officer, desk_of) -> None:
    desk = desk_of(officer)
    address = _address(desk.get("/desk/").text, "wait")

    refused = desk.post(address, {**hidden(desk.get(address).text), "until": "2026", "reason": "Odottaa"})
    desk.post(address, {**hidden(desk.get(address).text), "until": "24.12.2099", "reason": "Odottaa"})
    assert refused.status_code == 422
    assert not MatterSnooze.objects.exists()

    soon = current_city().today() + timedelta(days=20)
    until = f"{soon.day}.{soon.month}.{soon.year}"
    done = desk.post(address, {**hidden(desk.get(address).text), "until": until, "reason": "Odottaa"})

    assert done.status_code == 302
    assert "It was in force until 2019" not in desk.get("/desk/").text
    desk.post(address, {"wake": "1"})
    assert "It was in force until 2019" in desk.get("/desk/").text


def test_matter_is_given_to_somebody(example, officer, contributor, desk_of) -> None:
    desk = desk_of(officer)
    address = _address(desk.get("/desk/").text, "give")

    desk.post(address, {**hidden(desk.get(address).text), "account": contributor.pk})

    assert MatterAssignment.objects.get().account == contributor
    assert 'Mine <span class="nr">1</span>' in desk_of(contributor).get("/desk/").text


def test_matter_of_an_agreement_being_renewed_is_whose_the_renewal_is(example, officer, contributor, desk_of) -> None:
    desk = desk_of(officer)
    agreement = Agreement.objects.get(valid_until="2019")
    plan_renewal(by=officer, agreement=agreement, day=current_city().today(), city=current_city(), owner=officer)

    assert 'Mine <span class="nr">1</span>' in desk.get("/desk/").text
    assert 'Mine <span class="nr">0</span>' in desk_of(contributor).get("/desk/").text
    assert '<td data-l="Owner">Officer Example' in desk.get("/desk/matters/?rule=ended_without_successor").text


def test_matter_that_is_gone_answers_404(example, officer, desk_of) -> None:
    assert desk_of(officer).get("/desk/matters/review_due/bcdfghjkmnpq/-/wait/").status_code == 404


def _address(page: str, verb: str) -> str:
    end = page.index(f"/{verb}/")
    return page[page.rindex('"', 0, end) + 1 : end] + f"/{verb}/"


def test_pages_ask_few_queries_for_many_matters(city, officer, desk_of) -> None:
    source, desk, asked = founding.page(), desk_of(officer), []
    for names in (("Tartto",), ("Riika", "Vilna", "Tallinna")):
        for name in names:
            founding.partnership(source, founding.place(source, fi=name, en=name))
        for address in ("/desk/", "/desk/matters/"):
            assert desk.get(address).status_code == 200
            with CaptureQueriesContext(connection) as queries:
                desk.get(address)
            asked.append(len(queries))

    assert asked[:2] == asked[2:]
    assert max(asked) <= 15


def test_first_page_after_a_write_asks_few_queries_as_well(keeping, example, officer, desk_of) -> None:
    desk, expired = desk_of(officer), "It was in force until 2019"
    address = _address(desk.get("/desk/").text, "wait")
    until = current_city().today() + timedelta(days=20)
    wait = {**hidden(desk.get(address).text), "until": f"{until:%d.%m.%Y}", "reason": "Odottaa"}
    found = []
    for sent in (wait, {"wake": "1"}):
        desk.post(address, sent)
        with CaptureQueriesContext(connection) as queries:
            page = desk.get("/desk/").text
        found.append((expired in page, len(queries) <= 15))

    assert found == [(False, True), (True, True)]


def test_who_keeps_the_record_is_asked_for_a_second_factor_until_they_put_it_off(
    city, officer, administrator, reader, desk_of
) -> None:
    sentence = "Your account is opened by a password alone"
    people = [officer, administrator, reader]
    assert [sentence in desk_of(each).get("/desk/").text for each in people] == [True, True, False]

    put_off = desk_of(officer).post("/desk/no-factor-now/")
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})

    assert (put_off.status_code, put_off.url) == (302, "/desk/")
    assert [sentence in desk_of(each).get("/desk/").text for each in people] == [False, False, False]
    assert desk_of(officer).get("/desk/no-factor-now/").status_code == 405
