"""Accounts, sources and stored files: what is done, what is refused, what is audited."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from solmu.core.actions import add_account, add_source, look_at_source, store_file
from solmu.core.audit import chain_faults, recorded, revision
from solmu.core.dates import PartialDate
from solmu.core.errors import BrokenRule, NotPermitted, SolmuError
from solmu.core.models import Account, AuditEntry, AuditValue, Source, StoredFile, system_actor
from solmu.core.queries import file_faults, files_left_over
from solmu.core.vocabulary import STORED_ROLES, Role, SourceKind

CONTENT = "Ystävyyskaupungit".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def last_entry() -> tuple[str, str, str, dict[str, str]]:
    """Actor, action, record and the values after, of the last audit entry."""
    entry = AuditEntry.objects.order_by("-sequence")[0]
    after = dict(AuditValue.objects.filter(entry=entry).order_by("field").values_list("field", "after"))
    return entry.actor_id, entry.action, entry.record_id, after


def files() -> list[str]:
    folder = Path(settings.MEDIA_ROOT)
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


# --- accounts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", STORED_ROLES)
def test_an_account_is_added_in_every_stored_role(db: None, role: str) -> None:
    made = add_account(by=system_actor(), email="Name@Example.org", role=role, name="Nimi")
    kept = Account.objects.get()
    assert (kept.pk, kept.email, kept.role, kept.name, kept.is_active) == (
        made.pk,
        "name@example.org",
        role,
        "Nimi",
        True,
    )
    assert not kept.has_usable_password()


def test_adding_an_account_is_audited_without_its_password(db: None) -> None:
    made = add_account(by=system_actor(), email="a@example.org", role="reader", password="correct horse battery")
    assert made.check_password("correct horse battery")
    actor, action, record, after = last_entry()
    assert (actor, action, record) == ("system", "add_account", made.pk)
    assert set(after) == {"email", "role", "is_active", "created_at", "password"}
    assert (after["email"], after["role"], after["password"]) == ('"a@example.org"', '"reader"', '"set"')
    assert made.password not in repr(AuditValue.objects.values_list("before", "after"))


@pytest.mark.parametrize("by", [role for role in STORED_ROLES if role != Role.ADMINISTRATOR])
def test_only_an_administrator_adds_accounts(db: None, by: str) -> None:
    account = add_account(by=system_actor(), email="by@example.org", role=by)
    with pytest.raises(NotPermitted) as refused:
        add_account(by=account, email="a@example.org", role="reader")
    assert str(refused.value) == "Only an administrator may add accounts or change them. Ask one to do it."
    assert Account.objects.count() == 1


def test_an_administrator_who_has_left_adds_no_account(administrator: Account) -> None:
    administrator.is_active = False
    with pytest.raises(NotPermitted):
        add_account(by=administrator, email="a@example.org", role="reader")


@pytest.mark.parametrize(
    "email",
    ["", "name", "name@", "@example.org", "a b@example.org", "a@example", f"{'a' * 64}@{'b.' * 100}example.org"],
)
def test_an_address_that_is_none_is_refused(administrator: Account, email: str) -> None:
    with pytest.raises(SolmuError) as refused:
        add_account(by=administrator, email=email, role="reader")
    assert str(refused.value) == f"“{email}” is not an e-mail address. Write for example name@example.org."
    assert Account.objects.count() == 1


def test_letters_that_only_look_alike_are_no_address(administrator: Account) -> None:
    """The Kelvin sign becomes a k in lower case: another person's address."""
    with pytest.raises(SolmuError):
        add_account(by=administrator, email="\u212aalle@example.org", role="reader")


@pytest.mark.parametrize("role", ["", "boss", "system", "Officer"])
def test_an_unknown_role_is_refused(administrator: Account, role: str) -> None:
    with pytest.raises(SolmuError) as refused:
        add_account(by=administrator, email="a@example.org", role=role)
    assert str(refused.value) == (
        f"There is no role “{role}”. Choose one of reader, contributor, officer, administrator, auditor."
    )


