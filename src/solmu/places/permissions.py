"""Who may write places."""

from __future__ import annotations

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.core.permissions import is_active_as
from solmu.core.vocabulary import Role


def can_edit_places(by: Account) -> bool:
    return is_active_as(by, Role.CONTRIBUTOR, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_edit_places(by: Account) -> None:
    if not can_edit_places(by):
        raise NotPermitted(
            "Only a contributor, an officer or an administrator may add places or change them. Ask one to do it."
        )
