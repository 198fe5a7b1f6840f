"""Recovery codes: shown once, kept as hashes, each opens once."""

from __future__ import annotations

import importlib
import logging
import re
import threading

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.core.cache import cache
from django.db import connection

from solmu.core.actions import add_account
from solmu.core.models import Account, system_actor
from solmu.desk.signing_in.letters import wait_until_sent
from solmu.desk.signing_in.recovery_codes import codes_left, make_codes, use_code
from tests.desk.signing_in.at_the_door import (
    add_app,
    browser,
    code_of,
    codes_in,
    errors,
    post,
    security,
    sign_in,
    signed_in,
)

PAGE = "/desk/second-factor/recovery-codes/"


@pytest.mark.sqlite
def test_they_are_shown_when_they_are_made_and_on_no_page_after(anna: Account, caplog) -> None:
    client = signed_in()
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        _secret, codes = add_app(client)
    assert [bool(re.fullmatch(r"\w{4}(-\w{4}){3}", code)) for code in codes] == [True] * 10
    assert len({code[0] for code in codes}) == 10
    assert security(caplog)[-1].startswith(f"recovery-codes-generated account={anna.pk} ")
    pages = [client.get(path).content.decode() for path in (PAGE, "/desk/second-factor/")]
    assert [codes_in(client.get(path)) for path in (PAGE, "/desk/second-factor/")] == [[], []]
    assert [code for code in codes if any(code in page for page in pages)] == []
    assert "10 codes are left. They were shown once and are not shown again." in pages[0]


@pytest.mark.sqlite
def test_they_are_kept_as_salted_hashes_of_the_passwords_kind(anna: Account) -> None:
    [code, *others] = make_codes(anna)
    kept = Authenticator.objects.get(user=anna).data
    assert sorted(kept) == ["codes"]
    kinds = [hashed.rpartition("$")[0].rpartition("$")[0] for _first, hashed in kept["codes"]]
    assert kinds == ["argon2$argon2id$v=19$m=19456,t=2,p=1"] * 10
    assert len({hashed.split("$")[4] for _first, hashed in kept["codes"]}) == 10
    assert [each for each in (code, *others) if each.replace("-", "") in str(kept)] == []
    assert use_code(anna, code.upper().replace("-", " ")) is not None
    assert use_code(anna, code) is None


@pytest.mark.sqlite
def test_a_recovery_code_opens_once(anna: Account, caplog) -> None:
    _secret, codes = add_app(signed_in())
    answers = []
    for code in (codes[0], codes[0], codes[1]):
        client = browser()
        sign_in(client)
        with caplog.at_level(logging.INFO, logger="solmu.security"):
            answers.append(post(client, "/desk/sign-in/code/", code=code).status_code)
    assert answers == [302, 200, 302]
    told = [line for line in security(caplog) if line.startswith(("signed-in", "recovery-code-used", "second-factor"))]
    whose = f"account={anna.pk} from=192.0.2.0/24"
    came = [f"signed-in {whose} how=password+recovery_codes", f"recovery-code-used {whose}"]
    assert told[1:] == [*came, f"second-factor-failed {whose}", *came]
    assert codes_left(anna) == 8


@pytest.mark.sqlite
def test_who_used_one_is_told_and_how_many_are_left(anna: Account, mailed) -> None:
    _secret, codes = add_app(signed_in())
    wait_until_sent()
    mailed.clear()
    client = browser()
    sign_in(client, next="/desk/sessions/")
    page = post(client, "/desk/sign-in/code/", code=codes[0])
    wait_until_sent()
    assert [("A recovery code opened your account." in each.body, each.to) for each in mailed] == [(True, [anna.email])]
    shown = client.get(page.headers["Location"]).content.decode()
    assert "A recovery code opened your account. 9 are left." in shown


@pytest.mark.sqlite
@pytest.mark.parametrize("path", ["/desk/sign-in/code/", "/desk/sign-in/again/code/"])
def test_a_telephone_shows_letters_for_them_and_digits_for_the_app(anna: Account, path: str) -> None:
    client = signed_in()
    add_app(client)
    if "again" not in path:
        client = browser()
        sign_in(client)
    modes = [
        re.findall(r'name="code"[^>]*?(?: inputmode="(\w+)")?(?= autocapitalize)', client.get(each).content.decode())
        for each in (path, f"{path}?next=%2Fdesk%2Fsessions%2F&recovery=")
    ]
    assert modes == [["numeric"], [""]]
    assert 'href="?next=%2Fdesk%2Fsessions%2F&amp;recovery="' in client.get(f"{path}?next=/desk/sessions/").text


