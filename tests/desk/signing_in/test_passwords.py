"""Signing in by e-mail and password, over the pages themselves, with forms as the pages show them."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from http import cookies

import pytest
from django.test import Client
from django.utils import timezone

from solmu.core.actions import add_account, deactivate_account
from solmu.core.models import Account, AuditEntry, PassingNote, Session, system_actor
from solmu.desk.signing_in.letters import wait_until_sent
from solmu.desk.signing_in.sessions import hash_of
from tests.desk.signing_in.at_the_door import (
    PASSWORD,
    SIGN_IN,
    TOO_MANY,
    add_app,
    browser,
    errors,
    post,
    security,
    sign_in,
    signed_in,
)

NEW = "eleven green bicycles"


# --- in ---------------------------------------------------------------------------------------------------------------


def test_the_right_password_signs_in(anna: Account, caplog) -> None:
    client = browser()
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        response = sign_in(client, email="Anna@Example.org", next="/desk/sessions/")
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/sessions/")
    assert client.get("/desk/sessions/").status_code == 200
    assert security(caplog) == [f"signed-in account={anna.pk} from=192.0.2.0/24 how=password"]


def test_a_password_may_hold_anything(city: object) -> None:
    password = "Ä snowman ☃ and  two spaces "
    add_account(by=system_actor(), email="anna@example.org", role="reader", password=password)
    assert sign_in(browser(), password.strip()).status_code == 200
    assert sign_in(browser(), password).status_code == 302


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "desk", "\t//evil.example"],
)
def test_nobody_is_led_elsewhere_afterwards(anna: Account, wanted: str) -> None:
    assert sign_in(browser(), next=wanted).headers["Location"] == "/desk/"


def test_whoever_is_not_known_is_told_nothing_of_accounts(anna: Account) -> None:
    deactivated = add_account(by=system_actor(), email="bo@example.org", role="reader", password=PASSWORD)
    deactivate_account(by=system_actor(), account=deactivated)
    add_account(by=system_actor(), email="cai@example.org", role="reader")
    addresses = ("anna@example.org", "bo@example.org", "cai@example.org", "dan@example.org")
    told = {email: errors(sign_in(browser(), "wrong", email)) for email in addresses}
    assert list(told.values()) == [["The e-mail address or the password is wrong."]] * 4


def test_a_deactivated_account_does_not_sign_in(anna: Account) -> None:
    deactivate_account(by=system_actor(), account=anna)
    client = browser()
    response = sign_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/desk/sign-in/not-in-use/")
    assert client.get("/desk/sessions/").status_code == 302


def test_nobody_adds_an_account_to_themselves(city: object) -> None:
    response = browser().get("/desk/sign-up/")
    assert (response.status_code, response.headers["Location"]) == (302, SIGN_IN)
    assert browser().post("/desk/sign-up/", {"email": "a@example.org", "password1": PASSWORD}).status_code == 403


def test_a_failure_is_logged_without_what_was_typed(anna: Account, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        sign_in(browser(), "wrong")
        sign_in(browser("2001:db8:1:2:3:4:5:6"), "wrong", "somebody@example.org")
    assert security(caplog) == [
        f"sign-in-failed account={anna.pk} from=192.0.2.0/24",
        "sign-in-failed account=- from=2001:db8:1::/48",
    ]


# --- attempts ---------------------------------------------------------------------------------------------------------

WRONG = ["The e-mail address or the password is wrong."]


def test_after_five_failures_an_address_waits(anna: Account) -> None:
    client = browser()
    told = [errors(sign_in(client, f"wrong {number}")) for number in range(6)]
    assert told == [*([WRONG] * 5), TOO_MANY]
    assert errors(sign_in(client)) == TOO_MANY
    # Somebody at another address is the account's owner, and is not kept out.
    assert sign_in(browser("198.51.100.9")).status_code == 302


def test_an_account_is_not_guessed_from_many_addresses(anna: Account, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed_anywhere": "4/h/key"}
    told = [errors(sign_in(browser(f"192.0.2.{number}"), "wrong")) for number in range(5)]
    assert told == [*([WRONG] * 4), TOO_MANY]


def test_an_address_does_not_try_many_accounts(city: object, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "3/10m/ip,5/5m/key"}
    told = [errors(sign_in(browser(), PASSWORD, f"person{number}@example.org")) for number in range(4)]
    assert told == [*([WRONG] * 3), TOO_MANY]


def test_signing_in_uses_up_no_attempt(anna: Account) -> None:
    assert [sign_in(browser()).status_code for _each in range(8)] == [302] * 8


def test_what_is_remembered_of_attempts_names_nobody(anna: Account) -> None:
    sign_in(browser(), "wrong")
    kept = list(PassingNote.objects.values_list("key_hash", "value"))
    assert len(kept) == 4
    assert [key for key, value in kept if not re.fullmatch("[0-9a-f]{64}", key) or "192.0.2" in str(value)] == []


# --- sessions ---------------------------------------------------------------------------------------------------------


def test_the_cookie_is_the_desks_alone(anna: Account) -> None:
    response = sign_in(browser())
    told = {name: cookie.OutputString() for name, cookie in response.cookies.items()}
    assert {name: re.sub(r"=\w+;", "=…;", text, count=1) for name, text in told.items()} == {
        "desk": "desk=…; HttpOnly; Path=/desk/; SameSite=Lax",
        "desk-form": "desk-form=…; HttpOnly; Path=/desk/; SameSite=Lax",
    }


def test_a_session_begins_anew_when_somebody_signs_in(anna: Account) -> None:
    client = browser()
    client.cookies = cookies.SimpleCookie({"desk": "chosenbysomebodyelse0000000000000"})
    sign_in(client)
    assert client.cookies["desk"].value != "chosenbysomebodyelse0000000000000"
    assert len(client.cookies["desk"].value) == 32


def test_the_table_holds_no_key_of_a_session(anna: Account) -> None:
    client = browser()
    sign_in(client)
    key = client.cookies["desk"].value
    assert list(Session.objects.values_list("pk", flat=True)) == [hash_of(key)]
    assert key not in str(list(Session.objects.values()))


def test_a_session_ends_when_it_is_not_used(anna: Account, settings) -> None:
    client = browser()
    sign_in(client)
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=settings.SESSION_IDLE_MINUTES, seconds=1))
    response = client.get("/desk/sessions/?page=2")
    assert (response.status_code, response.headers["Location"]) == (302, f"{SIGN_IN}?next=/desk/sessions/%3Fpage%3D2")
    assert Session.objects.exclude(account=None).count() == 0


def test_a_used_session_does_not_end_for_idleness(anna: Account) -> None:
    client = browser()
    sign_in(client)
    Session.objects.update(seen_at=timezone.now() - timedelta(minutes=30))
    client.get("/desk/sessions/")
    assert timezone.now() - Session.objects.get().seen_at < timedelta(minutes=1)


def test_a_session_ends_in_any_case(anna: Account, settings) -> None:
    client = browser()
    sign_in(client)
    row = Session.objects.get()
    assert row.until - row.began_at == timedelta(hours=settings.SESSION_HOURS)
    Session.objects.update(until=timezone.now())
    assert client.get("/desk/sessions/").status_code == 302


def test_signing_out_ends_the_session_for_good(anna: Account) -> None:
    client = browser()
    sign_in(client)
    key = client.cookies["desk"].value
    response = post(client, "/desk/sign-out/")
    assert (response.status_code, Session.objects.count()) == (200, 0)
    again = browser()
    again.cookies = cookies.SimpleCookie({"desk": key})
    assert again.get("/desk/sessions/").status_code == 302


def test_nobody_is_signed_out_by_a_link(anna: Account) -> None:
    client = browser()
    sign_in(client)
    assert client.get("/desk/sign-out/").status_code == 200
    assert client.get("/desk/sessions/").status_code == 200


def test_deactivating_ends_sessions_at_once(anna: Account) -> None:
    client = browser()
    sign_in(client)
    deactivate_account(by=system_actor(), account=anna)
    assert client.get("/desk/sessions/").status_code == 302


def test_the_other_sessions_are_listed_and_ended(anna: Account) -> None:
    here = browser()
    there = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    sign_in(here)
    sign_in(there)
    page = here.get("/desk/sessions/").content.decode()
    assert sorted(re.findall(r"<strong>(.*?)</strong>", page)) == ["A browser", "Firefox, Linux"]
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    here.post("/desk/sessions/end/", {"csrfmiddlewaretoken": token})
    assert (here.get("/desk/sessions/").status_code, there.get("/desk/sessions/").status_code) == (200, 302)


def test_the_other_pages_lead_out(anna: Account) -> None:
    client = signed_in()
    for path in ("/desk/", "/desk/second-factor/", "/desk/sessions/", "/desk/password/"):
        assert 'href="/desk/sign-out/"' in client.get(path).content.decode(), path


def test_one_other_session_is_ended(anna: Account) -> None:
    here, there, elsewhere = signed_in(), signed_in(), signed_in()
    page = here.get("/desk/sessions/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    wanted = hash_of(there.cookies["desk"].value)
    assert f'value="{wanted}"' in page
    assert hash_of(here.cookies["desk"].value) not in page
    here.post("/desk/sessions/end/", {"csrfmiddlewaretoken": token, "session": wanted})
    assert [client.get("/desk/sessions/").status_code for client in (here, there, elsewhere)] == [200, 302, 200]


def test_another_persons_session_is_not_ended(anna: Account) -> None:
    bo = add_account(by=system_actor(), email="bo@example.org", role="reader", password=PASSWORD)
    here, theirs = signed_in(), browser()
    sign_in(theirs, email=bo.email)
    page = here.get("/desk/second-factor/").content.decode()
    wanted = hash_of(theirs.cookies["desk"].value)
    token = here.cookies["desk-form"].value
    here.post("/desk/sessions/end/", {"csrfmiddlewaretoken": token, "session": wanted})
    here.post("/desk/sessions/end/", {"csrfmiddlewaretoken": token, "session": "\x00"})
    assert (theirs.get("/desk/sessions/").status_code, wanted in page) == (200, False)


def test_proving_once_more_gives_a_new_key(anna: Account, settings) -> None:
    client = signed_in()
    before = client.cookies["desk"].value
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert errors(post(client, "/desk/second-factor/app/", password="wrong")) == ["Password: The password is wrong."]
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    post(client, "/desk/sign-in/again/?next=/desk/second-factor/app/", password=PASSWORD)
    old = browser()
    old.cookies = cookies.SimpleCookie({"desk": before})
    answers = [each.get("/desk/sessions/").status_code for each in (client, old)]
    assert (client.cookies["desk"].value != before, answers) == (True, [200, 302])


def test_a_forged_post_does_nothing(anna: Account, caplog) -> None:
    client = browser()
    sign_in(client)
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        response = client.post("/desk/sign-out/", {}, HTTP_ORIGIN="https://evil.example")
    assert (response.status_code, client.get("/desk/sessions/").status_code) == (403, 200)
    assert "The form was not taken" in response.content.decode()
    assert security(caplog) == ["form-refused account=- from=192.0.2.0/24 path=/desk/sign-out/"]


# --- the password -----------------------------------------------------------------------------------------------------


def test_changing_the_password_asks_the_present_one_and_ends_other_sessions(anna: Account, mailed) -> None:
    here, there = browser(), browser()
    sign_in(here)
    sign_in(there)
    wrong = post(here, "/desk/password/", oldpassword="wrong", password1=NEW)
    assert errors(wrong) == ["Present password: The password is wrong."]
    post(here, "/desk/password/", oldpassword=PASSWORD, password1=NEW)
    assert (here.get("/desk/sessions/").status_code, there.get("/desk/sessions/").status_code) == (200, 302)
    assert (errors(sign_in(browser())), sign_in(browser(), NEW).status_code) == (WRONG, 302)
    wait_until_sent()
    assert [(message.to, message.subject) for message in mailed] == [
        (["anna@example.org"], "A change to how you sign in")
    ]
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert (entry.action, entry.actor_id, entry.record_id) == ("set_password", anna.pk, anna.pk)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("short 7", "This password is too short. It must contain at least 8 characters."),
        ("password123", "This password is too common."),
        ("anna@example.org", "The password is too similar to the email."),
        ("Rantala2026!", "This password is among the first that somebody would guess. Choose another."),
        ("x" * 1001, "A password has at most 1000 characters."),
    ],
)
def test_a_weak_password_is_refused_in_a_sentence(anna: Account, password: str, told: str) -> None:
    client = browser()
    sign_in(client)
    response = post(client, "/desk/password/", oldpassword=PASSWORD, password1=password)
    assert errors(response) == [f"New password: {told}"]


@pytest.mark.parametrize("password", ["aaaa bbbb", "x" * 1000, "ÄÄKKÖSET 1 ☃", "correct horse battery staple" * 4])
def test_no_composition_is_asked_of_a_password(anna: Account, password: str) -> None:
    client = browser()
    sign_in(client)
    post(client, "/desk/password/", oldpassword=PASSWORD, password1=password)
    assert sign_in(browser(), password).status_code == 302


def test_a_link_sets_a_new_password_once(anna: Account, mailed) -> None:
    signed_in = browser()
    sign_in(signed_in)
    client = browser()
    response = post(client, "/desk/password/forgotten/", email="Anna@example.org")
    wait_until_sent()
    (letter,) = mailed
    (link,) = re.findall(r"http://testserver(\S+)", str(letter.body))
    assert (response.headers["Location"], letter.to) == ("/desk/password/forgotten/sent/", ["anna@example.org"])
    done = post(client, link, password1=NEW)
    assert (done.status_code, done.headers["Location"]) == (302, "/desk/password/forgotten/set/")
    # It signs nobody in, and ends what there was.
    assert (client.get("/desk/sessions/").status_code, signed_in.get("/desk/sessions/").status_code) == (302, 302)
    assert sign_in(browser(), NEW).status_code == 302
    assert browser().get(link, follow=True).status_code == 410


def test_a_link_opens_for_an_hour(anna: Account, mailed, settings) -> None:
    post(browser(), "/desk/password/forgotten/", email="anna@example.org")
    wait_until_sent()
    (link,) = re.findall(r"http://testserver(\S+)", str(mailed[0].body))
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert browser().get(link, follow=True).status_code == 410


def test_asking_for_a_link_tells_nothing_of_accounts(anna: Account, mailed) -> None:
    deactivated = add_account(by=system_actor(), email="bo@example.org", role="reader", password=PASSWORD)
    deactivate_account(by=system_actor(), account=deactivated)
    addresses = ("anna@example.org", "bo@example.org", "dan@example.org")
    answers = []
    for email in addresses:
        client = browser()
        response = post(client, "/desk/password/forgotten/", email=email)
        answers.append((response.status_code, response.headers["Location"], response.content))
    assert answers == [answers[0]] * 3
    wait_until_sent()
    assert [message.to for message in mailed] == [["anna@example.org"]]


def test_a_link_does_not_stand_in_for_the_second_factor(anna: Account, mailed) -> None:
    add_app(signed_in())
    client = browser()
    post(client, "/desk/password/forgotten/", email="anna@example.org")
    wait_until_sent()
    (link,) = re.findall(r"http://testserver(\S+)", "".join(str(letter.body) for letter in mailed))
    post(client, link, password1=NEW)
    assert sign_in(client, NEW).headers["Location"] == "/desk/sign-in/code/"


def test_who_has_forgotten_the_password_is_asked_for_nothing_but_the_address(anna: Account, mailed) -> None:
    asked = browser().get("/desk/password/forgotten/").content.decode()
    post(browser(), "/desk/password/forgotten/", email="anna@example.org")
    wait_until_sent()
    (link,) = re.findall(r"http://testserver(\S+)", "".join(str(letter.body) for letter in mailed))
    chosen = browser().get(link, follow=True).content.decode()
    fields = [re.findall(r'<input[^>]* name="(?!csrf)(\w+)"', page) for page in (asked, chosen)]
    assert fields == [["email"], ["password1"]]


def test_an_old_password_opens(anna: Account) -> None:
    long_ago = timezone.now() - timedelta(days=4000)
    Account.objects.filter(pk=anna.pk).update(created_at=long_ago, last_login=long_ago)
    assert sign_in(browser(), next="/desk/sessions/").headers["Location"] == "/desk/sessions/"


def test_links_are_asked_for_three_times_at_most(anna: Account) -> None:
    statuses = [post(browser(), "/desk/password/forgotten/", email="anna@example.org").status_code for _ in range(4)]
    assert statuses == [302, 302, 302, 429]


def test_a_link_names_the_sites_own_address(anna: Account, mailed, settings) -> None:
    settings.SITE_ADDRESS = "https://ties.example.org"
    post(browser(), "/desk/password/forgotten/", email="anna@example.org")
    wait_until_sent()
    assert re.findall(r"https?://[^/]+", str(mailed[0].body)) == ["https://ties.example.org"]


# --- language ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "chosen", "language"), [("sv", "", "sv"), ("sv", "fi", "fi"), ("de", "", "en"), ("fi", "xx", "fi")]
)
def test_the_page_speaks_the_browsers_language_or_the_chosen_one(
    city: object, asked: str, chosen: str, language: str
) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE=asked)
    page = client.get(SIGN_IN, {"lang": chosen} if chosen else {})
    again = client.get(SIGN_IN)
    found = [re.search(r'<html lang="(\w+)"', each.content.decode())[1] for each in (page, again)]
    assert found == [language, language]
