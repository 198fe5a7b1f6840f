"""Who may do what with core's own things. Each check raises NotPermitted with a sentence; `can_` is for buttons."""

from __future__ import annotations

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.core.vocabulary import Role


def is_active_as(by: Account, *roles: Role) -> bool:
    """Whether the account is active and in one of the roles; set-up itself may do what an administrator may."""
    if by.role == Role.SYSTEM:
        return True
    return by.is_active and by.role in roles


def can_manage_accounts(by: Account) -> bool:
    return is_active_as(by, Role.ADMINISTRATOR)


def check_can_manage_accounts(by: Account) -> None:
    if not can_manage_accounts(by):
        raise NotPermitted("Only an administrator may add accounts or change them. Ask one to do it.")


def can_read_accounts(by: Account) -> bool:
    """Whether the accounts may be listed with how and when each signs in."""
    return is_active_as(by, Role.AUDITOR, Role.ADMINISTRATOR)


def check_can_read_accounts(by: Account) -> None:
    if not can_read_accounts(by):
        raise NotPermitted("Only an auditor or an administrator may see the accounts. Ask one to do it.")


def can_change_sign_in(by: Account, account: Account) -> bool:
    return can_manage_accounts(by) or (by.is_active and by.pk == account.pk)


def check_can_change_sign_in(by: Account, account: Account) -> None:
    if not can_change_sign_in(by, account):
        raise NotPermitted("Only the person and an administrator may change how an account signs in. Ask one of them.")


def can_add_source(by: Account) -> bool:
    return is_active_as(by, Role.CONTRIBUTOR, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_add_source(by: Account) -> None:
    if not can_add_source(by):
        raise NotPermitted("Only a contributor, an officer or an administrator may add sources. Ask one to do it.")


def can_erase_audit_values(by: Account) -> bool:
    return is_active_as(by, Role.ADMINISTRATOR)


def check_can_erase_audit_values(by: Account) -> None:
    if not can_erase_audit_values(by):
        raise NotPermitted("Only an administrator may erase what the audit keeps. Ask one to do it.")


def can_read_audit(by: Account) -> bool:
    """Whether the change log as such may be read: it tells of everybody's work."""
    return is_active_as(by, Role.AUDITOR, Role.ADMINISTRATOR)


def check_can_read_audit(by: Account) -> None:
    if not can_read_audit(by):
        raise NotPermitted("Only an auditor or an administrator may read the change log. Ask one to do it.")


def can_read_settings(by: Account) -> bool:
    return is_active_as(by, Role.OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)


def check_can_read_settings(by: Account) -> None:
    if not can_read_settings(by):
        raise NotPermitted("Only an officer, an auditor or an administrator may read the settings. Ask one to do it.")


def can_change_settings(by: Account) -> bool:
    return is_active_as(by, Role.ADMINISTRATOR)


def check_can_change_settings(by: Account) -> None:
    if not can_change_settings(by):
        raise NotPermitted("Only an administrator may change the settings. Ask one to do it.")


def can_find_person(by: Account) -> bool:
    """Whether somebody's data may be looked for over the whole record: for whoever answers the person."""
    return is_active_as(by, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_find_person(by: Account) -> None:
    if not can_find_person(by):
        raise NotPermitted("Only an officer or an administrator may look for a person's data. Ask one to do it.")
