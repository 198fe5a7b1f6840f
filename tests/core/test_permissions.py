"""Who may do what with core's own things: every role, active and not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solmu.core import permissions
from solmu.core.errors import NotPermitted
from solmu.core.models import Account, system_actor
from solmu.core.vocabulary import STORED_ROLES, Role

MAY = {
    "manage_accounts": {Role.ADMINISTRATOR},
    "erase_audit_values": {Role.ADMINISTRATOR},
    "find_person": {Role.OFFICER, Role.ADMINISTRATOR},
    "read_accounts": {Role.AUDITOR, Role.ADMINISTRATOR},
    "read_audit": {Role.AUDITOR, Role.ADMINISTRATOR},
    "read_settings": {Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR},
    "change_settings": {Role.ADMINISTRATOR},
    "add_source": {Role.CONTRIBUTOR, Role.OFFICER, Role.ADMINISTRATOR},
}

OF_AN_ACCOUNT = {"change_sign_in"}
"""What depends on whose account it is as well."""


def can(what: str) -> Callable[[Account], bool]:
    return getattr(permissions, f"can_{what}")


def check(what: str) -> Callable[[Account], None]:
    return getattr(permissions, f"check_can_{what}")


def test_the_table_names_every_permission() -> None:
    assert {name.removeprefix("can_") for name in vars(permissions) if name.startswith("can_")} == set(
        MAY
    ) | OF_AN_ACCOUNT
    checks = {name.removeprefix("check_can_") for name in vars(permissions) if name.startswith("check_can_")}
    assert checks == set(MAY) | OF_AN_ACCOUNT


@pytest.mark.parametrize("role", STORED_ROLES)
@pytest.mark.parametrize("what", sorted(MAY))
def test_a_role_may_what_the_table_says(what: str, role: Role) -> None:
    account = Account(email="a@example.org", role=role)
    assert can(what)(account) == (role in MAY[what])
    if role in MAY[what]:
        check(what)(account)
    else:
        with pytest.raises(NotPermitted) as refused:
            check(what)(account)
        assert str(refused.value).endswith(" Ask one to do it.")


@pytest.mark.parametrize("role", STORED_ROLES)
@pytest.mark.parametrize("what", sorted(MAY))
def test_nobody_who_has_left_may_anything(what: str, role: Role) -> None:
    account = Account(email="a@example.org", role=role, is_active=False)
    assert not can(what)(account)
    with pytest.raises(NotPermitted):
        check(what)(account)


@pytest.mark.parametrize("what", sorted(MAY))
def test_set_up_itself_may_everything(what: str) -> None:
    assert can(what)(system_actor())


@pytest.mark.parametrize("what", sorted(MAY))
def test_a_role_nobody_knows_may_nothing(what: str) -> None:
    assert not can(what)(Account(email="a@example.org", role="boss"))


@pytest.mark.parametrize("role", STORED_ROLES)
def test_a_person_and_an_administrator_change_how_an_account_signs_in(role: Role) -> None:
    account, other = (Account(id=key, email=f"{key}@example.org", role=role) for key in ("mine", "theirs"))
    former = Account(id="mine", email="mine@example.org", role=role, is_active=False)
    may = [permissions.can_change_sign_in(*pair) for pair in ((account, account), (account, other), (former, former))]
    assert may == [True, role == Role.ADMINISTRATOR, False]
    with pytest.raises(NotPermitted, match="Ask one of them"):
        permissions.check_can_change_sign_in(former, former)
