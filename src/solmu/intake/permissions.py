"""Who may review claims. Each check raises NotPermitted with a sentence; `can_` is for buttons."""

from __future__ import annotations

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.core.permissions import is_active_as
from solmu.core.vocabulary import Role


def can_review_claims(by: Account) -> bool:
    return is_active_as(by, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_review_claims(by: Account) -> None:
    if not can_review_claims(by):
        raise NotPermitted("Only an officer or an administrator may review claims. Ask one to do it.")
