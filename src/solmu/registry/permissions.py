"""Who may read and write the record. Each check raises NotPermitted with a sentence; `can_` is for buttons."""

from __future__ import annotations

from solmu.core.errors import NotPermitted
from solmu.core.models import Account
from solmu.core.permissions import is_active_as
from solmu.core.vocabulary import Role
from solmu.registry.vocabulary import RecordKind


def can_read_internal(by: Account | None) -> bool:
    """Whether unpublished records may be shown: to everyone with an active account, in whatever role."""
    return by is not None and is_active_as(by, *Role)


def can_read_contacts(by: Account) -> bool:
    """Whether contacts may be shown, which are personal data: to whoever works with them or audits, not to readers."""
    return is_active_as(by, Role.CONTRIBUTOR, Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)


def can_keep_record(by: Account) -> bool:
    return is_active_as(by, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_keep_record(by: Account) -> None:
    if not can_keep_record(by):
        raise NotPermitted("Only an officer or an administrator may change the record. Ask one to do it.")


def can_record_activity(by: Account) -> bool:
    return is_active_as(by, Role.CONTRIBUTOR, Role.OFFICER, Role.ADMINISTRATOR)


def check_can_record_activity(by: Account) -> None:
    if not can_record_activity(by):
        raise NotPermitted("Only a contributor, an officer or an administrator may record activities. Ask one.")


def can_undo(by: Account, kind: str) -> bool:
    """Whether the last change of a record of the kind may be taken back: by whoever may make such a change."""
    return can_record_activity(by) if kind == RecordKind.ACTIVITY else can_keep_record(by)


def check_can_undo(by: Account, kind: str) -> None:
    (check_can_record_activity if kind == RecordKind.ACTIVITY else check_can_keep_record)(by)
