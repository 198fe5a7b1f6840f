"""Calendar addresses at the desk: made, shown once, listed without their secrets, revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from solmu.stewardship.actions.calendars import follow_deadlines
from solmu.stewardship.models import CalendarSubscription
from tests.desk.forms_on_pages import forms_on
from tests.desk.reading import hidden

pytestmark = pytest.mark.sqlite

ADDRESS = "/desk/settings/calendars/"


def form_of(desk: Client) -> dict[str, list[str]]:
    page = desk.get(ADDRESS).text
    form = next(form for form in forms_on(page, ADDRESS) if form.address == f"{ADDRESS}new/")
    return {name: field.says for name, field in form.fields.items()}


def test_address_is_shown_once_and_opens_the_deadlines_until_it_is_revoked(city, reader, desk_of) -> None:
    desk = desk_of(reader)
    form = {**form_of(desk), "scope": "all"}
    made, again = desk.post(f"{ADDRESS}new/", form), desk.post(f"{ADDRESS}new/", form)
    secret = re.search(r"<code>http://testserver(\S+)</code>", made.text)
    assert secret is not None
    subscription = CalendarSubscription.objects.get()

    assert (again.status_code, again.url) == (302, ADDRESS)
    assert Client().get(secret[1]).status_code == 200
    assert secret[1].split("/")[-1][:20] not in desk.get(ADDRESS).text
    step = f"{ADDRESS}{subscription.pk}/revoke/"
    assert desk.post(step, hidden(desk.get(step).text)).url == ADDRESS
    assert Client().get(secret[1]).status_code in (404, 410)


def test_everybody_sees_their_own_and_auditors_all(city, reader, auditor, administrator, desk_of) -> None:
    follow_deadlines(by=reader)
    other, _secret = follow_deadlines(by=administrator)
    step = f"{ADDRESS}{other.pk}/revoke/"

    names = ("Reader Example", "Administrator Example")
    listed = {each.role: [n in desk_of(each).get(f"{ADDRESS}?as=csv").getvalue().decode() for n in names]
              for each in (reader, auditor, administrator)}  # fmt: skip
    assert listed == {"reader": [True, False], "auditor": [True, True], "administrator": [True, True]}
    assert desk_of(reader).get(step).status_code == 404
    desk = desk_of(auditor)
    assert desk.post(step, hidden(desk.get(step).text)).status_code in (403, 422)
    assert CalendarSubscription.objects.filter(revoked_at=None).count() == 2


@pytest.mark.parametrize("fields", [{}, {"scope": "everything"}])
def test_what_no_page_sends_makes_no_address(city, reader, desk_of, fields: dict[str, str]) -> None:
    assert desk_of(reader).post(f"{ADDRESS}new/", fields).status_code == 302
    assert CalendarSubscription.objects.count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_queries(city, administrator, desk_of, django_assert_max_num_queries, number: int) -> None:
    for _each in range(number):
        follow_deadlines(by=administrator)
    desk = desk_of(administrator)
    with django_assert_max_num_queries(10):
        assert desk.get(ADDRESS).status_code == 200
