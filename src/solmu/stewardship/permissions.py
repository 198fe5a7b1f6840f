"""Who may do what about matters and deadlines. Each check raises NotPermitted; `can_` is for buttons."""

from __future__ import annotations

from collections.abc import Collection

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.core.permissions import is_active_as
from solmu.core.vocabulary import STORED_ROLES, Role
from solmu.stewardship.models import CalendarSubscription


def can_follow_deadlines(by: Account) -> bool:
    """Whether deadlines may be told to this account: to every person with an active one."""
    return by.role in STORED_ROLES and is_active_as(by, *STORED_ROLES)


def check_can_follow_deadlines(by: Account) -> None:
    if not can_follow_deadlines(by):
        raise NotPermitted("Only a person with an active account may follow deadlines. Name one with --by.")


def can_revoke_calendar(by: Account, subscription: CalendarSubscription) -> bool:
    return is_active_as(by, Role.ADMINISTRATOR) or (by.is_active and by.pk == subscription.account_id)


def check_can_revoke_calendar(by: Account, subscription: CalendarSubscription) -> None:
    if not can_revoke_calendar(by, subscription):
        raise NotPermitted("Only whose calendar it is, or an administrator, may revoke its address. Ask one of them.")


def can_run_jobs(by: Account) -> bool:
    return is_active_as(by, Role.ADMINISTRATOR)


def check_can_run_jobs(by: Account) -> None:
    if not can_run_jobs(by):
        raise NotPermitted("Only an administrator or Solmu itself may run jobs. Ask one to do it.")


def can_renew(by: Account) -> bool:
    return is_active_as(by, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_renew(by: Account) -> None:
    if not can_renew(by):
        raise NotPermitted("Only an officer or an administrator may renew agreements. Ask one to do it.")


def can_help_renew(by: Account) -> bool:
    return is_active_as(by, Role.CONTRIBUTOR, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_help_renew(by: Account) -> None:
    """Check things off and write notes: colleagues of the owning units do that too."""
    if not can_help_renew(by):
        raise NotPermitted("Only a contributor, an officer or an administrator may work on renewals. Ask one.")


def can_handle_matter(by: Account, answering: Collection[str]) -> bool:
    """Whether the account may assign or snooze a matter; `answering` are the accounts that answer for it.

    Officers and administrators see to every matter, a contributor to those of what is theirs or was given to them.
    """
    if is_active_as(by, Role.OFFICER, Role.ADMINISTRATOR):
        return True
    return is_active_as(by, Role.CONTRIBUTOR) and by.pk in answering


def check_can_handle_matter(by: Account, answering: Collection[str]) -> None:
    if not can_handle_matter(by, answering):
        raise NotPermitted(
            "Only an officer, an administrator or a contributor whose record it is may say who sees to a matter or"
            " that it can wait. Ask one of them."
        )
