"""Accounts at the desk: who is listed, added, changed, helped and closed, and what becomes of what they owned."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import Client
from i18nfield.strings import LazyI18nString

from solmu.core.actions import add_account
from solmu.core.models import Account, AuditEntry, Session, system_actor
from solmu.desk.signing_in.letters import wait_until_sent
from solmu.registry.actions.organisations import add_unit
from solmu.registry.actions.ownership import set_owner
from solmu.registry.actions.stories import add_story
from solmu.registry.models import Partnership, UnitMember
from tests.desk.reading import hidden
from tests.registry.founding import BY

pytestmark = pytest.mark.sqlite


@pytest.fixture
def mailed(settings) -> list[mail.EmailMessage]:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "desk@example.org"
    return mail.outbox


def send(desk: Client, address: str, **fields: object):
    """Load a form and send it with these fields."""
    return desk.post(address, {**hidden(desk.get(address).text), **fields})


def added(desk: Client, **more: object) -> Account:
    fields = {"email": "New@example.org", "name": "Uusi <b>x</b>", "role": "officer", "language": "sv", **more}
    assert send(desk, "/desk/people/new/", **fields).status_code == 302
    return Account.objects.get(email="new@example.org")


def test_accounts_are_listed_for_administrators_and_auditors(city, administrator, auditor, reader, desk_of) -> None:
    unit = add_unit(by=BY, source=None, organisation=city, name="Koulutoimisto")
    UnitMember.objects.create(unit=unit, account=reader)

    page = desk_of(auditor).get("/desk/people/?sort=name").text
    rows = re.findall(r'<th scope="row">(.*?)</tr>', page, re.DOTALL)
    told = [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)).strip() for row in rows]

    today = "24 November 2026"
    assert [re.sub(r"\d+ \w+ 20\d\d", today, row) for row in told] == [
        "Administrator Example administrator@desk.example Administrator – never none open",
        f"Auditor Example auditor@desk.example Auditor – {today} none open",
        "Reader Example reader@desk.example Reader Koulutoimisto never none open",
    ]
    assert "Add a person" not in page
    assert "Add a person" in desk_of(administrator).get("/desk/people/").text
    chosen = desk_of(auditor).get("/desk/people/?unit=Koulutoimisto&role=reader&use=open&factor=none&q=READ").text
    assert re.findall(r"/desk/people/(\w+)/", chosen) == [reader.pk]


def test_a_page_costs_as_much_for_three_as_for_one(city, administrator, desk_of, django_assert_num_queries) -> None:
    desk = desk_of(administrator)
    desk.get("/desk/people/")
    with django_assert_num_queries(6):
        desk.get("/desk/people/")
    for number in range(3):
        add_account(by=BY, email=f"{number}@example.org", role="reader")
    with django_assert_num_queries(6):
        desk.get("/desk/people/")


def test_a_person_is_invited_and_chooses_a_password(
    city, administrator, desk_of, mailed, django_capture_on_commit_callbacks
) -> None:
    unit = add_unit(by=BY, source=None, organisation=city, name="Koulutoimisto")

    with django_capture_on_commit_callbacks(execute=True):
        made = added(desk_of(administrator), units=[unit.pk], is_invited="on")

    wait_until_sent()
    (letter,) = mailed
    assert (letter.to, letter.subject) == (["new@example.org"], "Ditt konto vid arbetsbordet")
    assert (made.name, made.role, made.language, made.has_usable_password()) == (
        "Uusi <b>x</b>",
        "officer",
        "sv",
        False,
    )
    assert list(made.unit_memberships.values_list("unit_id", flat=True)) == [unit.pk]
    page = desk_of(administrator).get(f"/desk/people/{made.pk}/").text
    assert "Uusi &lt;b&gt;x&lt;/b&gt;" in page
    (link,) = re.findall(r"http://testserver(\S+)", str(letter.body))
    stranger = Client()
    form = stranger.get(link, follow=True)
    stranger.post(form.request["PATH_INFO"], {"password1": "eleven green bicycles"})
    made.refresh_from_db()
    assert made.check_password("eleven green bicycles")


def test_without_a_mail_server_no_letter_is_promised(city, administrator, desk_of) -> None:
    desk = desk_of(administrator)
    assert "No mail server is set up" in desk.get("/desk/people/new/").text
    made = added(desk, is_invited="on")
    page = desk.get(f"/desk/people/{made.pk}/").text
    assert "No letter was sent" in page
    assert "solmu user password new@example.org" in page
    assert desk.get(f"/desk/people/{made.pk}/invite/").status_code == 200


def test_what_is_wrong_with_an_account_is_said(city, administrator, reader, desk_of) -> None:
    desk = desk_of(administrator)
    fields = {"email": reader.email, "name": "Toinen", "role": "reader", "language": "fi"}
    answer = send(desk, "/desk/people/new/", **fields)
    assert answer.status_code == 422
    assert f"{reader.email} already has an account. Choose another address." in answer.text
    assert 'value="Toinen"' in answer.text
    assert send(desk, "/desk/people/new/", **fields | {"role": "system", "email": "x"}).status_code == 422
    assert Account.objects.count() == 2


def test_an_account_is_changed_and_the_former_address_is_told(
    city, administrator, officer, desk_of, mailed, django_capture_on_commit_callbacks
) -> None:
    desk = desk_of(administrator)
    fields = {"email": "moved@desk.example", "name": officer.name, "role": "auditor", "language": "en"}

    with django_capture_on_commit_callbacks(execute=True):
        send(desk, f"/desk/people/{officer.pk}/edit/", **fields)

    officer.refresh_from_db()
    assert (officer.email, officer.role) == ("moved@desk.example", "auditor")
    wait_until_sent()
    assert [message.to for message in mailed] == [["officer@desk.example"]]
    actions = AuditEntry.objects.filter(record_id=officer.pk).order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["add_account", "change_account", "change_role"]


def test_nobody_changes_their_own_role_nor_closes_their_own_account(city, administrator, desk_of) -> None:
    desk = desk_of(administrator)
    add_account(by=system_actor(), email="other@example.org", role="administrator")
    here = f"/desk/people/{administrator.pk}/"
    form = desk.get(f"{here}edit/").text
    assert 'name="role"' not in form
    send(desk, f"{here}edit/", email=administrator.email, name="Nimi", language="en", role="reader")
    administrator.refresh_from_db()
    assert (administrator.name, administrator.role) == ("Nimi", "administrator")
    assert "/close/" not in desk.get(here).text
    assert desk.get(f"{here}close/").status_code == 404


def test_an_administrator_who_was_closed_meanwhile_changes_nothing(city, administrator, desk_of) -> None:
    other = add_account(by=system_actor(), email="other@example.org", role="administrator")
    desk, theirs = desk_of(administrator), desk_of(other)
    fields = {"email": administrator.email, "name": "Nimi", "role": "reader", "language": "en"}
    page = {**hidden(theirs.get(f"/desk/people/{administrator.pk}/edit/").text), **fields}
    closing = hidden(theirs.get(f"/desk/people/{administrator.pk}/close/").text)
    send(desk, f"/desk/people/{other.pk}/close/")

    answers = [
        theirs.post(f"/desk/people/{administrator.pk}/edit/", page),
        theirs.post(f"/desk/people/{administrator.pk}/close/", closing),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]  # a closed account is asked to sign in
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == ("administrator", True)


def test_an_account_is_closed_and_hands_over_what_it_owned(example, administrator, officer, desk_of) -> None:
    desk, tie = desk_of(administrator), Partnership.objects.order_by("pk")[0]
    set_owner(by=BY, source=None, record=tie.record, account=officer)
    desk_of(officer).get("/desk/")
    here = f"/desk/people/{officer.pk}/"
    assert "What they look after stays theirs until you hand it over" in desk.get(f"{here}close/").text

    send(desk, f"{here}close/")

    officer.refresh_from_db()
    assert (officer.is_active, Session.objects.filter(account=officer).count()) == (False, 0)
    page = desk.get(here).text
    assert "matters still wait for it" in page
    assert f"/desk/records/{tie.pk}/page/" in page
    assert send(desk, f"{here}hand-over/").status_code == 422
    send(desk, f"{here}hand-over/", account=administrator.pk)
    tie.record.ownership.refresh_from_db()
    assert tie.record.ownership.account == administrator
    assert "matters still wait for it" not in desk.get(here).text
    send(desk, f"{here}reopen/")
    officer.refresh_from_db()
    assert officer.is_active


def test_sessions_end_and_a_lost_second_factor_is_helped(
    city, administrator, officer, desk_of, mailed, django_capture_on_commit_callbacks
) -> None:
    desk, theirs = desk_of(administrator), desk_of(officer)
    Account.objects.filter(pk=officer.pk).update(password=make_password("a quiet river bend"))
    here = f"/desk/people/{officer.pk}/"
    desk_of(officer).get("/desk/")
    assert "Help after a lost phone or key" not in desk.get(here).text
    send(desk, f"{here}end-sessions/")
    assert theirs.get("/desk/").status_code == 302
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    assert "Help after a lost phone or key" in desk.get(here).text
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, f"{here}forget-second-factor/")
    assert not Authenticator.objects.filter(user=officer).exists()
    wait_until_sent()
    assert [message.to for message in mailed] == [[officer.email]]


def test_a_persons_page_costs_as_much_for_three_as_for_one(
    city, administrator, officer, desk_of, django_assert_num_queries
) -> None:
    desk = desk_of(administrator)
    for number in range(3):
        story = add_story(
            by=BY, source=None, title=LazyI18nString({"fi": str(number)}), text=LazyI18nString({"fi": "x"})
        )
        set_owner(by=BY, source=None, record=story.record, account=officer)
        if number in (0, 2):
            with django_assert_num_queries(11):
                desk.get(f"/desk/people/{officer.pk}/")


@pytest.mark.parametrize("role", ["reader", "contributor", "officer", "auditor"])
def test_only_an_administrator_does_anything_with_accounts(city, administrator, desk_of, role: str) -> None:
    by = add_account(by=system_actor(), email="somebody@example.org", role=role)
    desk, here = desk_of(by), f"/desk/people/{administrator.pk}/"
    asked = ["edit", "hand-over", "invite", "end-sessions", "forget-second-factor", "close", "reopen"]
    fields = {"email": "taken@example.org", "name": "x", "role": "reader", "language": "en"}
    answers = [desk.post(f"{here}{verb}/", fields).status_code for verb in asked]
    assert answers == [403] * len(asked)
    assert desk.post("/desk/people/new/", fields).status_code == 403
    assert desk.get(here).status_code == (200 if role == "auditor" else 403)
    administrator.refresh_from_db()
    assert (administrator.email, administrator.role) == ("administrator@desk.example", "administrator")
    assert Account.objects.count() == 2