@pytest.mark.parametrize("email", ["officer@example.org", "OFFICER@Example.ORG"])
def test_an_address_that_has_an_account_is_refused(administrator: Account, officer: Account, email: str) -> None:
    before = revision()
    with pytest.raises(SolmuError) as refused:
        add_account(by=administrator, email=email, role="reader")
    assert str(refused.value) == f"{email} already has an account. Choose another address."
    assert (Account.objects.count(), revision()) == (2, before)


@pytest.mark.parametrize("password", ["", "short12"])
def test_a_password_shorter_than_eight_letters_is_refused(administrator: Account, password: str) -> None:
    with pytest.raises(SolmuError) as refused:
        add_account(by=administrator, email="a@example.org", role="reader", password=password)
    assert str(refused.value) == "This password is too short. It must contain at least 8 characters."


def test_a_name_too_long_for_its_column_is_refused(administrator: Account) -> None:
    with pytest.raises(SolmuError) as refused:
        add_account(by=administrator, email="a@example.org", role="reader", name="n" * 201)
    assert str(refused.value) == "A name has at most 200 characters. Shorten it."


@pytest.mark.parametrize("written", ["officer@example.org", "OFFICER@example.org"])
def test_an_account_is_found_by_its_address_whatever_its_case(officer: Account, written: str) -> None:
    assert Account.objects.get_by_natural_key(written) == officer


@pytest.mark.parametrize("written", ["", None, "officer@example.orgx", "officer_example.org", "%"])
def test_no_account_is_found_by_anything_else(officer: Account, written: str | None) -> None:
    with pytest.raises(Account.DoesNotExist):
        Account.objects.get_by_natural_key(written)


# --- stored files -----------------------------------------------------------------------------------------------------


def test_a_file_is_kept_by_its_content(officer: Account) -> None:
    stored = store_file(by=officer, content=CONTENT, name="sivu.txt", media_type="text/plain")
    kept = StoredFile.objects.get()
    assert (kept.pk, kept.sha256, kept.name, kept.media_type, kept.size) == (
        stored.pk,
        SHA256,
        "sivu.txt",
        "text/plain",
        len(CONTENT),
    )
    assert files() == [f"{SHA256[:2]}/{SHA256[2:]}"]
    assert (Path(settings.MEDIA_ROOT) / kept.path).read_bytes() == CONTENT
    actor, action, record, after = last_entry()
    assert (actor, action, record) == (officer.pk, "store_file", stored.pk)
    assert (after["sha256"], after["size"]) == (f'"{SHA256}"', str(len(CONTENT)))
    assert list(file_faults()) == []


def test_an_empty_file_is_a_file(officer: Account) -> None:
    assert store_file(by=officer, content=b"", name="empty", media_type="text/plain").size == 0
    assert list(file_faults()) == []


def test_a_file_stored_twice_is_one(officer: Account) -> None:
    first = store_file(by=officer, content=CONTENT, name="first.txt", media_type="text/plain")
    before = revision()
    second = store_file(by=officer, content=CONTENT, name="second.txt", media_type="text/html")
    assert (second.pk, second.name, revision()) == (first.pk, "first.txt", before)
    assert (StoredFile.objects.count(), len(files())) == (1, 1)


def test_a_file_whose_bytes_were_lost_is_whole_again_when_stored_again(officer: Account) -> None:
    first = store_file(by=officer, content=CONTENT, name="first.txt", media_type="text/plain")
    place = Path(settings.MEDIA_ROOT) / first.path
    for damage in (place.unlink, lambda: place.write_bytes(b"other")):
        damage()
        assert len(list(file_faults())) == 1
        store_file(by=officer, content=CONTENT, name="first.txt", media_type="text/plain")
        assert list(file_faults()) == []


def test_a_long_name_is_cut_to_its_column(officer: Account) -> None:
    assert store_file(by=officer, content=CONTENT, name="n" * 300, media_type="text/plain").name == "n" * 255


def test_a_name_never_decides_where_a_file_lies(officer: Account) -> None:
    store_file(by=officer, content=CONTENT, name="../../../etc/passwd", media_type="text/plain")
    assert files() == [f"{SHA256[:2]}/{SHA256[2:]}"]


