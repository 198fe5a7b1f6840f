"""What becomes of an account: roles, use, passwords, second factors, sessions, a provider's people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from solmu.core.actions import (
    add_account,
    admit_by_provider,
    change_account,
    change_role,
    deactivate_account,
    end_every_session,
    end_sessions,
    link_identity,
    reactivate_account,
    reset_second_factor,
    set_password,
)
from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted, SolmuError
from solmu.core.models import Account, AuditEntry, AuditValue, ProviderIdentity, Session, system_actor
from solmu.core.queries import accounts_with_how

ISSUER = "https://login.example.org"


def session_of(account: Account, key: str = "a") -> Session:
    now = timezone.now()
    return Session.objects.create(
        key_hash=key * 64, content="", account=account, began_at=now, seen_at=now, until=now + timedelta(hours=1)
    )


def last_entry() -> tuple[str, str, str, dict[str, tuple[str, str]]]:
    """Actor, action, record and the values before and after, of the last audit entry."""
    entry = AuditEntry.objects.order_by("-sequence")[0]
    values = AuditValue.objects.filter(entry=entry).values_list("field", "before", "after")
    return entry.actor_id, entry.action, entry.record_id, {name: (old, new) for name, old, new in values}


def test_a_role_is_changed_and_audited(administrator: Account, officer: Account) -> None:
    change_role(by=administrator, account=officer, role="reader")
    assert Account.objects.get(pk=officer.pk).role == "reader"
    assert last_entry() == (administrator.pk, "change_role", officer.pk, {"role": ('"officer"', '"reader"')})


def test_an_unknown_role_is_refused(administrator: Account, officer: Account) -> None:
    for role in ("system", "mayor"):
        with pytest.raises(SolmuError, match=f"There is no role “{role}”"):
            change_role(by=administrator, account=officer, role=role)
    assert Account.objects.get(pk=officer.pk).role == "officer"


def test_the_last_administrator_stays(administrator: Account) -> None:
    for refused in (
        lambda: change_role(by=system_actor(), account=administrator, role="reader"),
        lambda: deactivate_account(by=administrator, account=administrator),
    ):
        with pytest.raises(BrokenRule, match="This is the last administrator"):
            refused()
    other = add_account(by=system_actor(), email="other@example.org", role="administrator")
    deactivate_account(by=administrator, account=administrator)
    with pytest.raises(BrokenRule, match="This is the last administrator"):
        change_role(by=system_actor(), account=other, role="officer")


def test_nobody_changes_their_own_role(administrator: Account) -> None:
    add_account(by=system_actor(), email="other@example.org", role="administrator")
    with pytest.raises(BrokenRule, match="Nobody changes their own role"):
        change_role(by=administrator, account=administrator, role="officer")
    change_role(by=administrator, account=administrator, role="administrator")
    assert Account.objects.get(pk=administrator.pk).role == "administrator"


def test_an_account_gets_another_address_and_name(administrator: Account, officer: Account) -> None:
    changed = change_account(by=administrator, account=officer, email="New@Example.org", name=" Uusi ", language="sv")
    kept = Account.objects.get(pk=officer.pk)
    assert (kept.email, kept.name, kept.language) == ("new@example.org", "Uusi", "sv")
    assert sorted(changed) == ["email", "language", "name"]
    assert last_entry()[1:3] == ("change_account", officer.pk)


def test_an_account_gets_no_address_that_is_taken_or_none(administrator: Account, officer: Account) -> None:
    for email, sentence in (
        (administrator.email, "already has an account"),
        ("Matti", "is not an e-mail address"),
        ("matti@example.org\nBcc: maija@example.org", "is not an e-mail address"),
    ):
        with pytest.raises(SolmuError, match=sentence):
            change_account(by=administrator, account=officer, email=email, name="", language="")
    assert Account.objects.get(pk=officer.pk).email == officer.email


def test_a_deactivated_account_is_signed_out_and_can_come_back(administrator: Account, officer: Account) -> None:
    session_of(officer)
    kept = session_of(administrator, "b")
    deactivate_account(by=administrator, account=officer)
    assert (Account.objects.get(pk=officer.pk).is_active, list(Session.objects.all())) == (False, [kept])
    reactivate_account(by=administrator, account=officer)
    assert Account.objects.get(pk=officer.pk).is_active
    assert last_entry()[1:] == ("reactivate_account", officer.pk, {"is_active": ("false", "true")})


def test_only_an_administrator_changes_accounts(officer: Account, administrator: Account) -> None:
    inactive = add_account(by=system_actor(), email="former@example.org", role="administrator")
    deactivate_account(by=administrator, account=inactive)
    inactive.refresh_from_db()
    for by in (officer, inactive):
        for refused in (
            lambda by=by: change_role(by=by, account=officer, role="administrator"),
            lambda by=by: change_account(by=by, account=officer, email="x@example.org", name="", language=""),
            lambda by=by: deactivate_account(by=by, account=administrator),
            lambda by=by: reactivate_account(by=by, account=inactive),
            lambda by=by: reset_second_factor(by=by, account=administrator),
            lambda by=by: set_password(by=by, account=administrator, password="a quiet river bend"),
            lambda by=by: end_sessions(by=by, account=administrator),
            lambda by=by: link_identity(by=by, account=officer, issuer=ISSUER, subject="x"),
        ):
            with pytest.raises(NotPermitted):
                refused()
    assert Account.objects.get(pk=officer.pk).role == "officer"


def test_a_password_is_set_without_a_word_of_it_in_the_audit(officer: Account) -> None:
    keep, end = session_of(officer), session_of(officer, "b")
    set_password(by=officer, account=officer, password="a quiet river bend", keeping=keep.pk)
    account = Account.objects.get(pk=officer.pk)
    assert account.check_password("a quiet river bend")
    assert account.password.startswith("argon2$argon2id$")
    assert [row.pk for row in Session.objects.all()] == [keep.pk] != [end.pk]
    assert last_entry() == (officer.pk, "set_password", officer.pk, {"password": ('"not set"', '"set"')})
    set_password(by=officer, account=officer, password="eleven green bicycles")
    assert last_entry()[3] == {"password": ('"set"', '"set again"')}
    assert [value for value in AuditValue.objects.values_list("after", flat=True) if "argon2" in value] == []
    assert list(chain_faults()) == []


def test_a_weak_password_is_refused(officer: Account) -> None:
    with pytest.raises(SolmuError, match="at least 8 characters"):
        set_password(by=officer, account=officer, password="short")
    assert not Account.objects.get(pk=officer.pk).has_usable_password()


def test_second_factors_are_forgotten(administrator: Account, officer: Account) -> None:
    session_of(officer)
    for account in (officer, administrator):
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    assert reset_second_factor(by=administrator, account=officer) == 1
    assert list(Authenticator.objects.values_list("user_id", flat=True)) == [administrator.pk]
    assert Session.objects.count() == 0
    assert last_entry() == (
        administrator.pk,
        "reset_second_factor",
        officer.pk,
        {"second_factor": ('"set"', '"not set"')},
    )


def test_an_administrator_ends_sessions_of_one_and_of_all(administrator: Account, officer: Account) -> None:
    for account, key in ((administrator, "a"), (officer, "b"), (officer, "c")):
        session_of(account, key)
    assert end_sessions(by=administrator, account=officer, only="b" * 64) == 1
    assert [row.pk[0] for row in Session.objects.order_by("pk")] == ["a", "c"]
    with pytest.raises(NotPermitted):
        end_every_session(by=officer)
    assert (end_every_session(by=administrator), Session.objects.count()) == (2, 0)


def admit(**changed: object) -> Account:
    told = {
        "subject": "s1",
        "role": "officer",
        "email": "maija@example.org",
        "is_email_verified": True,
        "name": "Maija",
    }
    return admit_by_provider(by=system_actor(), issuer=ISSUER, **(told | changed))  # type: ignore[arg-type]


def test_somebody_new_is_admitted(db: None) -> None:
    account = admit(email="Maija@example.org", is_email_verified=False)
    assert (account.email, account.role, account.has_usable_password()) == ("maija@example.org", "officer", False)
    assert [entry.action for entry in AuditEntry.objects.order_by("sequence")] == ["add_account", "link_identity"]
    assert admit(role="reader", email="").pk == account.pk
    assert last_entry()[1:] == ("admit_by_provider", account.pk, {"role": ('"officer"', '"reader"')})


def test_another_issuers_person_is_another(db: None) -> None:
    first = admit()
    with pytest.raises(SolmuError, match="has an account already"):
        admit_by_provider(
            by=system_actor(),
            issuer="https://other.example.org",
            subject="s1",
            role="officer",
            email="maija@example.org",
            is_email_verified=True,
            name="",
        )
    assert list(ProviderIdentity.objects.values_list("account", flat=True)) == [first.pk]


def test_a_refused_admission_leaves_nothing(db: None) -> None:
    with pytest.raises(SolmuError, match="is not an e-mail address"):
        admit(email="nobody")
    account = admit()
    deactivate_account(by=system_actor(), account=account)
    with pytest.raises(SolmuError, match="not in use"):
        admit(role="administrator")
    assert (Account.objects.get().role, ProviderIdentity.objects.count()) == ("officer", 1)


def test_a_person_is_linked_to_one_account(administrator: Account, officer: Account) -> None:
    link_identity(by=administrator, account=officer, issuer=ISSUER, subject="s1")
    with pytest.raises(SolmuError, match="Another account signs in as this person"):
        link_identity(by=administrator, account=administrator, issuer=ISSUER, subject="s1")
    assert admit(email="other@example.org").pk == officer.pk


def test_accounts_are_told_with_how_they_sign_in(administrator: Account, officer: Account) -> None:
    set_password(by=officer, account=officer, password="a quiet river bend")
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=officer, type=kind, data={})
    link_identity(by=administrator, account=administrator, issuer=ISSUER, subject="s1")
    found = [(account.email, ways) for account, ways in accounts_with_how()]
    assert found == [("admin@example.org", ("provider",)), ("officer@example.org", ("password", "app"))]
