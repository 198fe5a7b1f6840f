"""Who may do what about matters and deadlines. Each check raises NotPermitted; `can_` is for buttons."""

from __future__ import annotations

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