@pytest.mark.parametrize("role", [Role.READER, Role.AUDITOR])
def test_readers_and_auditors_store_nothing(db: None, role: Role) -> None:
    by = add_account(by=system_actor(), email="by@example.org", role=role)
    sentence = "Only a contributor, an officer or an administrator may add sources. Ask one to do it."
    with pytest.raises(NotPermitted) as refused:
        store_file(by=by, content=CONTENT, name="a", media_type="text/plain")
    assert str(refused.value) == sentence
    with pytest.raises(NotPermitted) as refused:
        add_source(by=by, kind=SourceKind.PAGE, title="A", read_on=date(2026, 11, 24), is_public=True)
    assert str(refused.value) == sentence
    assert (StoredFile.objects.count(), Source.objects.count(), files()) == (0, 0, [])


def test_an_action_that_fails_after_storing_leaves_a_file_nobody_refers_to(officer: Account) -> None:
    def keep() -> None:
        with recorded(by=officer, action="keep"):
            store_file(by=officer, content=CONTENT, name="a", media_type="text/plain")
            raise InterruptedError

    with pytest.raises(InterruptedError):
        keep()
    assert (StoredFile.objects.count(), list(file_faults())) == (0, [])
    assert files_left_over() == [f"{SHA256[:2]}/{SHA256[2:]}"]
    store_file(by=officer, content=CONTENT, name="a", media_type="text/plain")
    assert (files_left_over(), list(file_faults())) == ([], [])


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_an_interrupted_store_leaves_nothing(
    officer: Account, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(descriptor: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    before = revision()
    with pytest.raises((SolmuError, KeyboardInterrupt)) as refused:
        store_file(by=officer, content=CONTENT, name="sivu.txt", media_type="text/plain")
    assert (StoredFile.objects.count(), files(), revision()) == (0, [], before)
    if isinstance(error, OSError):
        assert str(refused.value) == (
            "The file sivu.txt cannot be kept: No space left on device. Make room or mend the instance's files folder, "
            "and try again."
        )


def test_a_folder_that_cannot_be_written_is_a_sentence(officer: Account) -> None:
    folder = Path(settings.MEDIA_ROOT)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(SolmuError) as refused:
        store_file(by=officer, content=CONTENT, name="sivu.txt", media_type="text/plain")
    assert str(refused.value).startswith("The file sivu.txt cannot be kept: ")
    assert StoredFile.objects.count() == 0


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_file_stored_by_two_at_once_is_one() -> None:
    barrier, stored, errors = threading.Barrier(2), [], []

    def store() -> None:
        try:
            barrier.wait(30)
            for number in range(20):
                content = f"{number}".encode()
                stored.append(store_file(by=system_actor(), content=content, name="a", media_type="text/plain").sha256)
        except Exception as error:
            errors.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=store) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert (len(stored), len(set(stored)), StoredFile.objects.count(), list(chain_faults())) == (40, 20, 20, [])


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_an_address_added_by_two_at_once_is_one_account_and_one_sentence() -> None:
    barrier, made, sentences = threading.Barrier(2), [], []

    def add() -> None:
        try:
            for number in range(20):
                barrier.wait(30)
                try:
                    made.append(add_account(by=system_actor(), email=f"{number}@example.org", role="reader").email)
                except SolmuError as error:
                    sentences.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(made) == sorted(f"{number}@example.org" for number in range(20))
    assert sorted(sentences) == sorted(
        f"{number}@example.org already has an account. Choose another address." for number in range(20)
    )


# --- the folder's state -----------------------------------------------------------------------------------------------


def test_a_missing_and_a_changed_file_are_named(officer: Account) -> None:
    for number in range(3):
        store_file(by=officer, content=bytes([number]), name=f"{number}.txt", media_type="text/plain")
    missing, changed = (StoredFile.objects.get(name=f"{number}.txt") for number in (0, 1))
    (Path(settings.MEDIA_ROOT) / missing.path).unlink()
    (Path(settings.MEDIA_ROOT) / changed.path).write_bytes(b"x")
    assert sorted(file_faults()) == sorted(
        [
            f"The file 0.txt ({missing.path}) is missing.",
            f"The file 1.txt ({changed.path}) was changed: its SHA-256 differs.",
        ]
    )


def test_no_file_is_left_over_where_there_is_no_folder(db: None) -> None:
    assert files_left_over() == []


# --- sources ----------------------------------------------------------------------------------------------------------


def test_a_source_is_added_and_audited(officer: Account) -> None:
    stored = store_file(by=officer, content=CONTENT, name="a", media_type="text/plain")
    made = add_source(
        by=officer,
        kind=SourceKind.PAGE,
        title="Verkostot",
        read_on=date(2026, 11, 24),
        is_public=True,
        address="https://example.org/a",
        language="fi",
        published=PartialDate(2019, 1),
        file=stored,
    )
    kept = Source.objects.get()
    assert (kept.pk, kept.published, kept.published_earliest, kept.file) == (
        made.pk,
        PartialDate(2019, 1),
        date(2019, 1, 1),
        stored,
    )
    assert last_entry() == (
        officer.pk,
        "add_source",
        made.pk,
        {
            "kind": '"page"',
            "title": '"Verkostot"',
            "address": '"https://example.org/a"',
            "language": '"fi"',
            "read_on": '"2026-11-24"',
            "published": '"2019-01"',
            "is_public": "true",
            "file_id": f'"{stored.pk}"',
        },
    )
    assert AuditEntry.objects.order_by("-sequence")[0].source_id == made.pk


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "example.org",
        "ftp://example.org/",
        "https://",
        "https:// example.org",
        "data:text/html,x",
        f"https://example.org/{'a' * 1000}",
    ],
)
def test_a_source_at_no_web_address_is_refused(officer: Account, address: str) -> None:
    with pytest.raises(SolmuError) as refused:
        add_source(
            by=officer,
            kind=SourceKind.PAGE,
            title="A",
            read_on=date(2026, 11, 24),
            is_public=True,
            address=address,
        )
    assert str(refused.value) == f"“{address}” is not an address. Write it whole, beginning with https://."
    assert Source.objects.count() == 0


