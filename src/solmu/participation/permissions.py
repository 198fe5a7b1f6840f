"""Who may read and answer enquiries. Each check raises NotPermitted with a sentence; `can_` is for buttons."""

from __future__ import annotations

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.core.permissions import is_active_as
from solmu.core.vocabulary import Role


def can_see_to_enquiries(by: Account) -> bool:
    return is_active_as(by, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_see_to_enquiries(by: Account) -> None:
    if not can_see_to_enquiries(by):
        raise NotPermitted("Only an officer or an administrator may read and answer enquiries. Ask one to do it.")