@pytest.mark.sqlite
def test_new_ones_void_the_old(anna: Account, mailed, django_capture_on_commit_callbacks) -> None:
    client = signed_in()
    _secret, old = add_app(client)
    new = codes_in(post(client, PAGE))
    wait_until_sent()
    assert "New recovery codes were made for your account." in mailed[-1].body
    assert (len(new), set(new) & set(old), codes_left(anna)) == (10, set(), 10)
    assert [use_code(anna, code) for code in old] == [None] * 10


@pytest.mark.sqlite
@pytest.mark.parametrize("typed", ["", "-", "0", "ä" * 20, "2" * 5000, "\x00", "²²²²", "k7qm 2x9f b4nd 8wrt"])
def test_what_is_no_code_opens_nothing(anna: Account, typed: str) -> None:
    assert use_code(anna, typed) is None
    make_codes(anna)
    assert (use_code(anna, typed), codes_left(anna)) == (None, 10)


@pytest.mark.sqlite
def test_making_them_asks_who_it_is_once_more(anna: Account, settings) -> None:
    client = signed_in()
    add_app(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert client.get(PAGE).headers["Location"].partition("?")[0] == "/desk/sign-in/again/"


@pytest.mark.sqlite
def test_without_a_second_factor_there_are_none(anna: Account) -> None:
    client = signed_in()
    assert client.get(PAGE).headers["Location"] == "/desk/second-factor/"
    assert codes_left(anna) is None


@pytest.mark.sqlite
def test_one_proves_once_more_who_one_is(anna: Account) -> None:
    client = signed_in()
    _secret, codes = add_app(client)
    answer = post(client, "/desk/sign-in/again/code/", code=codes[0])
    assert (answer.status_code, codes_left(anna)) == (302, 9)


@pytest.mark.sqlite
def test_the_apps_code_uses_none(anna: Account) -> None:
    secret, _codes = add_app(signed_in())
    cache.clear()
    client = browser()
    sign_in(client)
    assert errors(post(client, "/desk/sign-in/code/", code=code_of(secret))) == []
    assert codes_left(anna) == 10


@pytest.mark.sqlite
def test_codes_of_an_encrypted_seed_still_open(anna: Account, settings) -> None:
    settings.MFA_RECOVERY_CODE_DIGITS = 10
    old = RecoveryCodes.activate(anna)
    old.instance.data["used_mask"] = 0b101
    old.instance.save()
    codes = old.get_unused_codes()
    assert len(codes) == 8

    importlib.import_module("solmu.core.migrations.0003_desk").hash_codes(apps, connection.schema_editor())

    kept = Authenticator.objects.get(user=anna).data
    assert sorted(kept) == ["codes"]
    assert [use_code(anna, code) is not None for code in [*codes, codes[0]]] == [True] * 8 + [False]


@pytest.mark.sqlite
def test_a_seed_of_another_key_opens_nothing(anna: Account, settings) -> None:
    RecoveryCodes.activate(anna)
    settings.SECRET_KEY = "another key, of another instance"
    importlib.import_module("solmu.core.migrations.0003_desk").hash_codes(apps, connection.schema_editor())
    assert (Authenticator.objects.get(user=anna).data, codes_left(anna)) == ({"codes": []}, 0)


@pytest.mark.postgresql  # SQLite in a test's memory locks whole tables instead of waiting
@pytest.mark.django_db(transaction=True)
def test_of_two_that_use_a_code_at_once_one_comes_in() -> None:
    account = add_account(by=system_actor(), email="anna@example.org", role="reader", name="Anna")
    [code, *_others] = make_codes(account)
    answers: list[bool] = []
    gate = threading.Barrier(4)

    def use() -> None:
        gate.wait()
        try:
            answers.append(use_code(account, code) is not None)
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(answers), codes_left(account)) == ([False] * 3 + [True], 9)