def test_a_long_title_is_cut_to_its_column(officer: Account) -> None:
    made = add_source(by=officer, kind=SourceKind.PAGE, title="t" * 400, read_on=date(2026, 11, 24), is_public=True)
    assert Source.objects.get().title == made.title == "t" * 300


# --- sources looked at again ------------------------------------------------------------------------------------------


def test_source_is_looked_at_again(db: None) -> None:
    source = add_source(
        by=system_actor(), kind=SourceKind.PAGE, title="A page", read_on=date(2025, 5, 1), is_public=True
    )

    look_at_source(by=system_actor(), source=source, on=date(2026, 11, 20), today=date(2026, 11, 24))
    source.refresh_from_db()
    assert (source.read_on, source.looked_at_on) == (date(2025, 5, 1), date(2026, 11, 20))
    entry = AuditEntry.objects.get(action="look_at_source")
    assert (entry.record_id, entry.source_id) == (source.pk, source.pk)

    look_at_source(by=system_actor(), source=source, on=date(2026, 11, 20), today=date(2026, 11, 24))
    for day, sentence in ((date(2026, 11, 19), "last looked at on 2026-11-20"), (date(2026, 11, 25), "still to come")):
        with pytest.raises(BrokenRule, match=sentence):
            look_at_source(by=system_actor(), source=source, on=day, today=date(2026, 11, 24))


def test_source_read_later_is_not_looked_at_before(db: None) -> None:
    source = add_source(
        by=system_actor(), kind=SourceKind.PAGE, title="A page", read_on=date(2025, 5, 1), is_public=True
    )

    with pytest.raises(BrokenRule, match="last looked at on 2025-05-01"):
        look_at_source(by=system_actor(), source=source, on=date(2025, 4, 30), today=date(2026, 11, 24))
